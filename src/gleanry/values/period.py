"""Stretches of days and of instants, always half-open: the start belongs to it and the end does not.

Half-open stretches put end to end neither overlap nor leave a gap, so that every record of a year is in
exactly one of its months, quarters or weeks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_MONTHS_A_QUARTER = 3
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Instants from `start` up to `end`, both aware; ValueError when naive or turned round."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse what is no stretch of time."""
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a period needs aware instants")
        if self.end < self.start:
            raise ValueError("a period ends after it starts")

    def __contains__(self, at: datetime) -> bool:
        """Say whether an instant lies in it."""
        return self.start <= at < self.end

    @property
    def duration(self) -> timedelta:
        """The time from start to end."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Days from `first` up to `end`, the day after the last; ValueError when turned round."""

    first: date
    end: date

    def __post_init__(self) -> None:
        """Refuse what is no stretch of days."""
        if self.end < self.first:
            raise ValueError("a stretch of days ends after it starts")

    def __contains__(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.first <= day < self.end

    def __len__(self) -> int:
        """Count the days."""
        return (self.end - self.first).days

    def __iter__(self) -> Iterator[date]:
        """Give each day."""
        return (self.first + timedelta(days=at) for at in range(len(self)))

    def meet(self, other: "Days") -> "Days | None":
        """Give the days of both, or None when there are none."""
        first, end = max(self.first, other.first), min(self.end, other.end)
        return Days(first, end) if first < end else None

    def in_zone(self, zone: tzinfo) -> Period:
        """Give the instants, in UTC, from local midnight to local midnight."""
        return Period(midnight(self.first, zone), midnight(self.end, zone))


def midnight(day: date, zone: tzinfo) -> datetime:
    """Give the instant, in UTC, at which a day begins in a zone."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def day_of(at: datetime, zone: tzinfo) -> date:
    """Give the day an instant falls on in a zone."""
    return at.astimezone(zone).date()


def month_of(day: date) -> Days:
    """Give the calendar month of a day."""
    return _months_from(day.year, day.month, 1)


def quarter_of(day: date) -> Days:
    """Give the calendar quarter of a day."""
    return _months_from(day.year, day.month - (day.month - 1) % _MONTHS_A_QUARTER, _MONTHS_A_QUARTER)


def week_of(day: date) -> Days:
    """Give the ISO week of a day, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Days(monday, monday + timedelta(days=7))


def months(days: Days) -> Iterator[Days]:
    """Give every calendar month that shares a day with the stretch, whole."""
    return _each(days, month_of)


def quarters(days: Days) -> Iterator[Days]:
    """Give every calendar quarter that shares a day with the stretch, whole."""
    return _each(days, quarter_of)


def weeks(days: Days) -> Iterator[Days]:
    """Give every ISO week that shares a day with the stretch, whole."""
    return _each(days, week_of)


def _months_from(year: int, month: int, count: int) -> Days:
    last = month - 1 + count
    return Days(date(year, month, 1), date(year + last // _MONTHS_A_YEAR, last % _MONTHS_A_YEAR + 1, 1))


def _each(days: Days, whole: Callable[[date], Days]) -> Iterator[Days]:
    at = days.first
    while at < days.end:
        stretch = whole(at)
        yield stretch
        at = stretch.end
