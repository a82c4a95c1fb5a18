"""When a workspace works: the rule book "calendar" and what it may say.

`hours` of each of the `weekdays` (Monday is 0), other hours of single weekdays (`weekday_hours`), breaks (`lunch`) cut
out of all of them, days off and on of the company's own (`extra_off`, `extra_on`), and whether `holidays` of a country
are kept. Without hours all time counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from gleanry.world.shapes import Shift, Span, WorkingCalendar, WorkingHours, plain_time

DAY_MINUTES = 24 * 60
MOST_DAYS = 366


def read_calendar(body: Mapping[str, Any], *, country: str, zone: str) -> WorkingCalendar:
    """A workspace's working calendar; the same object for all who ask for the same."""
    return calendar_of(text_of(body), country, zone)


def text_of(body: Mapping[str, Any]) -> str:
    """A body as a key under which what is read from it is remembered."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False)


def length_of_day(body: Mapping[str, Any]) -> timedelta:
    """What a working day counts as where a rule says so many of them."""
    return timedelta(hours=float(body.get("hours_a_day", 8)))


def names_of_days(body: Mapping[str, Any]) -> dict[date, str]:
    """What the company calls the days it has off or on besides the country's."""
    off = {day: str(row.get("name", "")) for row in body.get("extra_off", ()) for day in days_of(row)}
    return {date.fromisoformat(row["date"]): str(row.get("name", "")) for row in body.get("extra_on", ())} | off


@lru_cache(maxsize=64)
def calendar_of(text: str, country: str, zone: str) -> WorkingCalendar:
    """The calendar a book says, for a workspace of this country and zone."""
    body = json.loads(text)
    place = (body.get("country") or country) if body.get("holidays", True) else ""
    week = week_of(body)
    extra = extra_days(text)
    if not any(week):
        return plain_time(ZoneInfo(zone)).with_own(shifts=extra.shifts)
    subdivision = body.get("subdivision") or None
    calendar = WorkingCalendar(place, ZoneInfo(zone), WorkingHours(week), extra.off, extra.on, subdivision)
    return calendar.with_own(shifts=extra.shifts)


class Extra:
    """The company's own days: off, on with the usual hours, on with hours of their own."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.off = frozenset(day for row in body.get("extra_off", ()) for day in days_of(row))
        rows = [
            (date.fromisoformat(row["date"]), read_spans(row.get("hours") or ())) for row in body.get("extra_on", ())
        ]
        self.on = frozenset(day for day, spans in rows if not spans)
        self.shifts: tuple[Shift, ...] = tuple((day, spans) for day, spans in rows if spans and day not in self.off)


@lru_cache(maxsize=64)
def extra_days(text: str) -> Extra:
    """The company's own days of a book."""
    return Extra(json.loads(text))


def days_of(row: Mapping[str, Any]) -> Iterator[date]:
    """The days of a row of `extra_off`: from `date` to `until`, or the one day."""
    first = date.fromisoformat(row["date"])
    last = date.fromisoformat(row.get("until") or row["date"])
    for number in range(min((last - first).days + 1, MOST_DAYS)):
        yield first + timedelta(days=number)


def week_of(body: Mapping[str, Any]) -> tuple[tuple[Span, ...], ...]:
    """The hours of each weekday, Monday first, breaks cut out."""
    usual, lunch = read_spans(body.get("hours", ())), read_spans(body.get("lunch", ()))
    week = [usual if day in body.get("weekdays", range(5)) else () for day in range(7)]
    for row in body.get("weekday_hours", ()):
        week[int(row["weekday"])] = read_spans(row["hours"])
    return tuple(without_breaks(spans, lunch) for spans in week)


def read_spans(rows: Iterable[Sequence[str]]) -> tuple[Span, ...]:
    """[["09:00", "18:00"], ...] as times; 24:00 is the midnight that ends the day."""
    return tuple((read_time(start), read_time(end)) for start, end in rows)


def read_time(text: str) -> time:
    """A time of day to the minute. ValueError for what is none."""
    if len(text) != 5:
        raise ValueError(f"{text} is no time of day")
    return time() if text == "24:00" else time.fromisoformat(text)


def write_spans(spans: Iterable[Span]) -> list[list[str]]:
    """Spans as they are kept."""
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in spans]


def minutes_of(span: Span) -> tuple[int, int]:
    """Start and end in minutes since midnight; an end at or before the start is on the next day."""
    start, end = (at.hour * 60 + at.minute for at in span)
    return start, end if end > start else end + DAY_MINUTES


def without_breaks(spans: Iterable[Span], breaks: Iterable[Span]) -> tuple[Span, ...]:
    """Spans with breaks cut out of them."""
    left = [minutes_of(span) for span in spans]
    for rest in breaks:
        begins, ends = minutes_of(rest)
        cut = [part for start, end in left for part in ((start, min(end, begins)), (max(start, ends), end))]
        left = [(start, end) for start, end in cut if start < end]
    return tuple((_time_at(start), _time_at(end)) for start, end in left)


def _time_at(minutes: int) -> time:
    hour, minute = divmod(minutes % DAY_MINUTES, 60)
    return time(hour, minute)
