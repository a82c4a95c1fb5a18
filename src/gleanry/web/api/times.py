"""Working time: leave, shifts, a rota, own hours, and who is away."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, cast

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, Field

from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.tenants.actions import cancel_leave, clear_shifts, lay_rota, set_hours, set_shifts, take_leave
from gleanry.tenants.queries import away, list_leave, list_shifts, mates_of, members_planned_by
from gleanry.tenants.shapes import LeaveKind, NewLeave, NewShift, Pattern, Rota, Viewer
from gleanry.web.access import WorkRequest
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.keys import Id
from gleanry.web.spans import spans_from, spans_text

router = Router(tags=["working time"])
MOST = 1000
DAY, YEAR = timedelta(days=1), timedelta(days=366)
Hours = list[tuple[str, str]]
# The first and the last days there are cannot be carried into another zone.
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2999, 12, 31))]
Instant = Annotated[AwareDatetime, Field(ge=datetime(1990, 1, 1, tzinfo=UTC), le=datetime(2999, 12, 31, tzinfo=UTC))]


class LeaveIn(Schema):
    """Leave of one member from an instant until another."""

    member_id: Id
    kind: LeaveKind = LeaveKind.ANNUAL
    since: Instant
    until: Instant
    note: str = Field("", max_length=200)


class LeavesIn(Schema):
    """Up to 1,000 leaves."""

    leaves: list[LeaveIn] = Field(min_length=1, max_length=MOST)


class LeaveOut(Schema):
    """Leave in force: whose, when, and who entered it."""

    id: int
    member_id: int
    kind: str
    since: datetime
    until: datetime
    note: str
    by: int | None
    at: datetime


class LeavesOut(Schema):
    """Leave in order."""

    leaves: list[LeaveOut]


class LeaveIds(Schema):
    """Leaves by their ids."""

    leave_ids: list[Id] = Field(min_length=1, max_length=MOST)


class ShiftIn(Schema):
    """The hours a member works on a day instead of the usual ones, as [["10:00", "16:00"]]; [] is a day off.

    An end at or before its start is on the next day.
    """

    member_id: Id
    day: Day
    hours: Hours = Field(max_length=6)


class ShiftsIn(Schema):
    """Up to 1,000 shifts."""

    shifts: list[ShiftIn] = Field(min_length=1, max_length=MOST)


class ShiftOut(Schema):
    """A shift in force."""

    id: int
    member_id: int
    day: date
    hours: Hours
    by: int | None
    at: datetime


class ShiftsOut(Schema):
    """Shifts by day."""

    shifts: list[ShiftOut]


class ShiftIds(Schema):
    """Shifts by their ids."""

    shift_ids: list[Id] = Field(min_length=1, max_length=MOST)


class RotaIn(Schema):
    """Members in turn on the weekdays (0 is Monday) from the first day to the last; `each` of them a day, 0 for all."""

    member_ids: list[Id] = Field(min_length=1, max_length=MOST)
    first: Day
    last: Day
    weekdays: list[int] = Field(min_length=1, max_length=7)
    hours: Hours = Field(max_length=6)
    each: int = Field(1, ge=0, le=MOST)


class HoursIn(Schema):
    """Own hours of members: `week` is empty (the workspace's hours) or seven lists of spans, Monday first.

    Empty `country` (ISO 3166-1), `subdivision` and `zone` (IANA) are the workspace's.
    """

    member_ids: list[Id] = Field(min_length=1, max_length=MOST)
    week: list[Hours] = Field([], max_length=7)
    country: str = Field("", max_length=2)
    subdivision: str = Field("", max_length=10)
    zone: str = Field("", max_length=40)
    holidays: bool = True


class MemberIds(Schema):
    """Those whose time changed; those whom it was so already are left out."""

    member_ids: list[int]


class SpanQuery(Schema):
    """From a day to a day, a year at most; of one member, or of all whose time the caller plans, and the caller."""

    first: Day
    last: Day
    member_id: Id | None = None


class AwayOut(Schema):
    """Why somebody does not work now: leave, holiday, company_day, day_off, rest_day or outside_hours."""

    member_id: int
    reason: str
    until: datetime | None


class AwaysOut(Schema):
    """Those who are away; who is at work is not among them."""

    away: list[AwayOut]


class AwayQuery(Schema):
    """At which instant; now when none is given."""

    at: Instant | None = None


@router.get("/leave", response={200: LeavesOut, **PROBLEMS}, summary="Leave of the caller and of those they plan")
def leave_listing(request: HttpRequest, query: Query[SpanQuery]) -> dict[str, Any]:
    viewer, members = _asked(request, query)
    start = datetime.combine(query.first, time(), UTC)
    rows = list_leave(viewer.workspace_id, members, since=start, until=start + (query.last - query.first) + DAY)
    return {"leaves": [{name: getattr(row, name) for name in LeaveOut.model_fields} for row in rows]}


@router.post("/leave", response={201: LeaveIds, **PROBLEMS}, summary="Enter leave")
def leave_add(request: HttpRequest, body: LeavesIn) -> Status[dict[str, Any]]:
    """One's own, or that of members one plans. The same again is left as it is."""
    leaves = [NewLeave(**one.model_dump()) for one in body.leaves]
    return Status(201, {"leave_ids": list(take_leave(_viewer(request), leaves, clock.now()))})


@router.post("/leave/cancel", response={200: LeaveIds, **PROBLEMS}, summary="Take leave back")
def leave_cancel(request: HttpRequest, body: LeaveIds) -> dict[str, Any]:
    """It stays to be seen. Answers with those that were in force."""
    return {"leave_ids": list(cancel_leave(_viewer(request), body.leave_ids, clock.now()))}


@router.get("/shifts", response={200: ShiftsOut, **PROBLEMS}, summary="Shifts of the caller and of those they plan")
def shift_listing(request: HttpRequest, query: Query[SpanQuery]) -> dict[str, Any]:
    viewer, members = _asked(request, query)
    rows = list_shifts(viewer.workspace_id, members, first=query.first, last=query.last)
    return {
        "shifts": [
            {name: getattr(row, name) for name in ShiftOut.model_fields} | {"hours": spans_text(row.hours)}
            for row in rows
        ]
    }


@router.post("/shifts", response={201: ShiftIds, **PROBLEMS}, summary="Enter shifts")
def shift_add(request: HttpRequest, body: ShiftsIn) -> Status[dict[str, Any]]:
    """What stood on those days ends."""
    shifts = [NewShift(one.member_id, one.day, spans_from(one.hours)) for one in body.shifts]
    return Status(201, {"shift_ids": list(set_shifts(_viewer(request), shifts, clock.now()))})


@router.post("/shifts/clear", response={200: ShiftIds, **PROBLEMS}, summary="Take shifts back")
def shift_clear(request: HttpRequest, body: ShiftIds) -> dict[str, Any]:
    """The usual hours of those days count again. Answers with those that were in force."""
    return {"shift_ids": list(clear_shifts(_viewer(request), body.shift_ids, clock.now()))}


@router.post("/rota", response={201: ShiftIds, **PROBLEMS}, summary="Enter the shifts of a rota")
def rota_add(request: HttpRequest, body: RotaIn) -> Status[dict[str, Any]]:
    weekdays = frozenset(body.weekdays)
    rota = Rota(tuple(body.member_ids), body.first, body.last, weekdays, spans_from(body.hours), body.each)
    return Status(201, {"shift_ids": list(lay_rota(_viewer(request), rota, clock.now()))})


@router.post("/hours", response={200: MemberIds, **PROBLEMS}, summary="Give members hours of their own")
def hours_set(request: HttpRequest, body: HoursIn) -> dict[str, Any]:
    week = tuple(spans_from(day) for day in body.week)
    pattern = Pattern(week, body.country, body.subdivision, body.zone, body.holidays)
    return {"member_ids": list(set_hours(_viewer(request), body.member_ids, pattern, clock.now()))}


@router.get("/away", response={200: AwaysOut, **PROBLEMS}, summary="Who of the team is away")
def away_listing(request: HttpRequest, query: Query[AwayQuery]) -> dict[str, Any]:
    """The caller, their team and those whose time they plan."""
    viewer = _viewer(request)
    mates = [member.pk for member in mates_of(viewer.workspace_id, viewer.member_id)]
    planned = [member.pk for member in members_planned_by(viewer)]
    found = away(viewer.workspace_id, [viewer.member_id, *mates, *planned], query.at or clock.now())
    return {"away": [{"member_id": member, "reason": one.reason, "until": one.until} for member, one in found.items()]}


def _viewer(request: HttpRequest) -> Viewer:
    return cast(WorkRequest, request).viewer


def _asked(request: HttpRequest, query: SpanQuery) -> tuple[Viewer, list[int]]:
    """Whose time is asked for. Raises Refusal `bad_span`, or `not_found` for somebody out of reach."""
    viewer = _viewer(request)
    if not timedelta(0) <= query.last - query.first <= YEAR:
        raise Refusal("bad_span")
    members = [viewer.member_id, *(member.pk for member in members_planned_by(viewer))]
    if query.member_id is None:
        return viewer, members
    if query.member_id not in members:
        raise Refusal("not_found")
    return viewer, [query.member_id]
