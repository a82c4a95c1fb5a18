"""The calendar of one member: the workspace's hours, or their own; dated shifts over them; leave out of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from gleanry.tenants.rules.book import calendar_of, extra_days
from gleanry.tenants.shapes import Pattern
from gleanry.world.shapes import Shift, Stretch, WorkingCalendar, WorkingHours, plain_time

USUAL = Pattern()
REMEMBERED = 1024
"""Calendars with shifts or leave kept with the years worked out, about 12 kB a year each."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a member has of their own."""

    pattern: Pattern = USUAL
    shifts: tuple[Shift, ...] = ()
    away: tuple[Stretch, ...] = ()


def own_calendar(text: str, own: Own, *, country: str, zone: str) -> WorkingCalendar:
    """A member's calendar under a workspace's book (as text). Those with the same own share one calendar.

    The company's extra days count for everybody; the member's shifts win over them.
    """
    if own.shifts or own.away:
        return _changed(text, own, country, zone)
    return _patterned(text, own.pattern, country, zone)


@lru_cache(maxsize=REMEMBERED)
def _changed(text: str, own: Own, country: str, zone: str) -> WorkingCalendar:
    return _patterned(text, own.pattern, country, zone).with_own(shifts=own.shifts, away=own.away)


@lru_cache(maxsize=256)
def _patterned(text: str, pattern: Pattern, country: str, zone: str) -> WorkingCalendar:
    usual = calendar_of(text, country, zone)
    if pattern == USUAL:
        return usual
    place = pattern.country or usual.country
    subdivision = (pattern.subdivision or None) if pattern.country else usual.subdivision
    where = ZoneInfo(pattern.zone) if pattern.zone else usual.zone
    hours = WorkingHours(pattern.week) if any(pattern.week) else usual.hours
    if not pattern.holidays:
        place, subdivision = "", None
    extra = extra_days(text)
    if hours == plain_time().hours and not place:
        return plain_time(where).with_own(shifts=extra.shifts)
    plain = WorkingCalendar(place, where, hours, extra.off, extra.on, subdivision)
    return plain.with_own(shifts=extra.shifts)
