"""A deadline passed: it is marked, and its violation written with the evidence of that moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from gleanry.flow.followup.actions.evidence import Evidence, gather
from gleanry.flow.followup.actions.rules_behind import RulesBehind
from gleanry.flow.followup.facts import Breached
from gleanry.flow.followup.models import Deadline, Outcome, Violation
from gleanry.flow.followup.rules import escalation_at
from gleanry.flow.followup.shapes import Missed
from gleanry.kit import bulk, ledger
from gleanry.tenants.queries import list_members, working_times

FOUND_LATE = timedelta(minutes=15)
"""A violation found this long after it passed says so: the scheduler was not running."""

COLUMNS = (
    "workspace_id", "deadline_id", "lead_id", "owner_id", "kind", "due_at", "found_at", "late", "evidence",
    "rules_id", "row", "then", "team_id", "escalate_at",
)  # fmt: skip


def miss(workspace_id: int, deadline_ids: Sequence[int], at: datetime) -> list[Missed]:
    """Mark deadlines as missed, with evidence. The caller holds them and knows that they passed."""
    if not deadline_ids:
        return []
    columns = tuple(Missed.__dataclass_fields__)
    found = bulk.find(Deadline, columns, workspace_id=workspace_id, key="id", among=deadline_ids)
    missed = [Missed(*values) for values in found]
    bulk.update(Deadline, ("outcome", "ended_at"), [(row.id, Outcome.MISSED, at) for row in missed])
    times = working_times(workspace_id, {row.owner_id for row in missed})
    rules = RulesBehind.of(workspace_id, {row.rules_id for row in missed}, times.day)
    teams = {member.pk: member.team_id for member in list_members(workspace_id)}
    evidence = gather(workspace_id, missed, rules, times)
    written = [_violation(workspace_id, row, at, rules, evidence) for row in missed]
    for values, row in zip(written, missed, strict=True):
        values[-2:] = [teams.get(row.owner_id), _escalation(row, rules, times)]
    bulk.insert(Violation, COLUMNS, written)
    fact = Breached(
        tuple(row.id for row in missed), tuple(row.lead_id for row in missed), tuple(values[11] for values in written)
    )
    ledger.announce(workspace_id, fact, at=at)
    return missed


def _violation(workspace_id: int, row: Missed, at: datetime, rules: RulesBehind, evidence: Evidence) -> list[Any]:
    promise = rules.promise(row)
    return [
        workspace_id,
        row.id,
        row.lead_id,
        row.owner_id,
        row.kind,
        row.due_at,
        at,
        at - row.due_at > FOUND_LATE,
        evidence.of(row),
        row.rules_id,
        promise.row if promise else None,
        promise.then if promise else "",
        None,
        None,
    ]


def _escalation(row: Missed, rules: RulesBehind, times: Any) -> datetime | None:
    promise = rules.promise(row)
    return escalation_at(promise, 0, row.due_at, times.of(row.owner_id)) if promise and promise.escalate else None
