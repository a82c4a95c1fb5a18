"""Enrol what was given back; wake what stirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gleanry.flow.followup.facts import Returned
from gleanry.flow.identify.facts import Attached
from gleanry.flow.nurture.facts import Reawakened, Rested
from gleanry.flow.nurture.models import Enrolment
from gleanry.kit import bulk, ledger
from gleanry.leads.actions import place_leads
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import Placement, Pool, State


def enrol_leads(workspace_id: int, fact: Returned, at: datetime) -> None:
    """Begin a stay in nurture for each lead given back."""
    bulk.insert(
        Enrolment,
        ("workspace_id", "lead_id", "reason", "since", "ended_by_id"),
        [
            (workspace_id, lead_id, reason[:40], at, "")
            for lead_id, reason in zip(fact.lead_ids, fact.reasons, strict=True)
        ],
    )


def rest_leads(workspace_id: int, placed: Sequence[Placement], why: str, at: datetime) -> None:
    """End the stays of leads that were moved, and begin one for each that came to rest in the nurture pool."""
    where = "t.ended_at IS NULL"
    moved = [p.lead_id for p in placed]
    stays = bulk.find(Enrolment, ("id",), workspace_id=workspace_id, key="lead_id", among=moved, where=where)
    bulk.update(Enrolment, ("ended_at", "ended_by_id"), [(row[0], at, why) for row in stays])
    resting = [p for p in placed if p.pool == Pool.NURTURE]
    columns = ("workspace_id", "lead_id", "reason", "since", "ended_by_id")
    rows = [(workspace_id, p.lead_id, f"{why}_{p.reason.get('rule', '')}"[:40], at, "") for p in resting]
    bulk.insert(Enrolment, columns, rows)
    ledger.announce(workspace_id, Rested(tuple(p.lead_id for p in resting)), at=at)


def wake_leads(workspace_id: int, fact: Attached, at: datetime) -> None:
    """Somebody in nurture came again: end the stay and send the source lead to be scored and routed anew."""
    leads = leads_by_id(workspace_id, dict.fromkeys(fact.source_lead_ids))
    stirring = [lead.id for lead in leads.values() if lead.pool == Pool.NURTURE]
    placed = place_leads(
        workspace_id,
        [Placement(i, Pool.INTAKE, None, State.UNASSIGNED, reason={"code": "reawakened"}) for i in stirring],
        at=at,
    )
    woken = tuple(p.lead_id for p in placed)
    stays = bulk.find(
        Enrolment, ("id",), workspace_id=workspace_id, key="lead_id", among=woken, where="t.ended_at IS NULL"
    )
    bulk.update(Enrolment, ("ended_at", "ended_by_id"), [(row[0], at, "came_again") for row in stays])
    ledger.announce(workspace_id, Reawakened(woken), at=at)
