"""Open leads, move them, and say how far they came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from gleanry.kit import bulk, ledger
from gleanry.leads.facts import Moved
from gleanry.leads.models import Lead, Move
from gleanry.leads.rules import may_join, may_move
from gleanry.leads.shapes import Joining, LeadRow, Milestone, NewLead, Place, Placement, Pool, State

OPENING = (
    "id",
    "workspace_id",
    "submission_id",
    "person_id",
    "account_id",
    "source_lead_id",
    "external_id",
    "source",
    "campaign",
    "region_id",
    "pool",
    "state",
    "obtained",
    "grade",
    "received_at",
    "first_contact_at",
    "mql_at",
    "sql_at",
    "novelty",
    "duplicate",
    "won_minor",
    "paid_minor",
)


def reserve_ids(count: int) -> Sequence[int]:
    """Ids for leads to be opened in this transaction, for batches in which one lead refers to another."""
    return bulk.allocate(Lead, count)


def open_leads(workspace_id: int, ids: Sequence[int], leads: Sequence[NewLead]) -> None:
    """Enter leads in the register under reserved ids."""
    bulk.insert(
        Lead,
        OPENING,
        [
            (
                lead_id,
                workspace_id,
                new.submission_id,
                new.person_id,
                new.account_id,
                new.source_lead_id,
                new.external_id,
                new.source,
                new.campaign,
                new.region_id,
                new.pool,
                new.state,
                "",
                "",
                new.received_at,
                new.first_contact_at,
                new.mql_at,
                new.sql_at,
                new.novelty,
                new.duplicate,
                0,
                0,
            )
            for lead_id, new in zip(ids, leads, strict=True)
        ],
    )


KNOWN = (
    "person_id", "account_id", "source_lead_id", "external_id", "region_id", "mql_at", "sql_at", "novelty", "duplicate",
)  # fmt: skip


def know_leads(workspace_id: int, ids: Sequence[int], leads: Sequence[NewLead]) -> None:
    """Write into leads that were opened unknown (in the invalid pool) who they are of; their place is moved apart."""
    rows = [(lead_id, *(getattr(new, name) for name in KNOWN)) for lead_id, new in zip(ids, leads, strict=True)]
    _hold(workspace_id, ids)
    bulk.update(Lead, KNOWN, rows)


def place_leads(
    workspace_id: int,
    placements: Sequence[Placement],
    *,
    at: datetime,
    by: int | None = None,
    only_unowned: bool = False,
) -> list[Placement]:
    """Move leads; returns the placements that took effect.

    Leads are held until the transaction ends. A placement that changes nothing, or that the register does not allow
    (a converted lead stays converted), is left out; so is a lead that somebody holds, with `only_unowned`.
    """
    held = _hold(workspace_id, (p.lead_id for p in placements))
    done = [
        p
        for p in placements
        if p.lead_id in held
        and may_move(held[p.lead_id][0], p.pool)
        and held[p.lead_id] != (p.pool, p.owner_id, p.state, p.own_pool)
        and not (only_unowned and held[p.lead_id][1] is not None)
    ]
    columns = ("pool", "owner_id", "state", "obtained", "owner_since")
    since = {p.lead_id: at if p.owner_id else None for p in done}
    bulk.update(Lead, columns, [(p.lead_id, p.pool, p.owner_id, p.state, p.obtained, since[p.lead_id]) for p in done])
    own = [(p.lead_id, p.own_pool) for p in done if p.own_pool != held[p.lead_id][3]]
    bulk.update(Lead, ("own_pool",), own)
    moves = [(p.lead_id, str(p.pool), p.owner_id, p.reason, p.own_pool) for p in done]
    _write_moves(workspace_id, held, moves, at=at, by=by)
    return done


Held = dict[int, tuple[str, int | None, str, str]]
"""Lead id -> pool, owner id, state, own pool."""
Moves = Sequence[tuple[int, str, int | None, dict[str, Any], str]]
"""(lead id, pool, owner id, reason, own pool)."""
MOVED = ("workspace_id", "lead_id", "at", "by", "from_pool", "from_owner_id", "pool", "owner_id", "reason")


def _write_moves(workspace_id: int, held: Held, moves: Moves, *, at: datetime, by: int | None) -> None:
    """Append where leads went, from where `held` says they were, and announce it."""
    rows, own = [], []
    for lead_id, pool, owner_id, reason, own_pool in moves:
        from_pool, from_owner, _, from_own = held[lead_id]
        row = (workspace_id, lead_id, at, by, from_pool, from_owner, pool, owner_id, reason)
        if own_pool or from_own:  # the few that pass an own pool; the many of an import need not write that
            own.append((*row, from_own, own_pool))
        else:
            rows.append(row)
    bulk.insert(Move, MOVED, rows)
    bulk.insert(Move, (*MOVED, "from_own_pool", "own_pool"), own)
    ledger.announce(
        workspace_id,
        Moved(
            lead_ids=tuple(move[0] for move in moves),
            from_pools=tuple(held[move[0]][0] for move in moves),
            pools=tuple(str(move[1]) for move in moves),
            owner_ids=tuple(move[2] for move in moves),
            reasons=tuple(str(move[3].get("code", "")) for move in moves),
        ),
        at=at,
        by=by,
    )


def join_leads(workspace_id: int, joinings: Sequence[Joining], *, at: datetime, by: int | None = None) -> list[Joining]:
    """Attach source leads to others, as one person decided; returns those that took effect.

    What was attached to a joined lead is not moved with it here: see `point_leads`. `part_leads` takes it back.
    """
    held = _hold(workspace_id, (i for j in joinings for i in (j.lead_id, j.source_lead_id)))
    done = [
        j
        for j in joinings
        if j.lead_id in held
        and j.source_lead_id in held
        and j.lead_id != j.source_lead_id
        and may_join(held[j.lead_id][0], held[j.source_lead_id][0])
    ]
    columns = ("source_lead_id", "pool", "owner_id", "state", "obtained", "owner_since")
    since = {j.lead_id: at if j.owner_id else None for j in done}
    bulk.update(
        Lead,
        columns,
        [(j.lead_id, j.source_lead_id, Pool.ATTACHED, j.owner_id, State.ATTACHED, "", since[j.lead_id]) for j in done],
    )
    bulk.update(Lead, ("own_pool",), [(j.lead_id, "") for j in done if held[j.lead_id][3]])
    reasons = {j.lead_id: {"code": "joined", "lead": j.source_lead_id} for j in done}
    moves = [(j.lead_id, str(Pool.ATTACHED), j.owner_id, reasons[j.lead_id], "") for j in done]
    _write_moves(workspace_id, held, moves, at=at, by=by)
    return done


def part_leads(workspace_id: int, places: Sequence[Place], *, at: datetime, by: int | None = None) -> list[Place]:
    """Make attached leads source leads again, each in its place; returns those that were attached."""
    held = _hold(workspace_id, (place.lead_id for place in places))
    done = [place for place in places if held.get(place.lead_id, ("",))[0] == Pool.ATTACHED]
    columns = ("source_lead_id", "pool", "owner_id", "state", "obtained", "owner_since")
    rows = [(p.lead_id, None, p.pool, p.owner_id, p.state, p.obtained, p.owner_since) for p in done]
    bulk.update(Lead, columns, rows)
    moves: Moves = [(p.lead_id, p.pool, p.owner_id, {"code": "parted"}, "") for p in done]
    _write_moves(workspace_id, held, moves, at=at, by=by)
    return done


def point_leads(pointers: Sequence[tuple[int, int]]) -> None:
    """Say which source lead attached leads belong to: (lead id, source lead id). They stay where they are."""
    bulk.update(Lead, ("source_lead_id",), pointers)


def set_people(pointers: Sequence[tuple[int, int]]) -> None:
    """Say whose leads are: (lead id, person id); where an undone merge leaves that to be said."""
    bulk.update(Lead, ("person_id",), pointers)


def set_milestones(rows: Sequence[tuple[int, datetime | None, datetime | None]]) -> None:
    """Set when leads became MQL and SQL: (lead id, mql_at, sql_at); what a merge brings and its undo takes back."""
    bulk.update(Lead, (Milestone.MQL.value, Milestone.SQL.value), rows)


def _hold(workspace_id: int, lead_ids: Iterable[int]) -> Held:
    columns = ("id", "pool", "owner_id", "state", "own_pool")
    rows = bulk.find(Lead, columns, workspace_id=workspace_id, key="id", among=lead_ids, lock=True)
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def hold_leads(workspace_id: int, lead_ids: Iterable[int]) -> dict[int, LeadRow]:
    """Leads as they are now, held until the transaction ends: what is decided of them holds when they are moved."""
    rows = bulk.find(Lead, LeadRow._fields, workspace_id=workspace_id, key="id", among=lead_ids, lock=True)
    return {row[0]: LeadRow(*row) for row in rows}


def grade_leads(workspace_id: int, grades: Sequence[tuple[int, str]]) -> None:
    """Set the grades of leads: (lead id, grade such as "B1")."""
    bulk.update(Lead, ("grade",), grades)


def set_state(workspace_id: int, lead_ids: Iterable[int], state: str) -> int:
    """Set how far the holder has come; returns how many leads changed."""
    return Lead.objects.of(workspace_id).filter(pk__in=list(lead_ids)).exclude(state=state).update(state=state)


def reach_milestones(workspace_id: int, milestone: Milestone, reached: Sequence[tuple[int, datetime]]) -> None:
    """Record when leads reached a milestone; the first time stands."""
    columns = ("id", milestone.value)
    known = bulk.find(Lead, columns, workspace_id=workspace_id, key="id", among=(lead_id for lead_id, _ in reached))
    open_ids = {lead_id for lead_id, at in known if at is None}
    first: dict[int, datetime] = {}
    for lead_id, at in reached:
        if lead_id in open_ids:
            first[lead_id] = min(at, first.get(lead_id, at))
    bulk.update(Lead, (milestone.value,), list(first.items()))


def set_won(workspace_id: int, amounts: Sequence[tuple[int, int]]) -> None:
    """Set what leads won: (lead id, minor units of the workspace's currency)."""
    bulk.update(Lead, ("won_minor",), amounts)


def set_paid(workspace_id: int, amounts: Sequence[tuple[int, int]]) -> None:
    """Set what came in for leads: (lead id, minor units of the workspace's currency)."""
    bulk.update(Lead, ("paid_minor",), amounts)
