"""Put leads by: what carries which marks goes where, as the book's table says (FABM, KP, all others)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gleanry.flow.nurture.actions.staying import rest_leads
from gleanry.flow.nurture.facts import PutBy
from gleanry.flow.nurture.queries.recycling import target_of
from gleanry.flow.nurture.rules.recycling import sorted_by
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads import actions as register
from gleanry.leads.actions import hold_leads, place_leads
from gleanry.leads.queries import among_visible, marks_of, pool_book
from gleanry.leads.shapes import HANDING, SETTLED, Placement, State
from gleanry.tenants.shapes import Viewer


def put_by(viewer: Viewer, lead_ids: Iterable[int], at: datetime) -> tuple[int, ...]:
    """Sort leads one sees by the marks they carry; returns those that moved. Raises Refusal `forbidden`."""
    _need(viewer)
    workspace_id = viewer.workspace_id
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, HANDING)
        book = pool_book(workspace_id)
        leads = hold_leads(workspace_id, among_visible(viewer, lead_ids))
        marks = marks_of(workspace_id, leads)
        placements, targets = [], {}
        for lead in leads.values():
            rule = sorted_by(marks.get(lead.id, ()), book.sorting)
            if rule is None or lead.pool in SETTLED:
                continue
            targets[lead.id] = target_of(book, rule.to, lead.region_id)
            setting = book.pools[targets[lead.id]]
            reason = {"code": "put_by", "rule": rule.code, "rules": book.rules_id, "marks": list(rule.marks)}
            placements.append(
                Placement(lead.id, setting.kind, None, State.UNASSIGNED, reason=reason, own_pool=setting.own_pool)
            )
        placed = place_leads(workspace_id, placements, at=at, by=viewer.member_id)
        rest_leads(workspace_id, placed, "put_by", at)
        moved = tuple(p.lead_id for p in placed)
        fact = PutBy(moved, tuple(targets[lead_id] for lead_id in moved))
        ledger.announce(workspace_id, fact, at=at, by=viewer.member_id)
    return moved


def mark(viewer: Viewer, lead_ids: Iterable[int], word: str, at: datetime) -> tuple[int, ...]:
    """Put a mark on leads one sees; returns those that did not carry it."""
    _need(viewer)
    with transaction.atomic():
        seen = among_visible(viewer, lead_ids)
        return register.mark_leads(viewer.workspace_id, seen, word, at=at, by=viewer.member_id)


def unmark(viewer: Viewer, lead_ids: Iterable[int], word: str, at: datetime) -> tuple[int, ...]:
    """Take a mark off leads one sees; returns those that carried it."""
    _need(viewer)
    with transaction.atomic():
        seen = among_visible(viewer, lead_ids)
        return register.unmark_leads(viewer.workspace_id, seen, word, at=at, by=viewer.member_id)


def _need(viewer: Viewer) -> None:
    if not viewer.may("leads.follow"):
        raise Refusal("forbidden", permission="leads.follow")
