"""Leave in days and half days as instants; shifts of a rota in turn; why somebody is not at work; who may plan whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice, pairwise

from gleanry.tenants.rules.book import minutes_of
from gleanry.tenants.shapes import Away, NewShift, Part, Rota, Viewer
from gleanry.world.shapes import Span, Stretch, WorkingCalendar

DAY = timedelta(days=1)
NOON = 12 * 60
CLOSED = {"holiday": "holiday", "extra_off": "company_day", "shift": "day_off", "rest": "rest_day"}


def may_plan(viewer: Viewer, member_ids: Collection[int]) -> bool:
    """Whether the viewer plans the time of all of these: who edits members, or assigns leads to them."""
    if viewer.may("members.edit"):
        return True
    reach = viewer.owner_ids
    return viewer.may("leads.assign") and (reach is None or set(member_ids) <= set(reach))


def leave_between(
    calendar: WorkingCalendar, first: date, last: date, *, begins: Part = Part.DAY, ends: Part = Part.DAY
) -> Stretch:
    """The instants of leave from a local day through another, whole or with half a first or last day.

    A night shift belongs to the day it begins on: leave begins after the one of the day before is over and lasts until
    the one of the last day is. On a single day `begins` alone says which part of it. ValueError when `last` is before
    `first`.
    """
    if last < first:
        raise ValueError("leave ends before it begins")
    if first == last:
        ends = Part.DAY if begins == Part.AFTERNOON else begins
    since = _noon(calendar, first) if begins == Part.AFTERNOON else _morning(calendar, first)
    until = _noon(calendar, last) if ends == Part.MORNING else _morning(calendar, last + DAY)
    return since, until


def leave_on(calendar: WorkingCalendar, day: date, leave: Stretch) -> str:
    """How much of a day's hours a leave takes: "" for none of them, "part" or "day"."""
    taken, hours = timedelta(0), timedelta(0)
    for opens, closes in calendar.openings_on(day):
        hours += closes - opens
        taken += max(timedelta(0), min(closes, leave[1]) - max(opens, leave[0]))
    return "" if not taken else "day" if taken == hours else "part"


def _morning(calendar: WorkingCalendar, day: date) -> datetime:
    """When a day begins for somebody: at midnight, or when the shift of the night is over."""
    before = [minutes_of(span)[1] for span in calendar.hours_on(day - DAY)]
    return _at(calendar, day - DAY, max(24 * 60, *before)) if before else _at(calendar, day, 0)


def _noon(calendar: WorkingCalendar, day: date) -> datetime:
    """Where a day is halved: at the beginning of its longest break, else in the middle of its hours."""
    spans = sorted(minutes_of(span) for span in calendar.hours_on(day))
    if not spans:
        return _at(calendar, day, NOON)
    breaks = [(later[0] - sooner[1], sooner[1]) for sooner, later in pairwise(spans)]
    longest, begins = max(breaks, default=(0, 0))
    return _at(calendar, day, begins if longest > 0 else (spans[0][0] + spans[-1][1]) // 2)


def _at(calendar: WorkingCalendar, day: date, minutes: int) -> datetime:
    days, rest = divmod(minutes, 24 * 60)
    return datetime.combine(day + days * DAY, time(*divmod(rest, 60)), calendar.zone)


def shifts_of(rota: Rota) -> list[NewShift]:
    """The shifts of a rota: day by day the next members in turn, so that their numbers differ by one at most."""
    count = (rota.last - rota.first).days + 1
    days = [day for day in (rota.first + number * DAY for number in range(count)) if day.weekday() in rota.weekdays]
    each = min(rota.each, len(rota.member_ids)) or len(rota.member_ids)
    turns = cycle(rota.member_ids)
    return [NewShift(member_id, day, rota.hours) for day in days for member_id in islice(turns, each)]


def away_at(calendar: WorkingCalendar, at: datetime) -> Away | None:
    """Why work is not done at an instant and until when; None while it is. Leave before that ends is the reason."""
    try:
        until = calendar.next_open(at)
    except ValueError:
        until = None
    if until == at:
        return None
    if any(since < (until or since + DAY) and end > at for since, end in calendar.away):
        return Away("leave", until)
    kind = calendar.kind_of(at.astimezone(calendar.zone).date())
    day_off = kind != "shift" or not calendar.hours_on(at.astimezone(calendar.zone).date())
    return Away(CLOSED.get(kind, "outside_hours") if day_off else "outside_hours", until)


def are_apart(hours: Collection[Span]) -> bool:
    """Whether spans of one day do not overlap; the last may end on the next day, and takes at most a day."""
    spans = sorted(minutes_of(span) for span in hours)
    first = spans[0][0] if spans else 0
    return all(sooner[1] <= later[0] for sooner, later in pairwise(spans)) and all(
        end - first <= 24 * 60 for _, end in spans
    )
