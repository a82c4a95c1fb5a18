"""Working calendars: which instants count when a deadline is in working time.

Method: the openings of a year are computed once from local hours, public holidays and make-up days
(调休; package `holidays`), as whole microseconds of UTC with running totals; adding and measuring are
then two binary searches. Openings are merged and cut at the UTC year, so daylight saving, shifts past
midnight and 24-hour days need no special case. Somebody's own calendar takes the openings of the plain
one, replaces those of the days they have shifts on, and cuts their leave out.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gleanry.world.shapes.hours import Span, WorkingHours
from gleanry.world.shapes.national import known_years, national
from gleanry.world.shapes.openings import Opening, Year, instant_of, merged, ticks_of, without

Shift = tuple[date, tuple[Span, ...]]
"""A local day and the hours worked on it instead of the usual ones; without hours it is a day off."""
Stretch = tuple[datetime, datetime]
"""From an instant until another, that one not included."""

_TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_MIDNIGHT = time()
_YEARS_AHEAD = 100


@dataclass(frozen=True)
class WorkingCalendar:
    """Working time of one country, or none (""), in one zone.

    `extra_off` and `extra_on` are days that a company, a team or a person adds; off wins over on, and
    both win over the country. `shifts` win over all of these on their days, and `away` takes out
    whatever it covers. Instants are aware and come back in UTC.
    """

    country: str
    zone: ZoneInfo
    hours: WorkingHours
    extra_off: frozenset[date] = frozenset()
    extra_on: frozenset[date] = frozenset()
    subdivision: str | None = None
    shifts: tuple[Shift, ...] = ()
    away: tuple[Stretch, ...] = ()
    _years: dict[int, Year] = field(default_factory=dict, init=False, compare=False, repr=False)
    _plain: dict[int, list[tuple[date, int, int]]] = field(default_factory=dict, init=False, compare=False, repr=False)
    _dated: dict[date, tuple[Span, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Find shifts by their day; of two on one day the later one counts."""
        self._dated.update(self.shifts)

    def with_own(self, *, shifts: Iterable[Shift] = (), away: Iterable[Stretch] = ()) -> "WorkingCalendar":
        """Give this calendar with further shifts and leave; what both share is worked out once."""
        own = replace(self, shifts=(*self.shifts, *shifts), away=(*self.away, *away))
        object.__setattr__(own, "_plain", self._plain)
        return own

    def without_leave(self) -> "WorkingCalendar":
        """Give the calendar as it is when nobody is on leave."""
        plain = replace(self, away=())
        object.__setattr__(plain, "_plain", self._plain)
        return plain

    def is_working_day(self, day: date) -> bool:
        """Say whether work is done on a day, leave not considered.

        That is: on a day with a shift that has hours, on a weekday with hours that is no holiday, or on
        a make-up day.
        """
        if day in self._dated:
            return bool(self._dated[day])
        return self._is_planned(day)

    def hours_on(self, day: date) -> tuple[Span, ...]:
        """Give the local hours of a day, leave not considered; none for a day off."""
        if day in self._dated:
            return self._dated[day]
        return self.hours.on(day.weekday()) if self._is_planned(day) else ()

    def openings_on(self, day: date) -> tuple[Stretch, ...]:
        """Give the hours of a local day as instants, leave not considered; a night shift ends on the next day."""
        return tuple((instant_of(opens), instant_of(closes)) for opens, closes in self._spans(day, self.hours_on(day)))

    def kind_of(self, day: date) -> str:
        """Say what a day is: shift, extra_off, extra_on, holiday, makeup, work or rest."""
        if day in self._dated:
            return "shift"
        if day in self.extra_off:
            return "extra_off"
        if day in self.extra_on:
            return "extra_on"
        usual = bool(self.hours.week[day.weekday()])
        if self.country:
            known = national(self.country, self.subdivision)
            if day in known:
                return "holiday"
            if day in known.weekend_workdays and not usual:
                return "makeup"
        return "work" if usual else "rest"

    def _is_planned(self, day: date) -> bool:
        if day in self.extra_off:
            return False
        if day in self.extra_on:
            return True
        if not self.country:
            return bool(self.hours.week[day.weekday()])
        known = national(self.country, self.subdivision)
        if day in known:
            return False
        return bool(self.hours.week[day.weekday()]) or day in known.weekend_workdays

    def knows_year(self, year: int) -> bool:
        """Say whether the year's holidays, and make-up days where the country has them, are published."""
        return not self.country or year in known_years(self.country, self.subdivision)

    def is_open(self, at: datetime) -> bool:
        """Say whether an instant is working time."""
        return self.next_open(at) == at

    def next_open(self, at: datetime) -> datetime:
        """Give the first instant of working time at or after another."""
        instant = ticks_of(at)
        for number in range(at.astimezone(UTC).year, _last_year(at)):
            year = self._year(number)
            index = bisect_right(year.ends, instant)
            if index < len(year.starts):
                return at.astimezone(UTC) if year.starts[index] <= instant else instant_of(year.starts[index])
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
        target = self._year(at.year).before(ticks_of(at)) + duration // _TICK
        for number in range(at.year, _last_year(at)):
            year = self._year(number)
            if target <= year.total:
                index = bisect_left(year.worked, target)
                return instant_of(year.ends[index] - (year.worked[index] - target))
            target -= year.total
        raise ValueError("the calendar has no working time ahead")

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """Give the working time from start to end; negative when end comes first."""
        if end < start:
            return -self.working_between(end, start)
        first, last = start.astimezone(UTC), end.astimezone(UTC)
        worked = self._year(last.year).before(ticks_of(last)) - self._year(first.year).before(ticks_of(first))
        worked += sum(self._year(number).total for number in range(first.year, last.year))
        return timedelta(microseconds=worked)

    def _year(self, number: int) -> Year:
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = self._compute(number)
        return year

    def _compute(self, number: int) -> Year:
        """Merge the openings that touch a UTC year, cut them at its ends, and cut leave out."""
        first, end = (
            ticks_of(datetime(number, 1, 1, tzinfo=UTC)),
            ticks_of(datetime(number + 1, 1, 1, tzinfo=UTC)),
        )
        planned = self._plain.get(number)
        if planned is None:
            planned = self._plain[number] = list(self._openings(number))
        usual = [(opens, closes) for day, opens, closes in planned if day not in self._dated]
        openings = merged([*usual, *self._on_shift(number)], first, end)
        away = merged(((ticks_of(since), ticks_of(until)) for since, until in self.away), first, end)
        return Year.of(without(openings, away) if away else openings)

    def _openings(self, number: int) -> Iterator[tuple[date, int, int]]:
        """Give the usual openings of each local day that can reach into a UTC year."""
        day, last = _reach(number)
        while day <= last:
            if self._is_planned(day):
                for opens, closes in self._spans(day, self.hours.on(day.weekday())):
                    yield day, opens, closes
            day += _DAY

    def _on_shift(self, number: int) -> Iterator[Opening]:
        first, last = _reach(number)
        for day, spans in self._dated.items():
            if first <= day <= last:
                yield from self._spans(day, spans)

    def _spans(self, day: date, spans: Iterable[Span]) -> Iterator[Opening]:
        for opens, closes in spans:
            last = day if opens < closes else day + _DAY
            yield self._local(day, opens), self._local(last, closes)

    def _local(self, day: date, at: time) -> int:
        return ticks_of(datetime.combine(day, at, self.zone).astimezone(UTC))


def plain_time(zone: ZoneInfo | None = None) -> WorkingCalendar:
    """Give the calendar on which all time counts, day and night."""
    always = WorkingHours.of((_MIDNIGHT, _MIDNIGHT), weekdays=range(7))
    return WorkingCalendar("", zone or ZoneInfo("UTC"), always)


def _reach(number: int) -> tuple[date, date]:
    """Give the first and the last local day whose openings can reach into a UTC year."""
    return date(number, 1, 1) - 2 * _DAY, date(number, 12, 31) + _DAY


def _last_year(at: datetime) -> int:
    return min(at.year + _YEARS_AHEAD, 9998)
