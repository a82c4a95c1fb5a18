"""Somebody's working time changed: their deadlines are due when they now are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from gleanry.flow.followup.actions.clocks import MICROSECOND
from gleanry.flow.followup.actions.rules_behind import RulesBehind
from gleanry.flow.followup.models import Deadline
from gleanry.flow.followup.rules import due_with, next_reminder
from gleanry.flow.followup.shapes import RunningClock
from gleanry.kit import bulk
from gleanry.tenants.queries import working_times

CLOCK = tuple(RunningClock.__dataclass_fields__)
GRACE = timedelta(hours=1)
"""A change that moves a deadline back before the present leaves its holder this much of their own time."""


class OfMembers(Protocol):
    """Any fact about members."""

    @property
    def member_ids(self) -> tuple[int, ...]: ...


def recompute_deadlines(workspace_id: int, fact: OfMembers, at: datetime) -> None:
    """Move the running deadlines of members forward or back to where their working time puts them now.

    What has passed stays missed; a standing clock is put right when it goes on. A constant number of statements.
    """
    rows = bulk.find(
        Deadline,
        CLOCK,
        workspace_id=workspace_id,
        key="owner_id",
        among=fact.member_ids,
        where="t.outcome = '' AND t.paused_at IS NULL",
        lock=True,
    )
    clocks = [clock for clock in (RunningClock(*row) for row in rows) if clock.due_at > at]
    times = working_times(workspace_id, {clock.owner_id for clock in clocks})
    rules = RulesBehind.of(workspace_id, {clock.rules_id for clock in clocks}, times.day)
    moved = []
    for clock in clocks:
        promise, calendar = rules.promise(clock), times.of(clock.owner_id)
        if promise is None or clock.left_us is None or not (promise.working or promise.skip_holidays):
            continue
        left = MICROSECOND * clock.left_us
        due_at = due_with(left, clock.runs_from or clock.started_at, promise, calendar)
        if due_at <= at:
            due_at = calendar.add_working(at, min(left, GRACE))
        if due_at != clock.due_at:
            number, comes = next_reminder(promise, clock.started_at, due_at, at, calendar, first=clock.reminded)
            moved.append((clock.id, due_at, comes, number))
    bulk.update(Deadline, ("due_at", "remind_at", "reminded"), moved)
