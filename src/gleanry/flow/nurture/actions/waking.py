"""Wake who stirs: a lead in nurture whose person comes again, does something strong, or whose grade rises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gleanry.flow.identify.facts import Attached, TouchesTaken
from gleanry.flow.nurture.actions.staying import end_stays
from gleanry.flow.nurture.facts import Reawakened
from gleanry.flow.nurture.models import Enrolment
from gleanry.flow.nurture.queries.books import book_of
from gleanry.flow.score.facts import Graded
from gleanry.kit import bulk, ledger
from gleanry.leads.actions import place_leads
from gleanry.leads.queries import leads_by_id, leads_by_person
from gleanry.leads.shapes import Placement, Pool, State


def wake_leads(workspace_id: int, fact: Attached, at: datetime) -> None:
    """Somebody in nurture came again: end the stay and send the source lead to be scored and routed anew."""
    leads = leads_by_id(workspace_id, dict.fromkeys(fact.source_lead_ids))
    _wake(workspace_id, [lead.id for lead in leads.values() if lead.pool == Pool.NURTURE], "came_again", at)


def wake_touched(workspace_id: int, fact: TouchesTaken, at: datetime) -> None:
    """Somebody in nurture did what the plans' book calls strong: their leads wake."""
    kinds = book_of(workspace_id)[0].wake_kinds
    stirring = [i for i, kind in zip(fact.person_ids, fact.kinds, strict=True) if kind in kinds]
    if stirring:
        leads = [lead for own in leads_by_person(workspace_id, stirring).values() for lead in own]
        nurtured = dict.fromkeys(lead.id for lead in leads if lead.pool == Pool.NURTURE)
        _wake(workspace_id, list(nurtured), "touched", at)


def wake_graded(workspace_id: int, fact: Graded, at: datetime) -> None:
    """Leads in nurture whose band rose since they came there, into one that wakes: they wake."""
    bands = book_of(workspace_id)[0].wake_bands
    risen = {i: grade for i, grade in zip(fact.lead_ids, fact.grades, strict=True) if grade[1:] in bands}
    if not risen:
        return
    stays = bulk.find(
        Enrolment, ("lead_id", "grade"), workspace_id=workspace_id, key="lead_id", among=risen,
        where="t.ended_at IS NULL",
    )  # fmt: skip
    rose = {lead_id for lead_id, before in stays if before and risen[lead_id][1:] < before[1:]}
    leads = leads_by_id(workspace_id, rose)
    _wake(workspace_id, [lead.id for lead in leads.values() if lead.pool == Pool.NURTURE], "grade_rose", at)


def _wake(workspace_id: int, lead_ids: Iterable[int], why: str, at: datetime) -> None:
    placed = place_leads(
        workspace_id,
        [Placement(i, Pool.INTAKE, None, State.UNASSIGNED, reason={"code": "reawakened"}) for i in lead_ids],
        at=at,
    )
    woken = tuple(p.lead_id for p in placed)
    end_stays(workspace_id, woken, why, at)
    ledger.announce(workspace_id, Reawakened(woken), at=at)
