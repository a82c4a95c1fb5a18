"""A month of somebody's working time: its days, what each of them is, and the days off that come next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gleanry.tenants.queries import leave_on_day
from gleanry.tenants.shapes import LeaveRow
from gleanry.web.spans import spans_shown
from gleanry.web.words.labels import label
from gleanry.web.words.times import AWAY, DAYS, LEAVE_KINDS, MARKS
from gleanry.world.shapes import WorkingCalendar, holiday_name

DAY = timedelta(days=1)
AHEAD = 200
MARKED = ("holiday", "extra_off", "makeup", "extra_on", "shift")


@dataclass(frozen=True)
class DayCell:
    """One day: `kind` is how it is painted (work, rest, holiday, makeup, shift, day_off, leave, half), `mark` what
    stands in a small cell, `text` in a large one, `title` all there is to say."""

    day: date
    kind: str
    mark: str
    text: str
    title: str
    here: bool
    leave: str = ""


@dataclass(frozen=True)
class Month:
    """A month with the days before and after that fill its first and last week."""

    first: date
    today: date

    @property
    def last(self) -> date:
        return (self.first + 31 * DAY).replace(day=1) - DAY

    @property
    def before(self) -> date:
        return (self.first - DAY).replace(day=1)

    @property
    def after(self) -> date:
        return self.last + DAY

    @property
    def days(self) -> list[date]:
        return [self.first + number * DAY for number in range((self.last - self.first).days + 1)]

    @property
    def weeks_of_days(self) -> list[date]:
        start = self.first - self.first.weekday() * DAY
        end = self.last + (6 - self.last.weekday()) * DAY
        return [start + number * DAY for number in range((end - start).days + 1)]


def month_of(text: str, today: date) -> Month:
    """The month of `2026-11`, or today's."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = today.replace(day=1)
    return Month(first if 1990 <= first.year <= 2999 else today.replace(day=1), today)


@dataclass(frozen=True)
class Person:
    """What the days of one member are read from; `tells` says whether the kind of leave may be told."""

    calendar: WorkingCalendar
    leave: Sequence[LeaveRow]
    names: Mapping[date, str]
    language: str
    tells: bool = True


def cell_of(person: Person, day: date, month: Month) -> DayCell:
    """What a day is to a member."""
    calendar, kind = person.calendar, person.calendar.kind_of(day)
    hours = spans_shown(calendar.hours_on(day))
    name = person.names.get(day) or _holiday(person, day) if kind in MARKED else ""
    if kind == "shift":
        kind, text = ("shift", hours) if hours else ("day_off", str(DAYS["day_off"]))
    else:
        text = name or (label(DAYS, kind) if kind in DAYS else "")
    painted = {"extra_off": "holiday", "extra_on": "makeup"}.get(kind, kind)
    told = [text, *([hours] if hours and hours != text else [])]
    for row in person.leave:
        part = leave_on_day(calendar, day, row)
        if part:
            words = label(LEAVE_KINDS, row.kind) if person.tells else str(AWAY["leave"])
            painted, text = ("leave" if part == "day" else "half"), words
            told.insert(0, words)
    mark = label(MARKS, painted) if painted in MARKS else ""
    title = " · ".join(dict.fromkeys(part for part in told if part))
    return DayCell(day, painted, mark, text, title, day == month.today)


def _holiday(person: Person, day: date) -> str:
    calendar = person.calendar
    if not calendar.country or calendar.kind_of(day) != "holiday":
        return ""
    return holiday_name(calendar.country, calendar.subdivision, day, language=person.language)


@dataclass(frozen=True)
class Closing:
    """Days off on end, with the holiday or company day among them; `sure` once the year's days are published."""

    first: date
    last: date
    name: str
    sure: bool

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1


def closings_after(person: Person, today: date, *, most: int) -> list[Closing]:
    """The next days off on end that are more than a weekend."""
    found: list[Closing] = []
    run: list[date] = []
    for number in range(AHEAD):
        day = today + number * DAY
        if not person.calendar.is_working_day(day):
            run.append(day)
            continue
        found += _closing(person, run)
        run = []
        if len(found) >= most:
            break
    return found[:most]


def _closing(person: Person, run: Sequence[date]) -> Iterable[Closing]:
    named = [person.names.get(day) or _holiday(person, day) for day in run]
    names = [name for name in named if name]
    if not names:
        return []
    sure = all(person.calendar.knows_year(day.year) for day in (run[0], run[-1]))
    return [Closing(run[0], run[-1], Counter(names).most_common(1)[0][0], sure)]


def makeups_after(person: Person, today: date, *, most: int) -> list[date]:
    """The next days that are worked instead of others."""
    days = (today + number * DAY for number in range(AHEAD))
    return [day for day in days if person.calendar.kind_of(day) in ("makeup", "extra_on")][:most]
