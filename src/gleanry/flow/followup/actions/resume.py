"""A lead that had been attached to another stands for itself again: its clocks go on where they stopped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gleanry.flow.followup.actions.clocks import Clock, insert_clocks
from gleanry.flow.followup.actions.deadlines import start
from gleanry.flow.followup.actions.rules_behind import RulesBehind
from gleanry.flow.followup.models import Deadline
from gleanry.flow.followup.rules import due_with, left_of, next_reminder
from gleanry.flow.followup.shapes import RunningClock
from gleanry.flow.identify.facts import LeadsParted
from gleanry.kit import bulk
from gleanry.leads.queries import leads_by_id
from gleanry.tenants.queries import working_times

CLOCK = tuple(RunningClock.__dataclass_fields__)


def resume_deadlines(workspace_id: int, fact: LeadsParted, at: datetime) -> None:
    """Give parted leads the rest of the time they had when they were attached; a new holder's clock starts anew."""
    leads = leads_by_id(workspace_id, fact.lead_ids)
    stopped = _stopped(workspace_id, fact)
    times = working_times(workspace_id, {lead.owner_id for lead in leads.values()})
    every = [clock for clocks in stopped.values() for clock, _ in clocks]
    rules = RulesBehind.of(workspace_id, {clock.rules_id for clock in every}, times.day)
    rows: dict[int, list[tuple[int, int, Clock]]] = {}
    fresh = []
    for lead in leads.values():
        if lead.owner_id is None:
            continue
        theirs = [found for found in stopped.get(lead.id, ()) if found[0].owner_id == lead.owner_id]
        if not theirs:
            fresh.append(lead)
        for clock, ended_at in theirs:
            promise, calendar = rules.promise(clock), times.of(clock.owner_id)
            if promise is not None:
                left = left_of(clock.due_at, clock.paused_at or ended_at, promise, calendar)
                due_at = due_with(left, at, promise, calendar)
                number, comes = next_reminder(promise, clock.started_at, due_at, at, calendar, first=clock.reminded)
                goes_on = Clock(promise, clock.started_at, due_at, comes, number, left, runs_from=at)
                rows.setdefault(clock.rules_id, []).append((lead.id, clock.owner_id, goes_on))
    for rules_id, clocks in rows.items():
        insert_clocks(workspace_id, rules_id, clocks)
    start(workspace_id, "owner_changed", fresh, at)


def _stopped(workspace_id: int, fact: LeadsParted) -> Mapping[int, list[tuple[RunningClock, datetime]]]:
    """Lead id -> the deadlines that ran when it was attached and were released by that."""
    joined = {i: datetime.fromisoformat(text) for i, text in zip(fact.lead_ids, fact.joined_at, strict=True)}
    found: dict[int, list[tuple[RunningClock, datetime]]] = {}
    columns, where = (*CLOCK, "ended_at"), "t.outcome = 'released'"
    for values in bulk.find(Deadline, columns, workspace_id=workspace_id, key="lead_id", among=joined, where=where):
        clock, ended_at = RunningClock(*values[:-1]), values[-1]
        if ended_at == joined[clock.lead_id]:
            found.setdefault(clock.lead_id, []).append((clock, ended_at))
    return found
