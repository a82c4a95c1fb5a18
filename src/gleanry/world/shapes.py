"""Working calendars: which instants count when a deadline is in working time.

Method: the openings of a year are computed once from local hours, public holidays and make-up days
(调休; package `holidays`), as whole microseconds of UTC with running totals; adding and measuring are
then two binary searches. Openings are merged and cut at the UTC year, so daylight saving, shifts past
midnight and 24-hour days need no special case.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

Span = tuple[time, time]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_MIDNIGHT = time()
_YEARS_AHEAD = 100


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Local hours for each weekday.

    `week` holds seven tuples of (start, end), Monday first; an end at or before its start is on the next
    day, so (00:00, 00:00) is a whole day. `makeup` are the hours of a working day that falls on a weekday
    without hours of its own, by default those of the first weekday that has any. ValueError when no
    weekday has hours.
    """

    week: tuple[tuple[Span, ...], ...]
    makeup: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a week that is not seven days or has no hours at all."""
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("working hours need seven days, one of them with hours")

    @classmethod
    def of(cls, *spans: Span, weekdays: Iterable[int] = range(5)) -> "WorkingHours":
        """Give the same hours to each of `weekdays`, Monday being 0."""
        working = frozenset(weekdays)
        return cls(tuple(spans if day in working else () for day in range(7)))

    def on(self, weekday: int) -> tuple[Span, ...]:
        """Give the hours of a working day that falls on a weekday."""
        return self.week[weekday] or self.makeup or next(filter(None, self.week))


@dataclass(frozen=True, slots=True)
class _Year:
    """Openings of one UTC year in order; `worked[i]` is the working time up to the end of opening i."""

    starts: list[int]
    ends: list[int]
    worked: list[int]

    @property
    def total(self) -> int:
        return self.worked[-1] if self.worked else 0

    def before(self, at: int) -> int:
        """Give the working time of the year before an instant."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return 0
        return self.worked[index] - max(0, self.ends[index] - at)


