"""A lead that had been attached to another stands for itself again: its clock goes on where it stopped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gleanry.flow.followup.actions.deadlines import start
from gleanry.flow.followup.models import Deadline, Outcome
from gleanry.flow.followup.rules import due_after_rest, read_promises
from gleanry.flow.identify.facts import LeadsParted
from gleanry.kit import bulk, rulebook
from gleanry.leads.queries import leads_by_id
from gleanry.tenants.queries import working_times

COLUMNS = ("id", "lead_id", "owner_id", "kind", "started_at", "due_at", "ended_at", "rules_id")


def resume_deadlines(workspace_id: int, fact: LeadsParted, at: datetime) -> None:
    """Give parted leads the rest of the time they had when they were attached; a new holder's clock starts anew."""
    leads = leads_by_id(workspace_id, fact.lead_ids)
    stopped = _stopped(workspace_id, fact)
    times = working_times(workspace_id, {lead.owner_id for lead in leads.values()})
    rules = rulebook.current(workspace_id, "followup")
    plain = {promise.kind for promise in read_promises(rules.body, times.day) if not promise.working}
    rows, fresh = [], []
    for lead in leads.values():
        if lead.owner_id is None:
            continue
        found = stopped.get(lead.id)
        if found is None or found[0] != lead.owner_id:
            fresh.append(lead)
            continue
        owner_id, kind, started_at, due_at, ended_at, rules_id = found
        due = due_after_rest(due_at, ended_at, at, None if kind in plain else times.of(owner_id))
        rows.append((workspace_id, lead.id, owner_id, kind, started_at, due, Outcome.OPEN, rules_id))
    columns = ("workspace_id", "lead_id", "owner_id", "kind", "started_at", "due_at", "outcome", "rules_id")
    bulk.insert(Deadline, columns, rows)
    start(workspace_id, "owner_changed", fresh, at)


Stopped = tuple[int, str, datetime, datetime, datetime, int]


def _stopped(workspace_id: int, fact: LeadsParted) -> Mapping[int, Stopped]:
    """Lead id -> the deadline that ran when it was attached and was released by that."""
    joined = {i: datetime.fromisoformat(text) for i, text in zip(fact.lead_ids, fact.joined_at, strict=True)}
    found = {}
    for _, lead_id, owner_id, kind, started_at, due_at, ended_at, rules_id in bulk.find(
        Deadline, COLUMNS, workspace_id=workspace_id, key="lead_id", among=joined, where="t.outcome = 'released'"
    ):
        if ended_at == joined[lead_id]:
            found[lead_id] = (owner_id, kind, started_at, due_at, ended_at, rules_id)
    return found
