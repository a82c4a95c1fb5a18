"""Working time: one's own month and leave; for who plans others, the month of a team, leave, shifts and rotas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.tenants.actions import cancel_leave, clear_shifts, set_hours, take_leave
from gleanry.tenants.queries import (
    away,
    company_days,
    leave_of_days,
    list_leave,
    list_shifts,
    mates_of,
    may_plan_time_of,
    members_planned_by,
    names_of,
    patterns_of,
    unsure_years,
    working_times,
)
from gleanry.tenants.shapes import Away, Pattern, Viewer, WorkingTimes
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.forms.times import LeaveForm, WeekForm
from gleanry.web.months import AHEAD, Person, cell_of, closings_after, makeups_after, month_of
from gleanry.web.spans import spans_shown
from gleanry.web.words.labels import label
from gleanry.web.words.times import AWAY, LEAVE_KINDS, PARTS, WEEKDAYS, ZONES, countries, country_name
from gleanry.world.shapes import Span, WorkingCalendar

DAY = timedelta(days=1)
SOON = timedelta(days=14)
LATELY = timedelta(days=30)
FEW = 5
TOLD = ("leave", "day_off", "holiday", "company_day")


@require_GET
@page()
def my_time(request: WorkRequest) -> HttpResponse:
    """The viewer's own month, or that of a member whose time they plan."""
    return _page(request, key_of(request, "member") or request.viewer.member_id)


def _page(
    request: WorkRequest, member_id: int, *, form: LeaveForm | None = None, week: WeekForm | None = None
) -> HttpResponse:
    viewer = request.viewer
    own = member_id == viewer.member_id
    plans = may_plan_time_of(viewer, member_id)
    if not own and not plans:
        raise Refusal("not_found")
    context = _month_context(request, member_id) | {
        "member_id": member_id,
        "name": "" if own else names_of(viewer.workspace_id, [member_id]).get(member_id, ""),
        "own": own,
        "plans": plans,
        "plans_others": bool(members_planned_by(viewer)),
        "form": form or LeaveForm(initial={"kind": "annual"}),
        "week": week or WeekForm(initial=_week_of(patterns_of(viewer.workspace_id, [member_id]).get(member_id))),
        "leave_kinds": LEAVE_KINDS,
        "parts": PARTS,
        "weekdays": list(enumerate(WEEKDAYS)),
        "countries": countries(viewer),
        "zones": ZONES,
    }
    if own:
        context |= _team_away(viewer)
    return render(request, "pages/time.html", context)


def _month_context(request: WorkRequest, member_id: int) -> dict[str, Any]:
    workspace_id, now = request.viewer.workspace_id, clock.now()
    times = working_times(workspace_id, [member_id])
    calendar = times.of(member_id)
    today = now.astimezone(calendar.zone).date()
    month = month_of(request.GET.get("month", ""), today)
    days = month.weeks_of_days
    start = min(_midnight(calendar, days[0]), now - LATELY)
    leave = list_leave(workspace_id, [member_id], since=start, until=now + 400 * DAY)
    person = Person(calendar, leave, company_days(workspace_id), language())
    shifts = list_shifts(workspace_id, [member_id], first=today, last=today + AHEAD * DAY)
    return {
        "month": month,
        "cells": [(cell_of(person, day, month), month.first <= day <= month.last) for day in days],
        "hours": hours_by_weekday(calendar),
        "calendar": calendar,
        "country": country_name(calendar.country),
        "usual": _place_of(calendar) == _place_of(times.workspace),
        "leaves": [row for row in leave if row.until > now - LATELY],
        "people": names_of(workspace_id, {row.by for row in leave if row.by != member_id}),
        "shifts": [(row, spans_shown(row.hours)) for row in shifts],
        "closings": closings_after(person, today, most=FEW),
        "makeups": makeups_after(person, today, most=FEW),
        "unsure": unsure(times, [member_id], (today, today + AHEAD * DAY, month.first)),
        "weekday_names": WEEKDAYS,
    }


def _place_of(calendar: WorkingCalendar) -> tuple[object, ...]:
    return calendar.hours, calendar.zone, calendar.country, calendar.subdivision


def _midnight(calendar: WorkingCalendar, day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), calendar.zone)


