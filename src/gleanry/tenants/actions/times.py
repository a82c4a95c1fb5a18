"""Say when people work: their own hours, shifts on dates, a rota, leave. Each action takes a batch.

Everybody enters their own leave. The time of others, and anybody's hours and shifts, are planned by who edits members
or assigns leads to them, within reach: hours decide when deadlines are due, so they are not everybody's own to set.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.tenants.facts import HoursSet, LeaveCancelled, LeaveTaken, ShiftsCleared, ShiftsSet, TimesChanged
from gleanry.tenants.models import Leave, Member, Shift, WorkPattern
from gleanry.tenants.rules import may_plan, shifts_of
from gleanry.tenants.rules.book import write_spans
from gleanry.tenants.rules.planning import are_apart
from gleanry.tenants.shapes import NewLeave, NewShift, Pattern, Rota, Viewer
from gleanry.world.shapes import country_is_known

PLANNING = 41
"""One plan at a time in a workspace: of two shifts entered for one day at once, the later ends the sooner."""

LONGEST = timedelta(days=366)
MOST = 20_000
"""Shifts or leaves of one request."""


def set_hours(viewer: Viewer, member_ids: Collection[int], pattern: Pattern, at: datetime) -> tuple[int, ...]:
    """Give members a week, country or zone of their own; an empty pattern takes them back to the workspace's.

    Returns those who work at other times than before. Raises Refusal `not_found` for members there are not or out of
    reach, `forbidden`, `bad_hours`, `unknown_zone` or `unknown_country`.
    """
    _check_pattern(pattern)
    with transaction.atomic():
        wanted = _planned(viewer, member_ids)
        bulk.lock_workspace(viewer.workspace_id, PLANNING)
        rows = WorkPattern.objects.of(viewer.workspace_id).filter(member_id__in=wanted)
        week = [write_spans(day) for day in pattern.week]
        place = (pattern.country, pattern.subdivision, pattern.zone, pattern.holidays)
        columns = ("week", "country", "subdivision", "zone", "holidays")
        before = {row[0]: row[1:] for row in rows.values_list("member_id", *columns)}
        usual: tuple[object, ...] = ([], "", "", "", True)
        changed = tuple(one for one in wanted if before.get(one, usual) != (week, *place))
        rows.filter(member_id__in=changed).delete()
        if pattern != Pattern():
            fresh = [(viewer.workspace_id, one, week, *place) for one in changed]
            bulk.insert(WorkPattern, ("workspace_id", "member_id", *columns), fresh)
        ledger.announce(viewer.workspace_id, HoursSet(changed), at=at, by=viewer.member_id)
        _announce_times(viewer, changed, at)
    return changed


def set_shifts(viewer: Viewer, shifts: Sequence[NewShift], at: datetime) -> tuple[int, ...]:
    """Enter shifts; what stood on those days ends. A shift that stands already is left. Returns the new ids.

    Raises Refusal `not_found`, `forbidden`, `bad_hours` or `too_large`.
    """
    if len(shifts) > MOST:
        raise Refusal("too_large")
    wanted = {(shift.member_id, shift.day): shift.hours for shift in shifts}
    if not all(are_apart(hours) for hours in wanted.values()):
        raise Refusal("bad_hours")
    with transaction.atomic():
        _planned(viewer, {member_id for member_id, _ in wanted})
        bulk.lock_workspace(viewer.workspace_id, PLANNING)
        known = _standing(viewer.workspace_id, wanted)
        fresh = {key: write_spans(hours) for key, hours in wanted.items() if _hours(known, key) != write_spans(hours)}
        _end(Shift, [known[key][0] for key in fresh if key in known], viewer, at)
        ids = bulk.allocate(Shift, len(fresh))
        columns = ("id", "workspace_id", "member_id", "day", "hours", "by_id", "at")
        bulk.insert(
            Shift,
            columns,
            [
                (shift_id, viewer.workspace_id, member_id, day, hours, viewer.member_id, at)
                for shift_id, ((member_id, day), hours) in zip(ids, fresh.items(), strict=True)
            ],
        )
        members = tuple(member_id for member_id, _ in fresh)
        ledger.announce(viewer.workspace_id, ShiftsSet(tuple(ids), members), at=at, by=viewer.member_id)
        _announce_times(viewer, members, at)
    return tuple(ids)


def lay_rota(viewer: Viewer, rota: Rota, at: datetime) -> tuple[int, ...]:
    """Enter the shifts of a rota in one step. Raises Refusal as set_shifts does, or `bad_span` for over a year."""
    if not rota.member_ids or not rota.weekdays or not timedelta(0) <= rota.last - rota.first <= LONGEST:
        raise Refusal("bad_span")
    return set_shifts(viewer, shifts_of(rota), at)


def clear_shifts(viewer: Viewer, shift_ids: Collection[int], at: datetime) -> tuple[int, ...]:
    """Take shifts back: the usual hours count again. Returns those that were in force.

    Raises Refusal `not_found` when one is not there or of somebody out of reach, or `forbidden`.
    """
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, PLANNING)
        rows = Shift.objects.of(viewer.workspace_id).filter(pk__in=list(shift_ids))
        found = list(rows.order_by("pk").values_list("pk", "member_id", "ended_at"))
        _all_there(shift_ids, found)
        _planned(viewer, {member_id for _, member_id, _ in found})
        standing = [(pk, member_id) for pk, member_id, ended_at in found if ended_at is None]
        return _take_back(viewer, Shift, ShiftsCleared, standing, at)


def take_leave(viewer: Viewer, leaves: Sequence[NewLeave], at: datetime) -> tuple[int, ...]:
    """Enter leave, one's own or that of members one plans. The same again is left. Returns the new ids.

    Raises Refusal `not_found`, `forbidden`, `too_large`, or `bad_span` when it ends before it begins or is over a year.
    """
    if len(leaves) > MOST:
        raise Refusal("too_large")
    if any(not timedelta(0) < leave.until - leave.since <= LONGEST for leave in leaves):
        raise Refusal("bad_span")
    with transaction.atomic():
        members = {leave.member_id for leave in leaves}
        if members - {viewer.member_id}:
            _planned(viewer, members)
        bulk.lock_workspace(viewer.workspace_id, PLANNING)
        rows = Leave.objects.of(viewer.workspace_id).filter(member_id__in=members, ended_at=None)
        known = set(rows.values_list("member_id", "since", "until"))
        wanted = {(one.member_id, one.since, one.until): one for one in leaves}
        fresh = [one for key, one in wanted.items() if key not in known]
        ids = bulk.allocate(Leave, len(fresh))
        columns = ("id", "workspace_id", "member_id", "kind", "since", "until", "note", "by_id", "at")
        home, by = viewer.workspace_id, viewer.member_id
        bulk.insert(
            Leave,
            columns,
            [
                (leave_id, home, one.member_id, str(one.kind), one.since, one.until, one.note.strip()[:200], by, at)
                for leave_id, one in zip(ids, fresh, strict=True)
            ],
        )
        taken = tuple(one.member_id for one in fresh)
        ledger.announce(home, LeaveTaken(tuple(ids), taken), at=at, by=by)
        _announce_times(viewer, taken, at)
    return tuple(ids)


def cancel_leave(viewer: Viewer, leave_ids: Collection[int], at: datetime) -> tuple[int, ...]:
    """Take leave back; it stays to be seen. Returns what was in force. Raises Refusal `not_found` or `forbidden`."""
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, PLANNING)
        rows = Leave.objects.of(viewer.workspace_id).filter(pk__in=list(leave_ids))
        found = list(rows.order_by("pk").values_list("pk", "member_id", "ended_at"))
        _all_there(leave_ids, found)
        others = {member_id for _, member_id, _ in found} - {viewer.member_id}
        if others:
            _planned(viewer, others)
        standing = [(pk, member_id) for pk, member_id, ended_at in found if ended_at is None]
        return _take_back(viewer, Leave, LeaveCancelled, standing, at)


def announce_all_times(workspace_id: int, at: datetime, by: int | None) -> None:
    """The workspace's own hours changed, and with them those of everybody at work in it."""
    members = Member.objects.of(workspace_id).filter(active=True).order_by("pk").values_list("pk", flat=True)
    ledger.announce(workspace_id, TimesChanged(tuple(members)), at=at, by=by)


