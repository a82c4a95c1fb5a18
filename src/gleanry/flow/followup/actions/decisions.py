"""Decisions of holders: MQL, SQL, back to nurture, invalid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from gleanry.flow.followup.actions.deadlines import release
from gleanry.flow.followup.facts import Accepted, Invalidated, Qualified, Returned
from gleanry.flow.followup.models import Outcome
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import place_leads, reach_milestones
from gleanry.leads.queries import among_visible, leads_by_id
from gleanry.leads.shapes import LeadRow, Milestone, Placement, Pool, State
from gleanry.tenants.shapes import Viewer


def qualify_leads(viewer: Viewer, lead_ids: Iterable[int], at: datetime) -> tuple[int, ...]:
    """Find leads to be MQL: the milestone is reached, and a seller is looked for. Returns the leads that were."""
    with transaction.atomic():
        leads = _held(viewer, lead_ids, "leads.qualify")
        fresh = [lead.id for lead in leads if lead.mql_at is None]
        release(viewer.workspace_id, fresh, Outcome.MET, at)
        reach_milestones(viewer.workspace_id, Milestone.MQL, [(lead_id, at) for lead_id in fresh])
        ledger.announce(viewer.workspace_id, Qualified(tuple(fresh)), at=at, by=viewer.member_id)
    return tuple(fresh)


def accept_leads(viewer: Viewer, lead_ids: Iterable[int], at: datetime) -> tuple[int, ...]:
    """Accept leads as SQL: the milestone is reached, and an opportunity is opened for each."""
    with transaction.atomic():
        leads = _held(viewer, lead_ids, "leads.accept")
        fresh = [lead.id for lead in leads if lead.sql_at is None]
        release(viewer.workspace_id, fresh, Outcome.MET, at, converted=True)
        reach_milestones(viewer.workspace_id, Milestone.MQL, [(lead_id, at) for lead_id in fresh])
        reach_milestones(viewer.workspace_id, Milestone.SQL, [(lead_id, at) for lead_id in fresh])
        ledger.announce(viewer.workspace_id, Accepted(tuple(fresh)), at=at, by=viewer.member_id)
    return tuple(fresh)


def return_leads(viewer: Viewer, lead_ids: Iterable[int], reason: str, at: datetime) -> tuple[int, ...]:
    """Give leads back to nurture. A reason is required. Returns the leads that went."""
    if not reason:
        raise Refusal("reason_missing")
    with transaction.atomic():
        leads = _held(viewer, lead_ids, "leads.follow")
        release(viewer.workspace_id, (lead.id for lead in leads), Outcome.MET, at)
        moved = _place(viewer, leads, Pool.NURTURE, State.UNASSIGNED, {"code": "returned", "reason": reason}, at)
        ledger.announce(viewer.workspace_id, Returned(moved, (reason,) * len(moved)), at=at, by=viewer.member_id)
    return moved


def invalidate_leads(viewer: Viewer, lead_ids: Iterable[int], reason: str, at: datetime) -> tuple[int, ...]:
    """Put leads into the invalid pool, where they are kept with their reason. Returns the leads that went."""
    if not reason:
        raise Refusal("reason_missing")
    with transaction.atomic():
        leads = _held(viewer, lead_ids, "leads.follow")
        release(viewer.workspace_id, (lead.id for lead in leads), Outcome.MET, at)
        moved = _place(viewer, leads, Pool.INVALID, State.INVALID, {"code": "invalid", "reason": reason}, at)
        ledger.announce(viewer.workspace_id, Invalidated(moved, (reason,) * len(moved)), at=at, by=viewer.member_id)
    return moved


def _held(viewer: Viewer, lead_ids: Iterable[int], permission: str) -> list[LeadRow]:
    """The leads among those given that the viewer sees and that are still to be decided."""
    if not viewer.may(permission):
        raise Refusal("forbidden", permission=permission)
    leads = leads_by_id(viewer.workspace_id, among_visible(viewer, lead_ids))
    closed = (Pool.CONVERTED, Pool.ATTACHED)
    return [lead for lead in leads.values() if lead.pool not in closed]


def _place(
    viewer: Viewer, leads: Sequence[LeadRow], pool: Pool, state: State, reason: dict[str, str], at: datetime
) -> tuple[int, ...]:
    placements = [Placement(lead.id, pool, None, state, reason=reason) for lead in leads]
    placed = place_leads(viewer.workspace_id, placements, at=at, by=viewer.member_id)
    return tuple(p.lead_id for p in placed)
