"""When people work: their own hours, the shifts they have on dates, and the leave they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from gleanry.world.shapes import Span, WorkingCalendar


class LeaveKind(StrEnum):
    """Why somebody is on leave. Only they and who plans their time see which."""

    ANNUAL = "annual"
    SICK = "sick"
    OTHER = "other"


class Part(StrEnum):
    """How much of its first and last day a leave takes."""

    DAY = "day"
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A member's own week and place; what is empty is as the workspace has it.

    `week` is empty or seven tuples of (start, end), Monday first. `zone` is an IANA name, `country` ISO 3166-1.
    Who does not keep `holidays` works on them, as in a service that never closes.
    """

    week: tuple[tuple[Span, ...], ...] = ()
    country: str = ""
    subdivision: str = ""
    zone: str = ""
    holidays: bool = True


@dataclass(frozen=True, slots=True)
class NewShift:
    """The hours a member works on a local day instead of the usual ones; without hours it is a day off."""

    member_id: int
    day: date
    hours: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift in force, and who entered it when."""

    id: int
    member_id: int
    day: date
    hours: tuple[Span, ...]
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class NewLeave:
    """Leave of one member from an instant until another."""

    member_id: int
    kind: LeaveKind
    since: datetime
    until: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """Leave as entered; `ended_at` says when it was taken back."""

    id: int
    member_id: int
    kind: str
    since: datetime
    until: datetime
    note: str
    by: int | None
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Rota:
    """Who works on which of many days: `each` members a day, in turn; 0 means all of them on every day.

    `weekdays` are those of the days from `first` to `last` that are meant, Monday being 0.
    """

    member_ids: tuple[int, ...]
    first: date
    last: date
    weekdays: frozenset[int]
    hours: tuple[Span, ...]
    each: int = 1


@dataclass(frozen=True, slots=True)
class Away:
    """Why a member does not work at an instant, and the next instant at which they do (None: never again).

    `reason` is leave, holiday, company_day, day_off, rest_day or outside_hours.
    """

    reason: str
    until: datetime | None


@dataclass(frozen=True)
class WorkingTimes:
    """When people work: each member's calendar, the workspace's for everybody else, and how long a working day counts.

    `calendars` holds those of the members asked for who have hours, shifts or leave of their own.
    """

    workspace: WorkingCalendar
    day: timedelta
    calendars: Mapping[int, WorkingCalendar] = field(default_factory=dict)

    def of(self, member_id: int | None) -> WorkingCalendar:
        """The calendar of a member, or the workspace's."""
        return self.calendars.get(member_id, self.workspace) if member_id is not None else self.workspace

    def is_sure_of(self, member_id: int | None, at: datetime) -> bool:
        """Whether the days off and make-up days of the year in which `at` falls are published where they work."""
        calendar = self.of(member_id)
        return calendar.knows_year(at.astimezone(calendar.zone).year)