def language() -> str:
    """The language in which days are named."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def unsure(times: WorkingTimes, member_ids: Iterable[int], days: Iterable[date]) -> list[tuple[str, int]]:
    """The years of these days whose days off and make-up days nobody published, with their country."""
    found = unsure_years(times, member_ids, {day.year for day in days})
    return [(country_name(one.country), one.year) for one in found]


def hours_by_weekday(calendar: WorkingCalendar) -> list[tuple[str, str]]:
    """The week in as few lines as it has different days: ("Mon–Fri", "9:00–18:00")."""
    lines: list[tuple[int, int, tuple[Span, ...]]] = []
    for day, spans in enumerate(calendar.hours.week):
        if lines and lines[-1][2] == spans:
            lines[-1] = (lines[-1][0], day, spans)
        else:
            lines.append((day, day, spans))
    return [
        (
            str(WEEKDAYS[first]) if first == last else f"{WEEKDAYS[first]}\N{EN DASH}{WEEKDAYS[last]}",
            spans_shown(spans),
        )
        for first, last, spans in lines
        if spans
    ]


def _team_away(viewer: Viewer) -> dict[str, Any]:
    """Which colleagues are away now, and which soon; why they are on leave is theirs."""
    now = clock.now()
    mates = {member.pk: member.name for member in mates_of(viewer.workspace_id, viewer.member_id)}
    gone = away(viewer.workspace_id, mates, now)
    soon = list_leave(viewer.workspace_id, mates, since=now, until=now + SOON)
    return {
        "mates": bool(mates),
        "gone": [(mates[one], label(AWAY, found.reason), found.until) for one, found in gone.items() if _told(found)],
        "soon": [(mates[row.member_id], row) for row in soon if row.since > now],
    }


def _told(found: Away) -> bool:
    return found.reason in TOLD


def _week_of(pattern: Pattern | None) -> dict[str, Any]:
    """A pattern as the form shows it; a week with different days keeps what its first day has."""
    if pattern is None:
        return {"weekdays": [], "hours": ""}
    worked = [day for day, spans in enumerate(pattern.week) if spans]
    hours = spans_shown(pattern.week[worked[0]]) if worked else ""
    return {"weekdays": worked, "hours": hours, "country": pattern.country, "zone": pattern.zone}


def _member_in(request: WorkRequest) -> int:
    text = request.POST.get("member", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else request.viewer.member_id


def _back(request: WorkRequest, member_id: int) -> HttpResponseRedirect:
    query = QueryDict(mutable=True)
    if member_id != request.viewer.member_id:
        query["member"] = str(member_id)
    if request.POST.get("month"):
        query["month"] = request.POST["month"][:7]
    return HttpResponseRedirect(f"{reverse('time')}?{query.urlencode()}" if query else reverse("time"))


@require_POST
@page()
def leave_add(request: WorkRequest) -> HttpResponse:
    """Leave of one member, as typed in days."""
    member_id, form = _member_in(request), LeaveForm(request.POST)
    if not form.is_valid():
        return _page(request, member_id, form=form)
    times = working_times(request.viewer.workspace_id, [member_id])
    leaves = leave_of_days(times, [member_id], form.days, kind=form.leave_kind, parts=form.parts)
    noted = [replace(leave, note=form.cleaned_data["note"]) for leave in leaves]
    tell_leave(request, take_leave(request.viewer, noted, clock.now()))
    return _back(request, member_id)


def tell_leave(request: WorkRequest, taken: tuple[int, ...]) -> None:
    """Say what came of entering leave."""
    if not taken:
        messages.info(request, _("This leave was entered before. Nothing was changed."))
        return
    text = ngettext(
        "Leave entered. Deadlines in working time move accordingly.",
        "Leave of %(n)d colleagues entered. Deadlines in working time move accordingly.",
        len(taken),
    )
    messages.success(request, text % {"n": len(taken)})


@require_POST
@page()
def leave_cancel(request: WorkRequest) -> HttpResponse:
    cancel_leave(request.viewer, _ids(request, "leave"), clock.now())
    messages.success(request, _("Leave taken back."))
    return _back(request, _member_in(request))


@require_POST
@page()
def shift_clear(request: WorkRequest) -> HttpResponse:
    clear_shifts(request.viewer, _ids(request, "shift"), clock.now())
    messages.success(request, _("Shift taken back: the usual hours count again."))
    return _back(request, _member_in(request))


@require_POST
@page()
def hours_set(request: WorkRequest) -> HttpResponse:
    member_id, form = _member_in(request), WeekForm(request.POST)
    if not form.is_valid():
        return _page(request, member_id, week=form)
    changed = set_hours(request.viewer, [member_id], form.pattern(), clock.now())
    messages.success(request, _("Working hours saved.") if changed else _("Nothing was changed."))
    return _back(request, member_id)


def _ids(request: WorkRequest, name: str) -> list[int]:
    return [int(one) for one in request.POST.getlist(name) if one.isascii() and one.isdigit() and len(one) < 19]
