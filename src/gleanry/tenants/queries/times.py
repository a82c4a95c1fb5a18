"""When members work: their calendars in a number of statements that does not grow with them; shifts and leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gleanry.kit import bulk, rulebook
from gleanry.tenants.models import Leave, Member, Shift, WorkPattern
from gleanry.tenants.queries.members import get_settings
from gleanry.tenants.rules import (
    Own,
    away_at,
    leave_between,
    leave_on,
    length_of_day,
    may_plan,
    names_of_days,
    own_calendar,
    read_calendar,
)
from gleanry.tenants.rules.book import read_spans, text_of
from gleanry.tenants.shapes import (
    Away,
    LeaveKind,
    LeaveRow,
    NewLeave,
    Part,
    Pattern,
    ShiftRow,
    Viewer,
    WorkingTimes,
)
from gleanry.world.shapes import Shift as Dated
from gleanry.world.shapes import Stretch, WorkingCalendar

IN_FORCE = "t.ended_at IS NULL"
PATTERN = ("member_id", "week", "country", "subdivision", "zone", "holidays")


def working_times(workspace_id: int, member_ids: Iterable[int | None] = ()) -> WorkingTimes:
    """When the workspace and these members work; a number of statements that does not grow with them."""
    settings = get_settings(workspace_id)
    body = rulebook.current(workspace_id, "calendar").body
    usual = read_calendar(body, country=settings.country, zone=settings.zone)
    own = _own(workspace_id, [member_id for member_id in member_ids if member_id])
    text = text_of(body) if own else ""
    calendars = {
        member_id: own_calendar(text, theirs, country=settings.country, zone=settings.zone)
        for member_id, theirs in own.items()
    }
    return WorkingTimes(usual, length_of_day(body), calendars)


def _own(workspace_id: int, member_ids: Sequence[int]) -> dict[int, Own]:
    """Member id -> what they have of their own; those with nothing are left out. Three statements."""
    patterns = patterns_of(workspace_id, member_ids)
    shifts: dict[int, list[Dated]] = {}
    for member_id, day, hours in bulk.find(
        Shift,
        ("member_id", "day", "hours"),
        workspace_id=workspace_id,
        key="member_id",
        among=member_ids,
        where=IN_FORCE,
        shared=True,
    ):
        shifts.setdefault(member_id, []).append((_day(day), read_spans(hours)))
    leave: dict[int, list[Stretch]] = {}
    for member_id, since, until in bulk.find(
        Leave,
        ("member_id", "since", "until"),
        workspace_id=workspace_id,
        key="member_id",
        among=member_ids,
        where=IN_FORCE,
    ):
        leave.setdefault(member_id, []).append((since, until))
    return {
        member_id: Own(
            patterns.get(member_id, Pattern()), tuple(shifts.get(member_id, ())), tuple(leave.get(member_id, ()))
        )
        for member_id in {*patterns, *shifts, *leave}
    }


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def patterns_of(workspace_id: int, member_ids: Iterable[int]) -> dict[int, Pattern]:
    """Member id -> their own week and place; those who work as the workspace does are left out."""
    rows = bulk.find(WorkPattern, PATTERN, workspace_id=workspace_id, key="member_id", among=member_ids, shared=True)
    return {
        member_id: Pattern(tuple(read_spans(day) for day in week), country, subdivision, zone, holidays)
        for member_id, week, country, subdivision, zone, holidays in rows
    }


def away(workspace_id: int, member_ids: Iterable[int], at: datetime) -> dict[int, Away]:
    """Those of the members who do not work at `at`: why, and until when."""
    wanted = list(dict.fromkeys(member_ids))
    times = working_times(workspace_id, wanted)
    told: dict[int, Away | None] = {}
    found = {}
    for member_id in wanted:
        calendar = times.of(member_id)
        if id(calendar) not in told:
            told[id(calendar)] = away_at(calendar, at)
        reason = told[id(calendar)]
        if reason is not None:
            found[member_id] = reason
    return found


def list_leave(workspace_id: int, member_ids: Iterable[int], *, since: datetime, until: datetime) -> list[LeaveRow]:
    """Leave in force of these members that touches a stretch of time, in order."""
    rows = Leave.objects.of(workspace_id).filter(
        member_id__in=list(member_ids), ended_at=None, since__lt=until, until__gt=since
    )
    columns = ("pk", "member_id", "kind", "since", "until", "note", "by_id", "at", "ended_at")
    return [LeaveRow(*values) for values in rows.order_by("since", "pk").values_list(*columns)]


def list_shifts(workspace_id: int, member_ids: Iterable[int], *, first: date, last: date) -> list[ShiftRow]:
    """Shifts in force of these members on the days from `first` to `last`, in order."""
    rows = Shift.objects.of(workspace_id).filter(
        member_id__in=list(member_ids), ended_at=None, day__gte=first, day__lte=last
    )
    columns = ("pk", "member_id", "day", "hours", "by_id", "at")
    return [
        ShiftRow(pk, member_id, day, read_spans(hours), by, at)
        for pk, member_id, day, hours, by, at in rows.order_by("day", "member_id").values_list(*columns)
    ]


def mates_of(workspace_id: int, member_id: int) -> list[Member]:
    """The other active members of somebody's team."""
    team_id = Member.objects.of(workspace_id).filter(pk=member_id).values_list("team_id", flat=True).first()
    if not team_id:
        return []
    rows = Member.objects.of(workspace_id).filter(active=True, team_id=team_id).exclude(pk=member_id)
    return list(rows.order_by("id"))


