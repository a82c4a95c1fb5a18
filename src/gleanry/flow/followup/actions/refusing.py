"""A seller does not sign: the lead goes back by rule, and the one who signed it as MQL is told by the count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from gleanry.flow.followup.actions.deadlines import release, start
from gleanry.flow.followup.actions.gates import NO_ANSWERS, Answers, sign_refused
from gleanry.flow.followup.actions.places import held, place_all
from gleanry.flow.followup.facts import Invalidated, Returned
from gleanry.flow.followup.models import Outcome
from gleanry.flow.followup.queries.gates import refusals_of
from gleanry.flow.followup.rules import awaits_sql, refusal_for
from gleanry.flow.followup.rules.gates import INVALID, SIGNER
from gleanry.flow.followup.shapes import Refusing, SignRow
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import place_leads
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import LeadRow, Obtained, Placement, Pool, State
from gleanry.tenants.queries import list_members
from gleanry.tenants.shapes import Viewer


def refuse_leads(
    viewer: Viewer, lead_ids: Iterable[int], reason: str, at: datetime, answers: Answers = NO_ANSWERS
) -> tuple[int, ...]:
    """Refuse MQLs as SQL, for one of the reasons of the rule book `gates`. Returns the leads that went.

    The reason says where they go: back to who signed them (to nurture, if that one is gone or is the refuser), to
    nurture, or invalid. Raises Refusal `reason_missing` for a reason the book does not have.
    """
    why = refusal_for(reason, refusals_of(viewer.workspace_id))
    if why is None:
        raise Refusal("reason_missing")
    with transaction.atomic():
        leads = [lead for lead in held(viewer, lead_ids, "leads.accept") if awaits_sql(lead)]
        judged = sign_refused(viewer, leads, reason, at, answers)
        release(viewer.workspace_id, (lead.id for lead in leads), Outcome.MET, at)
        back = _signers(viewer, leads, judged) if why.to == SIGNER else {}
        moved = _to_signers(viewer, back, why, at)
        rest = [lead for lead in leads if lead.id not in back]
        moved += _invalid(viewer, rest, why, at) if why.to == INVALID else _to_nurture(viewer, rest, why, at)
    return moved


def _signers(viewer: Viewer, leads: Sequence[LeadRow], judged: Mapping[int, SignRow]) -> dict[int, int]:
    """Lead id -> who signed it, where that one is still at work and is not the one who refuses."""
    if not leads:
        return {}
    active = {member.pk for member in list_members(viewer.workspace_id)} - {viewer.member_id}
    signed = {lead.id: judged[lead.id].member_id for lead in leads if lead.id in judged}
    return {lead_id: member for lead_id, member in signed.items() if member in active}


def _to_signers(viewer: Viewer, back: Mapping[int, int], why: Refusing, at: datetime) -> tuple[int, ...]:
    placements = [
        Placement(lead_id, Pool.SDR, member, State.PENDING, Obtained.ASSIGNED, said(why))
        for lead_id, member in back.items()
    ]
    placed = place_leads(viewer.workspace_id, placements, at=at, by=viewer.member_id)
    ids = tuple(p.lead_id for p in placed)
    start(viewer.workspace_id, "owner_changed", list(leads_by_id(viewer.workspace_id, ids).values()), at)
    return ids


def _to_nurture(viewer: Viewer, leads: Sequence[LeadRow], why: Refusing, at: datetime) -> tuple[int, ...]:
    moved = place_all(viewer, leads, Pool.NURTURE, State.UNASSIGNED, said(why), at)
    ledger.announce(viewer.workspace_id, Returned(moved, (why.code,) * len(moved)), at=at, by=viewer.member_id)
    return moved


def _invalid(viewer: Viewer, leads: Sequence[LeadRow], why: Refusing, at: datetime) -> tuple[int, ...]:
    moved = place_all(viewer, leads, Pool.INVALID, State.INVALID, said(why), at)
    ledger.announce(viewer.workspace_id, Invalidated(moved, (why.code,) * len(moved)), at=at, by=viewer.member_id)
    return moved


def said(why: Refusing) -> dict[str, str]:
    """The reason as the move keeps it: in the words it was refused with, whatever the book says later."""
    return {"code": "refused", "reason": why.code, "zh": why.zh, "en": why.en}
