"""Decisions of holders: MQL, SQL, refused, back to nurture, invalid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gleanry.flow.followup.actions.deadlines import release
from gleanry.flow.followup.actions.gates import NO_ANSWERS, Answers, sign_passed, sign_refused
from gleanry.flow.followup.actions.places import held, place_all
from gleanry.flow.followup.facts import Accepted, Invalidated, Qualified, Returned
from gleanry.flow.followup.models import Outcome
from gleanry.flow.followup.rules import awaits_sql
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import reach_milestones
from gleanry.leads.shapes import LeadRow, Milestone, Pool, State
from gleanry.tenants.shapes import Viewer


def qualify_leads(
    viewer: Viewer, lead_ids: Iterable[int], at: datetime, answers: Answers = NO_ANSWERS
) -> tuple[int, ...]:
    """Find leads to be MQL: the gate is signed, the milestone is reached, and a seller is looked for.

    Returns the leads that were. Raises GateShut where the answers of one do not pass; a lead that was refused and came
    back is signed anew.
    """
    with transaction.atomic():
        leads = held(viewer, lead_ids, "leads.qualify", owned=True)
        fresh = [lead for lead in leads if lead.mql_at is None or (lead.pool == Pool.SDR and lead.sql_at is None)]
        sign_passed(viewer, "mql", fresh, answers, at)
        ids = [lead.id for lead in fresh]
        release(viewer.workspace_id, ids, Outcome.MET, at)
        reach_milestones(viewer.workspace_id, Milestone.MQL, [(lead_id, at) for lead_id in ids])
        ledger.announce(viewer.workspace_id, Qualified(tuple(ids)), at=at, by=viewer.member_id)
    return tuple(ids)


def accept_leads(
    viewer: Viewer, lead_ids: Iterable[int], at: datetime, answers: Answers = NO_ANSWERS
) -> tuple[int, ...]:
    """Accept leads as SQL: the gate is signed, the milestone is reached, and an opportunity is opened for each.

    Raises GateShut where the answers of one do not pass.
    """
    with transaction.atomic():
        leads = held(viewer, lead_ids, "leads.accept", owned=True)
        fresh = [lead for lead in leads if lead.sql_at is None]
        sign_passed(viewer, "sql", fresh, answers, at)
        ids = [lead.id for lead in fresh]
        release(viewer.workspace_id, ids, Outcome.MET, at, converted=True)
        reach_milestones(viewer.workspace_id, Milestone.MQL, [(lead_id, at) for lead_id in ids])
        reach_milestones(viewer.workspace_id, Milestone.SQL, [(lead_id, at) for lead_id in ids])
        ledger.announce(viewer.workspace_id, Accepted(tuple(ids)), at=at, by=viewer.member_id)
    return tuple(ids)


def return_leads(viewer: Viewer, lead_ids: Iterable[int], reason: str, at: datetime) -> tuple[int, ...]:
    """Give leads back to nurture. A reason is required. Returns the leads that went.

    An MQL that its seller gives back was refused as SQL: that is counted against the one who signed it.
    """
    if not reason:
        raise Refusal("reason_missing")
    with transaction.atomic():
        leads = held(viewer, lead_ids, "leads.follow")
        _refused(viewer, leads, reason, at)
        release(viewer.workspace_id, (lead.id for lead in leads), Outcome.MET, at)
        moved = place_all(viewer, leads, Pool.NURTURE, State.UNASSIGNED, {"code": "returned", "reason": reason}, at)
        ledger.announce(viewer.workspace_id, Returned(moved, (reason,) * len(moved)), at=at, by=viewer.member_id)
    return moved


def invalidate_leads(viewer: Viewer, lead_ids: Iterable[int], reason: str, at: datetime) -> tuple[int, ...]:
    """Put leads into the invalid pool, where they are kept with their reason. Returns the leads that went."""
    if not reason:
        raise Refusal("reason_missing")
    with transaction.atomic():
        leads = held(viewer, lead_ids, "leads.follow")
        _refused(viewer, leads, reason, at)
        release(viewer.workspace_id, (lead.id for lead in leads), Outcome.MET, at)
        moved = place_all(viewer, leads, Pool.INVALID, State.INVALID, {"code": "invalid", "reason": reason}, at)
        ledger.announce(viewer.workspace_id, Invalidated(moved, (reason,) * len(moved)), at=at, by=viewer.member_id)
    return moved


def _refused(viewer: Viewer, leads: list[LeadRow], reason: str, at: datetime) -> None:
    sign_refused(viewer, [lead for lead in leads if awaits_sql(lead)], reason, at)