def members_planned_by(viewer: Viewer) -> list[Member]:
    """The active members whose time the viewer plans, team by team; none when they plan nobody's but their own."""
    rows = Member.objects.of(viewer.workspace_id).filter(active=True).select_related("team")
    if not may_plan(viewer, ()):
        return []
    if not viewer.may("members.edit") and viewer.owner_ids is not None:
        rows = rows.filter(pk__in=viewer.owner_ids)
    return list(rows.order_by("team__path", "id"))


@dataclass(frozen=True, slots=True)
class UnsureYear:
    """A year without published days in a country in which somebody works."""

    country: str
    year: int


def unsure_years(times: WorkingTimes, member_ids: Iterable[int], years: Iterable[int]) -> list[UnsureYear]:
    """The years among `years` of which the make-up days are not published where these members work."""
    calendars = {id(found): found for found in map(times.of, member_ids)}
    wanted = sorted(set(years))
    unsure = {
        (calendar.country, year) for calendar in calendars.values() for year in wanted if not calendar.knows_year(year)
    }
    return [UnsureYear(country, year) for country, year in sorted(unsure, key=lambda pair: (pair[1], pair[0]))]


def may_plan_time_of(viewer: Viewer, member_id: int) -> bool:
    """Whether the viewer plans the time of a member of the workspace."""
    there = Member.objects.of(viewer.workspace_id).filter(pk=member_id, active=True).exists()
    return there and may_plan(viewer, [member_id])


def leave_of_days(
    times: WorkingTimes,
    member_ids: Iterable[int],
    days: tuple[date, date],
    *,
    kind: LeaveKind,
    parts: tuple[Part, Part],
) -> list[NewLeave]:
    """Leave of members from a local day of theirs through another, whole or with half a first or last day."""
    return [
        NewLeave(member_id, kind, *leave_between(times.of(member_id), *days, begins=parts[0], ends=parts[1]))
        for member_id in member_ids
    ]


def leave_on_day(calendar: WorkingCalendar, day: date, leave: LeaveRow) -> str:
    """How much of a day's hours a leave takes: "" for none of them, "part" or "day"."""
    return leave_on(calendar, day, (leave.since, leave.until))


def company_days(workspace_id: int) -> dict[date, str]:
    """The company's own days off and on, with their names."""
    return names_of_days(rulebook.current(workspace_id, "calendar").body)
