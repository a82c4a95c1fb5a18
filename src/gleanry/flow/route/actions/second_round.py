"""By the clock: what waited is routed again, and leads of members who are gone move by the rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gleanry.flow.route.actions.routing import route
from gleanry.flow.route.actions.waiting import due, forget
from gleanry.flow.route.queries import book_of
from gleanry.kit import bulk, rulebook
from gleanry.leads.actions import place_leads
from gleanry.leads.queries import former_owners, held_by_gone, leads_by_id
from gleanry.leads.shapes import HANDING, SETTLED, LeadRow, Placement, Pool, State
from gleanry.tenants.queries import gone_members

LIMIT = 5000
"""Leads a run takes; the next run takes the rest."""


def second_round(at: datetime, *, limit: int = LIMIT) -> int:
    """Route again what waits and is due, in all workspaces. Returns how many leads were looked at.

    Safe to run twice at once and after a stop: a lead somebody took meanwhile is left to them.
    """
    found = due(at, limit)
    for workspace_id in sorted({place for place, _, _ in found}):
        for strict in (False, True):
            wanted = [lead_id for place, lead_id, kind in found if place == workspace_id and kind is strict]
            if wanted:
                with transaction.atomic():
                    _try_again(workspace_id, wanted, at, strict=strict)
    return len(found)


def _try_again(workspace_id: int, lead_ids: Sequence[int], at: datetime, *, strict: bool) -> None:
    bulk.lock_workspace(workspace_id, HANDING)
    leads = leads_by_id(workspace_id, lead_ids)
    free = [lead for lead in leads.values() if lead.owner_id is None and lead.pool not in (*SETTLED, Pool.NURTURE)]
    still = {lead.id for lead in free}
    forget(workspace_id, [lead_id for lead_id in lead_ids if lead_id not in still])
    route(workspace_id, free, at, former=former_owners(workspace_id, still), strict=strict, again=True)


def move_from_gone(workspace_id: int, at: datetime, *, limit: int = LIMIT) -> int:
    """Take leads from members who are no longer at work here, as the rules say; returns how many moved."""
    gone = gone_members(workspace_id)
    if not gone:
        return 0
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, HANDING)
        leads = held_by_gone(workspace_id, gone, limit)
        if not leads:
            return 0
        rules = rulebook.current(workspace_id, "route")
        to = book_of(rules).gone
        _take_from(workspace_id, leads, to, at)
        if to == "route":
            free = list(leads_by_id(workspace_id, (lead.id for lead in leads)).values())
            route(workspace_id, free, at, former=former_owners(workspace_id, [lead.id for lead in free]))
    return len(leads)


def _take_from(workspace_id: int, leads: Sequence[LeadRow], to: str, at: datetime) -> None:
    place_leads(
        workspace_id,
        [
            Placement(
                lead.id,
                lead.pool if to == "route" else Pool(to),
                None,
                State.UNASSIGNED,
                reason={"code": "holder_gone", "member": lead.owner_id},
            )
            for lead in leads
        ],
        at=at,
    )
