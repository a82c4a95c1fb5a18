"""When a step is due, and when somebody may be written to: in their own time, on a working day, not too often."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gleanry.flow.nurture.rules.plans import Manners, Wait

IsWorking = Callable[[date], bool]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FARTHEST = 400
"""Days looked ahead for one on which mail may go."""


def due_after(wait: Wait, since: datetime, zone: ZoneInfo, is_working: IsWorking) -> datetime:
    """When what was waited for is over, whatever happens before: so many days, or working days, later."""
    if not wait.working_days:
        return since + timedelta(days=wait.days)
    local, left = since.astimezone(zone), wait.working_days
    for _ in range(wait.working_days * 10 + FARTHEST):
        if not left:
            break
        local += DAY
        left -= is_working(local.date())
    return local.astimezone(UTC)


def may_go_from(at: datetime, manners: Manners, zone: ZoneInfo, is_working: IsWorking) -> datetime:
    """The first moment from `at` on at which mail may go: outside the quiet hours of a zone, on a working day."""
    moment = at
    for _ in range(FARTHEST * 3):
        local = moment.astimezone(zone)
        if manners.working_days and not is_working(local.date()):
            following = _at(local.date() + DAY, time(), zone)
        elif (until := _quiet_until(local, manners.quiet)) is not None:
            following = _at(until[0], until[1], zone)
        else:
            return moment
        # In the hour a clock is set back, a local time comes twice: always go on.
        moment = following if following > moment else moment + HOUR
    return moment


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _quiet_until(local: datetime, quiet: tuple[time, time]) -> tuple[date, time] | None:
    """The local day and time at which quiet ends, None where it is not quiet."""
    start, end = quiet
    clock = local.time()
    if start <= end:
        return (local.date(), end) if start <= clock < end else None
    if clock >= start:
        return local.date() + DAY, end
    return (local.date(), end) if clock < end else None


def free_of_cap(at: datetime, earlier: Sequence[datetime], manners: Manners) -> datetime:
    """The first moment from `at` on at which one more may go, after those that went at `earlier` moments."""
    if not manners.mails:
        return at
    recent = sorted(moment for moment in earlier if moment + manners.within > at)
    if len(recent) < manners.mails:
        return at
    return recent[-manners.mails] + manners.within


RETRIES = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6), timedelta(hours=24))


def try_again_at(at: datetime, attempts: int) -> datetime | None:
    """When a mail that was refused for now is tried again, after so many attempts; None: no more."""
    return at + RETRIES[attempts - 1] if attempts <= len(RETRIES) else None
