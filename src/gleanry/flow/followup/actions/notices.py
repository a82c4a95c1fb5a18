"""Reminders before a deadline and escalations after it: rows with somebody they are for, written once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from gleanry.flow.followup.actions.rules_behind import RulesBehind
from gleanry.flow.followup.facts import Dismissed, Escalated, Reminded
from gleanry.flow.followup.models import Deadline, Notice, Violation
from gleanry.flow.followup.rules import Colleague, escalation_at, next_reminder, recipients_for
from gleanry.flow.followup.shapes import Missed
from gleanry.kit import bulk, ledger
from gleanry.tenants.queries import list_members, working_times
from gleanry.tenants.shapes import Viewer

REMIND, ESCALATE = "remind", "escalate"
COLUMNS = ("workspace_id", "member_id", "kind", "step", "deadline_id", "lead_id", "owner_id", "at")


def remind(workspace_id: int, deadline_ids: Sequence[int], at: datetime) -> None:
    """Remind the holders of deadlines whose reminder has come. Several that came at once are one."""
    columns = (*Missed.__dataclass_fields__, "reminded")
    found = bulk.find(Deadline, columns, workspace_id=workspace_id, key="id", among=deadline_ids)
    rows = [(Missed(*values[:-1]), values[-1]) for values in found]
    times = working_times(workspace_id, {row.owner_id for row, _ in rows})
    rules = RulesBehind.of(workspace_id, {row.rules_id for row, _ in rows}, times.day)
    steps = []
    for row, step in rows:
        promise, calendar, number, comes = rules.promise(row), times.of(row.owner_id), step + 1, None
        if promise is not None:
            number, comes = next_reminder(promise, row.started_at, row.due_at, at, calendar, first=step + 1)
        steps.append((row.id, comes, number))
    bulk.update(Deadline, ("remind_at", "reminded"), steps)
    notices = [
        (workspace_id, row.owner_id, REMIND, reminded, row.id, row.lead_id, row.owner_id, at) for row, reminded in rows
    ]
    bulk.insert(Notice, COLUMNS, notices)
    fact = Reminded(tuple(row.id for row, _ in rows), tuple(row.lead_id for row, _ in rows))
    ledger.announce(workspace_id, fact, at=at)


def escalate(workspace_id: int, violation_ids: Sequence[int], at: datetime) -> None:
    """Bring missed deadlines before those the rule names; who missed one is never told of it this way."""
    columns = ("id", "deadline_id", "lead_id", "owner_id", "kind", "due_at", "rules_id", "row", "escalated")
    rows = bulk.find(Violation, columns, workspace_id=workspace_id, key="id", among=violation_ids)
    missed = [(v[0], Missed(v[1], v[2], v[3], v[4], v[5], v[5], v[6] or 0, v[7]), v[8]) for v in rows]
    times = working_times(workspace_id, {row.owner_id for _, row, _ in missed})
    rules = RulesBehind.of(workspace_id, {row.rules_id for _, row, _ in missed}, times.day)
    people = [Colleague(m.pk, frozenset(m.roles), m.team.path if m.team else "") for m in list_members(workspace_id)]
    known = {person.id: person for person in people}
    told: dict[tuple[int, str], tuple[int, ...]] = {}
    notices, steps = [], []
    for violation_id, row, step in missed:
        promise = rules.promise(row)
        if promise is not None and step < len(promise.escalate):
            to = (row.owner_id, promise.escalate[step].to)
            if to not in told:
                told[to] = recipients_for(
                    known.get(row.owner_id) or Colleague(row.owner_id, frozenset()), to[1], people
                )
            notices += [
                (workspace_id, member, ESCALATE, step, row.id, row.lead_id, row.owner_id, at) for member in told[to]
            ]
        after = escalation_at(promise, step + 1, row.due_at, times.of(row.owner_id)) if promise else None
        steps.append((violation_id, after, step + 1))
    bulk.update(Violation, ("escalate_at", "escalated"), steps)
    bulk.insert(Notice, COLUMNS, notices)
    fact = Escalated(tuple(v for v, _, _ in missed), tuple(row.lead_id for _, row, _ in missed))
    ledger.announce(workspace_id, fact, at=at)


def dismiss_notices(viewer: Viewer, notice_ids: Iterable[int], at: datetime) -> int:
    """The viewer saw what it was told; nobody sees it for them. Returns how many notices that ends."""
    with transaction.atomic():
        rows = bulk.find(
            Notice,
            ("id", "member_id"),
            workspace_id=viewer.workspace_id,
            key="id",
            among=notice_ids,
            where="t.seen_at IS NULL",
            lock=True,
        )
        seen = [row_id for row_id, member_id in rows if member_id == viewer.member_id]
        bulk.update(Notice, ("seen_at",), [(row_id, at) for row_id in seen])
        ledger.announce(viewer.workspace_id, Dismissed(tuple(seen)), at=at, by=viewer.member_id)
    return len(seen)
