"""Deadline rules tried on the past: had they been in force, what would have been met and what missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from gleanry.flow.followup.models import FollowUp
from gleanry.flow.followup.queries.cases import cases_of
from gleanry.flow.followup.rules import read_promises
from gleanry.flow.followup.rules.rehearsal import Played, outcomes_of
from gleanry.flow.followup.shapes import Rehearsal
from gleanry.kit import bulk
from gleanry.leads.queries import leads_by_id, list_tenures
from gleanry.leads.shapes import LeadRow, Tenure
from gleanry.tenants.queries import working_times

BACK = timedelta(days=90)
MOST = 20_000
DECIDED = frozenset({"returned", "invalid"})


def rehearse_promises(
    workspace_id: int, bodies: Sequence[Mapping[str, Any]], at: datetime, *, back: timedelta = BACK, limit: int = MOST
) -> tuple[int, list[list[Rehearsal]]]:
    """How many owner changes were looked at (the newest), and for each body what it would have come to.

    Working times and grades are those of today. The statements do not grow with what is looked at.
    """
    tenures = list_tenures(workspace_id, at - back, limit=limit)
    leads = leads_by_id(workspace_id, {tenure.lead_id for tenure in tenures})
    times = working_times(workspace_id, {tenure.owner_id for tenure in tenures})
    contacts: dict[int, list[datetime]] = {}
    columns, where = ("lead_id", "at"), "t.counted = 'contact' OR (t.counted = '' AND t.kind <> 'note')"
    for lead_id, moment in bulk.find(
        FollowUp, columns, workspace_id=workspace_id, key="lead_id", among=leads, where=where
    ):
        contacts.setdefault(lead_id, []).append(moment)
    found = []
    for body in bodies:
        promises = read_promises(body, times.day)
        cases = cases_of(workspace_id, list(leads.values()), promises)
        counts: dict[tuple[int, str], Counter[str]] = {}
        for tenure in tenures:
            if lead := leads.get(tenure.lead_id):
                case = cases[lead.id]._replace(pool=tenure.pool)
                played = _played(tenure, lead, case, tuple(contacts.get(lead.id, ())))
                for kind, outcome in outcomes_of(played, promises, times.of(tenure.owner_id), at):
                    counts.setdefault((tenure.owner_id, kind), Counter())[outcome] += 1
        found.append([_told(owner_id, kind, counts[owner_id, kind]) for owner_id, kind in sorted(counts)])
    return len(tenures), found


def _played(tenure: Tenure, lead: LeadRow, case: Any, contacts: tuple[datetime, ...]) -> Played:
    gave_back = tenure.until if tenure.ended_by in DECIDED else None
    decided = [moment for moment in (gave_back, lead.mql_at, lead.sql_at) if moment and moment >= tenure.since]
    return Played(case, tenure.since, lead.received_at, tenure.until, min(decided, default=None), lead.sql_at, contacts)


def _told(owner_id: int, kind: str, counts: Counter[str]) -> Rehearsal:
    return Rehearsal(owner_id, kind, counts["met"], counts["missed"], counts["released"], counts["running"])
