"""When leads come and when people work.

Monthly shares are those of the documents' planning sheet (lead management, section 9: 1300 leads in January, 3600 in
March). Inside a month, weekends and holidays bring little, and the days after a holiday what waited.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gleanry.simulation.rules.dice import Dice, running
from gleanry.simulation.shapes import Plan
from gleanry.world.shapes import WorkingCalendar, WorkingHours

MONTHS = (1300, 2600, 3600, 2700, 2600, 2600, 2600, 2700, 2400, 2000, 2500, 2700)
DAY = timedelta(days=1)
YEAR = 365
MATURING = 240
"""Days after the year's end in which the last deals come to their end."""

HOURS = running([1, 1, 0.5, 0.5, 0.5, 0.5, 1, 2, 6, 11, 12, 9, 5, 8, 11, 11, 9, 6, 4, 4, 4, 4, 3, 2])
"""Running sums of how many leads come in each hour of the day."""

INTAKE, PROMPT, LATER = time(10), time(11, 30), time(16, 30)
DAILY_FROM, TWICE_FROM = 20_000, 2_000
"""From how many leads on every day is a step of its own; and leads are taken three days a week and worked on twice.

Below that, leads are taken once a week and worked on three times.
"""


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment at which something is done: records come in, or people act."""

    at: datetime
    takes: bool
    acts: bool


def calendar_of(zone: ZoneInfo) -> WorkingCalendar:
    """Working days of the made-up company: China's."""
    return WorkingCalendar("CN", zone, WorkingHours.of((time(9), time(18))))


class Season:
    """How the leads of a plan spread over its days: lead n comes at `moment_of(n)`, and later leads later."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._days = [plan.starts_on + n * DAY for n in range(YEAR)]
        sums = running(_weights(self._days, calendar_of(plan.zone)))
        self._first = [0, *(round(plan.leads * step / sums[-1]) for step in sums)]

    def moment_of(self, n: int) -> datetime:
        """When lead `n` first made contact."""
        day = bisect_right(self._first, n) - 1
        first, end = self._first[day], self._first[day + 1]
        point = (n - first + Dice(self._plan.seed, "moment", n).unit()) / (end - first) * HOURS[-1]
        hour = bisect_right(HOURS, point)
        before = HOURS[hour - 1] if hour else 0.0
        seconds = int((hour + (point - before) / (HOURS[hour] - before)) * 3600)
        midnight = datetime.combine(self._days[day], time(), self._plan.zone)
        return midnight + timedelta(seconds=min(seconds, 86_399))

    def count_before(self, at: datetime) -> int:
        """How many leads have come before an instant: the leads below this number."""
        day = (at.astimezone(self._plan.zone).date() - self._plan.starts_on).days
        if day >= YEAR:
            return self._plan.leads
        if day < 0:
            return 0
        low, high = self._first[day], self._first[day + 1]
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.moment_of(middle) < at else (low, middle)
        return low


def _weights(days: list[date], calendar: WorkingCalendar) -> list[float]:
    """What each day brings, the month's share kept whole."""
    raw = [_liveliness(day, calendar) for day in days]
    months: dict[tuple[int, int], float] = {}
    counts: dict[tuple[int, int], int] = {}
    for day, weight in zip(days, raw, strict=True):
        key = (day.year, day.month)
        months[key] = months.get(key, 0.0) + weight
        counts[key] = counts.get(key, 0) + 1
    return [
        MONTHS[day.month - 1] * min(1.0, counts[day.year, day.month] / 28) * weight / months[day.year, day.month]
        for day, weight in zip(days, raw, strict=True)
    ]


def _liveliness(day: date, calendar: WorkingCalendar) -> float:
    if calendar.is_working_day(day):
        rested = 0
        while rested < 9 and not calendar.is_working_day(day - (rested + 1) * DAY):
            rested += 1
        return 1.45 if rested >= 3 else 1.15 if rested == 2 else 1.0
    return 0.3 if day.weekday() >= 5 else 0.15


def instants(plan: Plan) -> list[Instant]:
    """Every moment at which something is done, in order; the last is when the plan ends."""
    calendar = calendar_of(plan.zone)
    last_day = plan.ends_at.astimezone(plan.zone).date()
    fine_from = last_day - plan.fine_days * DAY
    found: list[Instant] = []
    day = plan.starts_on
    while day <= last_day:
        within = (day - plan.starts_on).days < YEAR
        daily = within and (plan.leads >= DAILY_FROM or day > fine_from)
        if _is_looked_at(day, calendar, daily=daily, within=within):
            acts = calendar.is_working_day(day)
            if daily or plan.leads >= TWICE_FROM or _opens_week(day, calendar):
                found.append(Instant(datetime.combine(day, INTAKE, plan.zone), takes=True, acts=False))
            if acts:
                found.append(Instant(datetime.combine(day, PROMPT, plan.zone), takes=False, acts=True))
            if acts and (daily or plan.leads >= TWICE_FROM):
                found.append(Instant(datetime.combine(day, LATER, plan.zone), takes=daily, acts=True))
        day += DAY
    found = [instant for instant in found if instant.at < plan.ends_at]
    return [*found, Instant(plan.ends_at, takes=True, acts=False)]


def _is_looked_at(day: date, calendar: WorkingCalendar, *, daily: bool, within: bool) -> bool:
    """Every day, or the first working day of each third of the week; once a week is enough after the year's end."""
    if daily:
        return True
    return _is_first_working(day, calendar, since=min(4, day.weekday() // 2 * 2) if within else 0)


def _opens_week(day: date, calendar: WorkingCalendar) -> bool:
    return _is_first_working(day, calendar, since=0)


def _is_first_working(day: date, calendar: WorkingCalendar, *, since: int) -> bool:
    """Whether no day of the same week, from weekday `since` on, is worked before this one."""
    earlier = (day - n * DAY for n in range(1, day.weekday() - since + 1))
    return calendar.is_working_day(day) and not any(calendar.is_working_day(other) for other in earlier)
