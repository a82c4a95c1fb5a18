"""What the made-up company plans of its people's time: Saturdays in turn, some leave, somebody abroad."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from gleanry.kit import ledger
from gleanry.tenants.actions import lay_rota, set_hours, take_leave
from gleanry.tenants.queries import leave_of_days, list_members, viewer_of, working_times
from gleanry.tenants.shapes import LeaveKind, Part, Pattern, Role, Rota

DAY = timedelta(days=1)
SATURDAY = 5
SATURDAYS = 8 * 7
HOURS = ((time(10), time(16)),)


def plan_times(workspace_id: int, at: datetime) -> None:
    """Plan the weeks from `at` on: leads of a weekend are called back within the golden 48 hours. Safe to repeat."""
    members = list_members(workspace_id)
    planner = viewer_of(next(one for one in members if Role.ADMINISTRATOR in one.roles))
    sdrs = [one.pk for one in members if Role.SDR in one.roles]
    sellers = [one.pk for one in members if Role.SELLER in one.roles and one.user_id]
    times = working_times(workspace_id, [*sdrs, *sellers])
    today = at.astimezone(times.workspace.zone).date()
    if sellers:
        set_hours(planner, sellers[-1:], Pattern(country="DE", zone="Europe/Berlin"), at)
    if sdrs:
        lay_rota(planner, Rota(tuple(sdrs), today, today + SATURDAYS * DAY, frozenset({SATURDAY}), HOURS), at)
    week = today + (7 - today.weekday()) * DAY
    whole, half = (Part.DAY, Part.DAY), (Part.AFTERNOON, Part.DAY)
    leaves = [
        *leave_of_days(times, sellers[:1], (week, week + 4 * DAY), kind=LeaveKind.ANNUAL, parts=whole),
        *leave_of_days(times, sdrs[1:2], (week + DAY, week + DAY), kind=LeaveKind.OTHER, parts=half),
        *leave_of_days(times, sdrs[2:3], (today, today + 3 * DAY), kind=LeaveKind.SICK, parts=whole),
    ]
    take_leave(planner, leaves, at)
    ledger.drain(workspace_id)
