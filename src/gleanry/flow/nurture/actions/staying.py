"""Stays in nurture: begun when a lead is given back, ended when it wakes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gleanry.flow.followup.facts import Returned
from gleanry.flow.nurture.models import Enrolment
from gleanry.kit import bulk
from gleanry.leads.queries import leads_by_id


def enrol_leads(workspace_id: int, fact: Returned, at: datetime) -> None:
    """Begin a stay in nurture for each lead given back."""
    leads = leads_by_id(workspace_id, fact.lead_ids)
    grades = {lead_id: lead.grade for lead_id, lead in leads.items()}
    bulk.insert(
        Enrolment,
        ("workspace_id", "lead_id", "reason", "since", "ended_by_id", "grade"),
        [
            (workspace_id, lead_id, reason[:40], at, "", grades.get(lead_id, ""))
            for lead_id, reason in zip(fact.lead_ids, fact.reasons, strict=True)
        ],
    )


def end_stays(workspace_id: int, lead_ids: Iterable[int], why: str, at: datetime) -> None:
    """End the open stays of leads."""
    stays = bulk.find(
        Enrolment, ("id",), workspace_id=workspace_id, key="lead_id", among=lead_ids, where="t.ended_at IS NULL"
    )
    bulk.update(Enrolment, ("ended_at", "ended_by_id"), [(row[0], at, why) for row in stays])
