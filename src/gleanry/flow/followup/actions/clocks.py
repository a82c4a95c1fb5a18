"""A clock that starts: when it is due, when its holder is reminded; and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gleanry.flow.followup.models import Deadline, Outcome
from gleanry.flow.followup.rules import Promise, due_by, left_of, next_reminder
from gleanry.kit import bulk
from gleanry.world.shapes import WorkingCalendar

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """What a rule comes to for one start and one calendar. `reminded` reminders are behind it from the beginning.

    `left` is what of it remains at `runs_from` (else `started_at`), or at `paused_at` for one that stands still.
    """

    promise: Promise
    started_at: datetime
    due_at: datetime
    remind_at: datetime | None
    reminded: int
    left: timedelta
    paused_at: datetime | None = None
    runs_from: datetime | None = None

    @classmethod
    def of(
        cls, promise: Promise, started_at: datetime, at: datetime, calendar: WorkingCalendar, *, paused: bool = False
    ) -> Clock:
        """A reminder whose hour had come when the clock was started at `at` is not made up for."""
        due_at = due_by(started_at, promise, calendar)
        number, remind_at = next_reminder(promise, started_at, due_at, at, calendar)
        left = left_of(due_at, at, promise, calendar) if paused else promise.within
        return cls(promise, started_at, due_at, remind_at, number, left, at if paused else None)


COLUMNS = (
    "workspace_id", "lead_id", "owner_id", "kind", "started_at", "due_at", "outcome", "rules_id", "row", "met_by",
    "runs_from", "left_us", "paused_at", "remind_at", "reminded",
)  # fmt: skip


def insert_clocks(workspace_id: int, rules_id: int, rows: Sequence[tuple[int, int, Clock]]) -> None:
    """Start clocks: (lead, holder, clock)."""
    bulk.insert(
        Deadline,
        COLUMNS,
        [
            (
                workspace_id,
                lead_id,
                owner_id,
                clock.promise.kind,
                clock.started_at,
                clock.due_at,
                Outcome.OPEN,
                rules_id,
                clock.promise.row,
                clock.promise.met_by,
                clock.runs_from or clock.started_at,
                clock.left // MICROSECOND,
                clock.paused_at,
                clock.remind_at,
                clock.reminded,
            )
            for lead_id, owner_id, clock in rows
        ],
    )
