"""When a promise is due, when it is spoken of before and after, and what is left of a clock that stood still."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gleanry.flow.followup.rules.promises import Promise, Span
from gleanry.world.shapes import WorkingCalendar

MOST_DAYS_OFF = 60
NOTHING = timedelta(0)


def due_by(start: datetime, promise: Promise, calendar: WorkingCalendar) -> datetime:
    """When the promise is due, T being `start`."""
    return due_with(promise.within, start, promise, calendar)


def due_with(left: timedelta, start: datetime, promise: Promise, calendar: WorkingCalendar) -> datetime:
    """When a promise is due of which `left` remains at `start`.

    In plain time that skips holidays, what would be due on a day off is due on the next working day, at the same hour.
    """
    if promise.working:
        return calendar.add_working(start, left)
    due = start + left
    return _after_days_off(due, calendar) if promise.skip_holidays else due


def left_of(due_at: datetime, at: datetime, promise: Promise, calendar: WorkingCalendar) -> timedelta:
    """What is left at `at` of a promise due at `due_at`, in its own kind of time; never negative."""
    if promise.working:
        return max(NOTHING, calendar.working_between(at, due_at))
    return max(NOTHING, due_at - at)


def _after_days_off(due: datetime, calendar: WorkingCalendar) -> datetime:
    local = due.astimezone(ZoneInfo(calendar.zone.key))
    for _ in range(MOST_DAYS_OFF):
        if calendar.is_working_day(local.date()):
            break
        local += timedelta(days=1)
    return local.astimezone(due.tzinfo)


def due_after_rest(due_at: datetime, stopped_at: datetime, at: datetime, calendar: WorkingCalendar | None) -> datetime:
    """When a deadline is due that stood still from `stopped_at` until `at`: what was left then is left now.

    In working time where a calendar is given, else in plain time.
    """
    if calendar is None:
        return at + (due_at - stopped_at)
    return calendar.add_working(at, calendar.working_between(stopped_at, due_at))


def next_reminder(
    promise: Promise,
    started_at: datetime,
    due_at: datetime,
    after: datetime,
    calendar: WorkingCalendar,
    *,
    first: int = 0,
) -> tuple[int, datetime | None]:
    """The next reminder after an instant: its number, from `first`, and when it comes, None when none is left."""
    for number in range(first, len(promise.remind)):
        span = promise.remind[number]
        at = before(due_at, span, started_at, calendar)
        if at is not None and span.working:
            at = calendar.next_open(at)  # the evening's last moment is the morning's first, and then somebody is there
        if at is not None and after < at < due_at:
            return number, at
    return max(first, len(promise.remind)), None


def before(due_at: datetime, span: Span, started_at: datetime, calendar: WorkingCalendar) -> datetime | None:
    """The instant from which `span` remains until `due_at`; None where the promise is not that long."""
    if not span.working:
        return due_at - span.length if due_at - span.length >= started_at else None
    runs = calendar.working_between(started_at, due_at)
    return calendar.add_working(started_at, runs - span.length) if runs >= span.length else None


def escalation_at(promise: Promise, step: int, due_at: datetime, calendar: WorkingCalendar) -> datetime | None:
    """When step `step` (from 0) of the escalation comes for a promise missed at `due_at`; None when there is none."""
    if step >= len(promise.escalate):
        return None
    after = promise.escalate[step].after
    return calendar.add_working(due_at, after.length) if after.working else due_at + after.length
