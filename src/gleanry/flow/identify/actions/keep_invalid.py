"""Submissions nobody could be reached by become leads of the invalid pool: out of routing, never gone."""

from __future__ import annotations

from datetime import datetime

from gleanry.flow.clean.facts import Refused
from gleanry.flow.clean.queries import records_of
from gleanry.flow.identify.models import Match, MatchVerdict
from gleanry.kit import bulk, rulebook
from gleanry.leads.actions import open_leads, reserve_ids
from gleanry.leads.shapes import NewLead, Pool, State


def keep_invalid(workspace_id: int, fact: Refused, at: datetime) -> None:
    """Open a lead in the invalid pool for each refused record."""
    rules = rulebook.current(workspace_id, "identify")
    records = records_of(workspace_id, fact.submission_ids)
    ids = reserve_ids(len(records))
    leads = []
    for record in records:
        received_at = datetime.fromisoformat(record.fields["received_at"])
        first_contact = record.fields.get("first_contact_at")
        leads.append(
            NewLead(
                submission_id=record.submission_id,
                person_id=None,
                account_id=None,
                pool=Pool.INVALID,
                state=State.INVALID,
                received_at=received_at,
                first_contact_at=datetime.fromisoformat(first_contact) if first_contact else received_at,
                source=str(record.fields.get("source", ""))[:80],
                campaign=str(record.fields.get("campaign", ""))[:80],
            )
        )
    open_leads(workspace_id, ids, leads)
    bulk.insert(
        Match,
        ("id", "workspace_id", "verdict", "lead_id", "evidence", "rule", "action", "found", "rules_id"),
        [
            (record.submission_id, workspace_id, MatchVerdict.INVALID, lead_id, record.defects, "", "", [], rules.id)
            for record, lead_id in zip(records, ids, strict=True)
        ],
    )