def _take_back(
    viewer: Viewer,
    model: type[Shift] | type[Leave],
    fact: type[ShiftsCleared] | type[LeaveCancelled],
    standing: Sequence[tuple[int, int]],
    at: datetime,
) -> tuple[int, ...]:
    ids, members = tuple(pk for pk, _ in standing), tuple(member_id for _, member_id in standing)
    _end(model, ids, viewer, at)
    ledger.announce(viewer.workspace_id, fact(ids, members), at=at, by=viewer.member_id)
    _announce_times(viewer, members, at)
    return ids


def _end(model: type[Shift] | type[Leave], row_ids: Iterable[int], viewer: Viewer, at: datetime) -> None:
    bulk.update(model, ("ended_at", "ended_by_id"), [(row_id, at, viewer.member_id) for row_id in row_ids])


def _planned(viewer: Viewer, member_ids: Collection[int]) -> list[int]:
    """The members, once they are there and the viewer plans their time."""
    wanted = sorted(set(member_ids))
    if not may_plan(viewer, ()):
        raise Refusal("forbidden", permission="members.edit")
    there = Member.objects.of(viewer.workspace_id).filter(pk__in=wanted).count()
    if there < len(wanted) or not may_plan(viewer, wanted):
        raise Refusal("not_found")
    return wanted


def _all_there(row_ids: Collection[int], found: Sequence[object]) -> None:
    if len(found) < len(set(row_ids)):
        raise Refusal("not_found")


Standing = dict[tuple[int, date], tuple[int, list[list[str]]]]


def _standing(workspace_id: int, wanted: Collection[tuple[int, date]]) -> Standing:
    """(member, day) -> the shift in force there, among the days asked for."""
    days = {day for _, day in wanted}
    rows = Shift.objects.of(workspace_id).filter(
        member_id__in={member_id for member_id, _ in wanted}, day__in=days, ended_at=None
    )
    found = rows.values_list("member_id", "day", "pk", "hours")
    return {(member_id, day): (pk, hours) for member_id, day, pk, hours in found if (member_id, day) in wanted}


def _hours(known: Standing, key: tuple[int, date]) -> list[list[str]] | None:
    return known[key][1] if key in known else None


def _announce_times(viewer: Viewer, member_ids: Iterable[int], at: datetime) -> None:
    changed = TimesChanged(tuple(sorted(set(member_ids))))
    ledger.announce(viewer.workspace_id, changed, at=at, by=viewer.member_id)


def _check_pattern(pattern: Pattern) -> None:
    if pattern.week and (len(pattern.week) != 7 or not any(pattern.week) or not all(map(are_apart, pattern.week))):
        raise Refusal("bad_hours")
    if pattern.country and not country_is_known(pattern.country, pattern.subdivision):
        raise Refusal("unknown_country")
    if pattern.zone:
        try:
            ZoneInfo(pattern.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise Refusal("unknown_zone") from None