@dataclass(frozen=True)
class WorkingCalendar:
    """Working time of one country, or none (""), in one zone.

    `extra_off` and `extra_on` are days that a company, a team or a person adds; off wins over on, and
    both win over the country. Instants are aware and come back in UTC.
    """

    country: str
    zone: ZoneInfo
    hours: WorkingHours
    extra_off: frozenset[date] = frozenset()
    extra_on: frozenset[date] = frozenset()
    subdivision: str | None = None
    _years: dict[int, _Year] = field(default_factory=dict, init=False, compare=False, repr=False)

    def is_working_day(self, day: date) -> bool:
        """Say whether work is done on a day: a weekday with hours that is no holiday, or a make-up day."""
        if day in self.extra_off:
            return False
        if day in self.extra_on:
            return True
        if not self.country:
            return bool(self.hours.week[day.weekday()])
        known = _national(self.country, self.subdivision)
        if day in known:
            return False
        return bool(self.hours.week[day.weekday()]) or day in known.weekend_workdays

    def knows_year(self, year: int) -> bool:
        """Say whether the year's holidays, and make-up days where the country has them, are published."""
        return not self.country or year in _known_years(self.country, self.subdivision)

    def is_open(self, at: datetime) -> bool:
        """Say whether an instant is working time."""
        return self.next_open(at) == at

    def next_open(self, at: datetime) -> datetime:
        """Give the first instant of working time at or after another."""
        instant = _ticks(at)
        for number in range(at.astimezone(UTC).year, _last_year(at)):
            year = self._year(number)
            index = bisect_right(year.ends, instant)
            if index < len(year.starts):
                return at.astimezone(UTC) if year.starts[index] <= instant else _instant(year.starts[index])
        raise ValueError("the calendar has no working time ahead")

    def add_working(self, start: datetime, duration: timedelta) -> datetime:
        """Give the first instant by which `duration` of working time has passed since `start`.

        ValueError for a negative duration and for a calendar with no working time ahead.
        """
        if duration < timedelta(0):
            raise ValueError("working time only goes forward")
        at = start.astimezone(UTC)
        if not duration:
            return at
        target = self._year(at.year).before(_ticks(at)) + duration // _TICK
        for number in range(at.year, _last_year(at)):
            year = self._year(number)
            if target <= year.total:
                index = bisect_left(year.worked, target)
                return _instant(year.ends[index] - (year.worked[index] - target))
            target -= year.total
        raise ValueError("the calendar has no working time ahead")

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """Give the working time from start to end; negative when end comes first."""
        if end < start:
            return -self.working_between(end, start)
        first, last = start.astimezone(UTC), end.astimezone(UTC)
        worked = self._year(last.year).before(_ticks(last)) - self._year(first.year).before(_ticks(first))
        worked += sum(self._year(number).total for number in range(first.year, last.year))
        return timedelta(microseconds=worked)

    def _year(self, number: int) -> _Year:
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = self._compute(number)
        return year

    def _compute(self, number: int) -> _Year:
        """Merge the openings that touch a UTC year and cut them at its ends."""
        first, end = (
            _ticks(datetime(number, 1, 1, tzinfo=UTC)),
            _ticks(datetime(number + 1, 1, 1, tzinfo=UTC)),
        )
        starts: list[int] = []
        ends: list[int] = []
        for earliest, latest in sorted(self._openings(number)):
            opens, closes = max(earliest, first), min(latest, end)
            if opens >= closes:
                continue
            if ends and opens <= ends[-1]:
                ends[-1] = max(ends[-1], closes)
            else:
                starts.append(opens)
                ends.append(closes)
        worked: list[int] = []
        for opens, closes in zip(starts, ends, strict=True):
            worked.append((worked[-1] if worked else 0) + closes - opens)
        return _Year(starts, ends, worked)

    def _openings(self, number: int) -> Iterator[tuple[int, int]]:
        """Give the openings of each local day that can reach into a UTC year."""
        day = date(number, 1, 1) - 2 * _DAY
        while day <= date(number, 12, 31) + _DAY:
            if self.is_working_day(day):
                for opens, closes in self.hours.on(day.weekday()):
                    last = day if opens < closes else day + _DAY
                    yield self._local(day, opens), self._local(last, closes)
            day += _DAY

    def _local(self, day: date, at: time) -> int:
        return _ticks(datetime.combine(day, at, self.zone).astimezone(UTC))


def plain_time(zone: ZoneInfo | None = None) -> WorkingCalendar:
    """Give the calendar on which all time counts, day and night."""
    always = WorkingHours.of((_MIDNIGHT, _MIDNIGHT), weekdays=range(7))
    return WorkingCalendar("", zone or ZoneInfo("UTC"), always)


@cache
def _national(country: str, subdivision: str | None) -> holidays.HolidayBase:
    try:
        return holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        raise ValueError(f"no holidays are known for {country} {subdivision or ''}".rstrip()) from None


@cache
def _known_years(country: str, subdivision: str | None) -> range:
    """Give the years with published days.

    The package answers any year up to 2100, but make-up days are decided a year at a time: where a
    country has them, only the years between its first and last published list are known.
    """
    known = _national(country, subdivision)
    listed = (
        getattr(known, "special_public_holidays", {}),
        getattr(known, "special_public_holidays_observed", {}),
    )
    years = sorted({year for table in listed for year in table})
    trial = holidays.country_holidays(country, subdiv=subdivision, years=years[-6:]) if years else known
    if trial.weekend_workdays:
        return range(years[0], years[-1] + 1)
    return range(known.start_year, known.end_year + 1)


def _last_year(at: datetime) -> int:
    return min(at.year + _YEARS_AHEAD, 9998)


def _ticks(at: datetime) -> int:
    return (at - _EPOCH) // _TICK


def _instant(ticks: int) -> datetime:
    return _EPOCH + timedelta(microseconds=ticks)
