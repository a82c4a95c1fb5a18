"""Leads given to people by people: assigned by a manager, handed over by who held them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gleanry.flow.identify.facts import HandedOver
from gleanry.flow.route.actions.taken import ASSIGNED, CLAIMED, count_taken
from gleanry.flow.route.facts import Routed
from gleanry.flow.route.queries import taken_on
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import hold_leads, place_leads
from gleanry.leads.queries import among_visible, held_by, pool_book
from gleanry.leads.shapes import HANDING, Caps, Obtained, Placement, Pool, State
from gleanry.tenants.queries import list_members, working_times
from gleanry.tenants.shapes import Viewer

CLOSED = (Pool.CONVERTED, Pool.ATTACHED)
"""A deal goes on instead, or the source lead."""


def assign_leads(
    viewer: Viewer, lead_ids: Iterable[int], owner_id: int, at: datetime, *, override: str = ""
) -> tuple[int, ...]:
    """Give leads one sees to a member. Returns the leads that changed hands.

    Raises Refusal `assign_cap` or `holding_cap` where it would be more than the member may be given today or hold;
    with the reason `override`, which is kept with each move, the caps are passed.
    """
    if not viewer.may("leads.assign"):
        raise Refusal("forbidden", permission="leads.assign")
    workspace_id = viewer.workspace_id
    member = next((m for m in list_members(workspace_id) if m.pk == owner_id), None)
    if member is None:
        raise Refusal("no_such_member", member=owner_id)
    pool = Pool.SDR if "sdr" in member.roles else Pool.SALES
    reason = {"code": "assigned", "override": override[:200]} if override else {"code": "assigned"}
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, HANDING)
        leads = hold_leads(workspace_id, among_visible(viewer, lead_ids))
        given = [lead for lead in leads.values() if lead.owner_id != owner_id and lead.pool not in CLOSED]
        day = _day(workspace_id, owner_id, at)
        if not override:
            caps = pool_book(workspace_id).caps_for(pool, member.roles)
            _check_caps(workspace_id, caps, owner_id, day, {"owner": member.name, "asked": len(given)})
        placements = [
            Placement(lead.id, pool, owner_id, State.PENDING, Obtained.ASSIGNED, dict(reason)) for lead in given
        ]
        moved = tuple(p.lead_id for p in place_leads(workspace_id, placements, at=at, by=viewer.member_id))
        count_taken(workspace_id, ASSIGNED, [(owner_id, day)] * len(moved))
        ledger.announce(workspace_id, Routed(moved, (owner_id,) * len(moved)), at=at, by=viewer.member_id)
    return moved


def _day(workspace_id: int, member_id: int, at: datetime) -> date:
    return at.astimezone(working_times(workspace_id, [member_id]).of(member_id).zone).date()


def _check_caps(workspace_id: int, caps: Caps, member_id: int, day: date, said: dict[str, Any]) -> None:
    """Refuse what would be more than a member may be given that day, or hold."""
    if caps.assign_per_day is not None:
        taken = taken_on(workspace_id, [member_id], day)
        today = sum(n for (_, how), n in taken.items() if how != CLAIMED)
        if today + said["asked"] > caps.assign_per_day:
            raise Refusal("assign_cap", count=today, cap=caps.assign_per_day, **said)
    if caps.hold_most is not None:
        held = held_by(workspace_id, [member_id]).get(member_id, 0)
        if held + said["asked"] > caps.hold_most:
            raise Refusal("member_holding_cap", count=held, cap=caps.hold_most, **said)


def hand_over(workspace_id: int, fact: HandedOver, at: datetime) -> None:
    """Place leads whose holders gave them to colleagues that asked: into the pool of the one who gets them."""
    bulk.lock_workspace(workspace_id, HANDING)
    members = {member.pk: member for member in list_members(workspace_id)}
    given = [(lead_id, to) for lead_id, to in zip(fact.lead_ids, fact.to_ids, strict=True) if to in members]
    placed = place_leads(
        workspace_id,
        [
            Placement(
                lead_id,
                Pool.SDR if "sdr" in members[to].roles else Pool.SALES,
                to,
                State.PENDING,
                Obtained.ASSIGNED,
                {"code": "handed_over"},
            )
            for lead_id, to in given
        ],
        at=at,
    )
    moved = [(p.lead_id, p.owner_id) for p in placed if p.owner_id is not None]
    times = working_times(workspace_id, {owner for _, owner in moved})
    count_taken(workspace_id, ASSIGNED, [(o, at.astimezone(times.of(o).zone).date()) for _, o in moved])
    ledger.announce(workspace_id, Routed(tuple(i for i, _ in moved), tuple(o for _, o in moved)), at=at)
