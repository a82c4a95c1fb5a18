"""Take leads from where nothing happens to where something may: by the rules of the pool book, each with its reason.

A page at a time, each in a transaction of its own and under the lock of handing out; leads are held and judged again
before they move. A lead moves once a run, because its time begins anew where it came to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from gleanry.flow.nurture.actions.staying import rest_leads
from gleanry.flow.nurture.facts import Recycled
from gleanry.flow.nurture.queries.recycling import PAGE, dues_of, held_before, kinds_of, target_of
from gleanry.flow.nurture.rules.recycling import Due
from gleanry.kit import bulk, ledger
from gleanry.leads.actions import hold_leads, place_leads
from gleanry.leads.queries import kept_in, pool_book
from gleanry.leads.shapes import ALONE, HANDING, HELD, NEXT_PERSON, SETTLED, LeadRow, Placement, Pool, PoolBook, State
from gleanry.tenants.queries import working_times
from gleanry.tenants.shapes import WorkingTimes


class WithThens(Protocol):
    """Missed deadlines, each with what its rule says of the lead: "", next_person, nurture or a pool."""

    @property
    def lead_ids(self) -> tuple[int, ...]: ...

    @property
    def thens(self) -> tuple[str, ...]: ...


def recycle_leads(workspace_id: int, at: datetime, *, page: int = PAGE) -> int:
    """Move what has waited long enough in a workspace; returns how many leads moved. Safe to run twice at once."""
    rules = pool_book(workspace_id).recycling
    moved = 0
    for kind in kinds_of(pool_book(workspace_id), rules) if rules else ():
        after: int | None = 0
        while after is not None:
            with transaction.atomic():
                bulk.lock_workspace(workspace_id, HANDING)
                book = pool_book(workspace_id)
                before = held_before(at, book.recycling)
                leads = kept_in(workspace_id, kind, after=after, limit=page, held_before=before)
                moved += _recycle(workspace_id, leads, book, at)
                after = leads[-1].id if len(leads) == page else None
    return moved


def _recycle(workspace_id: int, leads: Sequence[LeadRow], book: PoolBook, at: datetime) -> int:
    ripe = [lead_id for lead_id, due in dues_of(workspace_id, leads, book.recycling).items() if due.at <= at]
    if not ripe:
        return 0
    held = list(hold_leads(workspace_id, ripe).values())
    dues = {lead_id: due for lead_id, due in dues_of(workspace_id, held, book.recycling).items() if due.at <= at}
    times = working_times(workspace_id, {lead.owner_id for lead in held})
    moving = {
        lead.id: (dues[lead.id].rule.to, _reason(lead, dues[lead.id], book, times, at))
        for lead in held
        if lead.id in dues
    }
    return len(_move(workspace_id, held, moving, book, at))


def _reason(lead: LeadRow, due: Due, book: PoolBook, times: WorkingTimes, at: datetime) -> dict[str, Any]:
    """Why a lead was taken, so that it can be worked out again: rule, version, since when, how many days counted."""
    days = times.of(lead.owner_id).working_between(due.since, at) / times.day
    return {
        "code": "recycled",
        "rule": due.rule.code,
        "waits": str(due.rule.waits),
        "rules": book.rules_id,
        "version": book.version,
        "since": due.since.isoformat(),
        "due": due.at.isoformat(),
        "days": round(days, 2),
    }


def recycle_breached(workspace_id: int, fact: WithThens, at: datetime) -> None:
    """Do what the rules of missed deadlines say of their leads; who got a lead since then keeps it."""
    thens = {lead_id: then for lead_id, then in zip(fact.lead_ids, fact.thens, strict=True) if then}
    if not thens:
        return
    bulk.lock_workspace(workspace_id, HANDING)
    book = pool_book(workspace_id)
    leads = [
        lead
        for lead in hold_leads(workspace_id, thens).values()
        if lead.owner_id is not None and lead.owner_since is not None and lead.owner_since <= at
    ]
    moving = {
        lead.id: (
            thens[lead.id],
            {"code": "recycled", "rule": "deadline", "waits": "deadline", "due": at.isoformat(), "since": _since(lead)},
        )
        for lead in leads
        if thens[lead.id] == NEXT_PERSON or (thens[lead.id] in book.pools and thens[lead.id] not in ALONE)
    }
    _move(workspace_id, leads, moving, book, at)


def _since(lead: LeadRow) -> str:
    return lead.owner_since.isoformat() if lead.owner_since else ""


def _move(
    workspace_id: int,
    leads: Iterable[LeadRow],
    moving: Mapping[int, tuple[str, dict[str, Any]]],
    book: PoolBook,
    at: datetime,
) -> list[Placement]:
    """Move leads to their targets (a pool's code or "next_person"), each for its reason, and announce it."""
    placements, targets = [], {}
    for lead in leads:
        if lead.id not in moving or lead.pool in SETTLED:
            continue
        to, reason = moving[lead.id]
        targets[lead.id] = target_of(book, to, lead.region_id)
        placements.append(_placement(lead, targets[lead.id], reason, book))
    placed = place_leads(workspace_id, placements, at=at)
    rest_leads(workspace_id, placed, "recycled", at)
    fact = Recycled(tuple(p.lead_id for p in placed), tuple(targets[p.lead_id] for p in placed))
    ledger.announce(workspace_id, fact, at=at)
    return placed


def _placement(lead: LeadRow, to: str, reason: dict[str, Any], book: PoolBook) -> Placement:
    """A lead for the next person waits, with nobody, where such people work: an MQL among sellers, else among SDRs."""
    if to != NEXT_PERSON:
        setting = book.pools[to]
        return Placement(
            lead.id, setting.kind, None, State.UNASSIGNED, reason=reason | {"to": to}, own_pool=setting.own_pool
        )
    working = lead.pool if lead.pool in HELD else (Pool.SALES if lead.mql_at else Pool.SDR)
    own_pool = lead.own_pool if lead.pool in HELD else ""
    return Placement(lead.id, working, None, State.UNASSIGNED, reason=reason | {"to": to}, own_pool=own_pool)
