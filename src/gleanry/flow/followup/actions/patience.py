"""Leads whom nobody reaches are given up for now: after so many attempts, by rule, to nurture."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gleanry.flow.followup.actions.deadlines import release
from gleanry.flow.followup.actions.gates import sign_refused
from gleanry.flow.followup.actions.places import place_all
from gleanry.flow.followup.facts import Returned
from gleanry.flow.followup.models import FollowUp, Outcome
from gleanry.flow.followup.rules import awaits_sql, is_given_up
from gleanry.flow.followup.rules.contacts import CONTACT
from gleanry.flow.followup.shapes import Patience
from gleanry.kit import bulk, ledger
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import LeadRow, Pool, State
from gleanry.tenants.shapes import Viewer

WORKED = (Pool.SDR, Pool.SALES, Pool.PARTNER)


def give_up(viewer: Viewer, lead_ids: Iterable[int], patience: Patience | None, at: datetime) -> tuple[int, ...]:
    """Put leads that their holder tried often enough without a contact into nurture. Returns those that went."""
    wanted = list(dict.fromkeys(lead_ids))
    if patience is None or not wanted:
        return ()
    leads = [
        lead for lead in leads_by_id(viewer.workspace_id, wanted).values() if lead.owner_id and lead.pool in WORKED
    ]
    gone = _tried_enough(viewer.workspace_id, leads, patience)
    if not gone:
        return ()
    sign_refused(viewer, [lead for lead in gone if awaits_sql(lead)], patience.reason, at)
    release(viewer.workspace_id, (lead.id for lead in gone), Outcome.MET, at)
    why = {"code": "given_up", "reason": patience.reason, "attempts": patience.number}
    moved = place_all(viewer, gone, Pool.NURTURE, State.UNASSIGNED, why, at)
    ledger.announce(viewer.workspace_id, Returned(moved, (patience.reason,) * len(moved)), at=at, by=viewer.member_id)
    return moved


def _tried_enough(workspace_id: int, leads: list[LeadRow], patience: Patience) -> list[LeadRow]:
    """Those without any contact since their holder has them; one statement."""
    since = {lead.id: lead.owner_since for lead in leads}
    attempts: dict[int, list[datetime]] = {lead.id: [] for lead in leads}
    reached: set[int] = set()
    for lead_id, counted, at in bulk.find(
        FollowUp,
        ("lead_id", "counted", "at"),
        workspace_id=workspace_id,
        key="lead_id",
        among=since,
        where="t.counted IN ('contact', 'attempt')",
    ):
        began = since[lead_id]
        if began is not None and at < began:
            continue
        if counted == CONTACT:
            reached.add(lead_id)
        attempts[lead_id].append(at)
    return [lead for lead in leads if lead.id not in reached and is_given_up(attempts[lead.id], patience)]
