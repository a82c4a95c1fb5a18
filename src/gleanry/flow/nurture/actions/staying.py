"""Stays in nurture: begun when a lead is given back, ended when it wakes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from gleanry.flow.followup.facts import Returned
from gleanry.flow.nurture.facts import Rested
from gleanry.flow.nurture.models import Enrolment
from gleanry.kit import bulk, ledger
from gleanry.leads.facts import Moved
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import Placement, Pool


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


def rest_leads(workspace_id: int, placed: Sequence[Placement], why: str, at: datetime) -> None:
    """End the stays of leads that were moved, and begin one for each that came to rest in the nurture pool."""
    end_stays(workspace_id, [p.lead_id for p in placed], why, at)
    resting = [p for p in placed if p.pool == Pool.NURTURE]
    leads = leads_by_id(workspace_id, [p.lead_id for p in resting])
    rows = [
        (workspace_id, p.lead_id, f"{why}_{p.reason.get('rule', '')}"[:40], at, "", leads[p.lead_id].grade)
        for p in resting
    ]
    bulk.insert(Enrolment, ("workspace_id", "lead_id", "reason", "since", "ended_by_id", "grade"), rows)
    ledger.announce(workspace_id, Rested(tuple(p.lead_id for p in resting)), at=at)


def rest_routed(workspace_id: int, fact: Moved, at: datetime) -> None:
    """Begin a stay for leads that routing left in the nurture pool: nobody had to return them."""
    columns = zip(fact.lead_ids, fact.pools, fact.reasons, strict=True)
    resting = [lead_id for lead_id, pool, reason in columns if pool == Pool.NURTURE and reason == "routed"]
    leads = leads_by_id(workspace_id, resting)
    rows = [(workspace_id, lead_id, "routed", at, "", lead.grade) for lead_id, lead in leads.items()]
    bulk.insert(Enrolment, ("workspace_id", "lead_id", "reason", "since", "ended_by_id", "grade"), rows)
    ledger.announce(workspace_id, Rested(tuple(leads)), at=at)


def end_stays(workspace_id: int, lead_ids: Iterable[int], why: str, at: datetime) -> None:
    """End the open stays of leads."""
    stays = bulk.find(
        Enrolment, ("id",), workspace_id=workspace_id, key="lead_id", among=lead_ids, where="t.ended_at IS NULL"
    )
    bulk.update(Enrolment, ("ended_at", "ended_by_id"), [(row[0], at, why) for row in stays])
