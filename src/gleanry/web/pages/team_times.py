"""The month of a team: members by days, with shifts, leave and holidays; leave, shifts and rotas for a selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.tenants.actions import lay_rota, take_leave
from gleanry.tenants.queries import (
    company_days,
    leave_of_days,
    list_leave,
    members_planned_by,
    working_times,
)
from gleanry.tenants.shapes import LeaveRow, Rota
from gleanry.web.access import WorkRequest, page
from gleanry.web.forms.times import LeaveForm, RotaForm, SpanForm
from gleanry.web.months import DAY, Month, Person, cell_of, month_of
from gleanry.web.pages.times import language, tell_leave, unsure
from gleanry.web.words.times import DAYS, INITIALS, LEAVE_KINDS, MARKS, PARTS, WEEKDAYS

MOST = 60
"""Members on one page; of more, one team at a time."""


@require_GET
@page()
def team_time(request: WorkRequest) -> HttpResponse:
    return _page(request)


def _page(request: WorkRequest, *, form: SpanForm | None = None, picked: Sequence[int] = ()) -> HttpResponse:
    members = members_planned_by(request.viewer)
    if not members:
        raise Refusal("forbidden", permission="members.edit")
    now = clock.now()
    month = month_of(request.GET.get("month", ""), timezone.localtime(now).date())
    teams = list(dict.fromkeys(member.team.name for member in members if member.team))
    team = request.GET.get("team", "")
    if team not in teams:
        team = teams[0] if teams and len(members) > MOST else ""
    shown = [member for member in members if not team or (member.team and member.team.name == team)][: MOST * 4]
    context = _grid(request.viewer.workspace_id, month, shown) | {
        "month": month,
        "team": team,
        "teams": teams,
        "total": len(shown),
        "form": form,
        "picked": set(picked),
        "do": request.POST.get("do", "leave"),
        "leave_kinds": LEAVE_KINDS,
        "parts": PARTS,
        "weekdays": list(enumerate(WEEKDAYS)),
        "chosen_weekdays": request.POST.getlist("weekdays") or ["5"],
        "legend": [(kind, MARKS[kind], words) for kind, words in _legend()],
    }
    return render(request, "pages/team_time.html", context, status=422 if form else 200)


def _legend() -> list[tuple[str, Any]]:
    half = _("Part of a day off")
    return [
        ("leave", _("On leave")), ("half", half), ("shift", DAYS["shift"]), ("day_off", DAYS["day_off"]),
        ("makeup", DAYS["makeup"]),
    ]  # fmt: skip


def _grid(workspace_id: int, month: Month, members: Sequence[Any]) -> dict[str, Any]:
    """The cells of each member, and what the days are to the workspace; a number of statements that does not grow."""
    ids = [member.pk for member in members]
    times = working_times(workspace_id, ids)
    zone = timezone.get_current_timezone()
    since, until = (datetime.combine(day, datetime.min.time(), zone) for day in (month.first - DAY, month.after + DAY))
    leave: dict[int, list[LeaveRow]] = {}
    for row in list_leave(workspace_id, ids, since=since, until=until):
        leave.setdefault(row.member_id, []).append(row)
    names, speech = company_days(workspace_id), language()
    house = Person(times.workspace, (), names, speech)
    rows = []
    for member in members:
        person = Person(times.of(member.pk), leave.get(member.pk, ()), names, speech)
        rows.append((member, [cell_of(person, day, month) for day in month.days]))
    return {
        "heads": [(cell_of(house, day, month), INITIALS[day.weekday()]) for day in month.days],
        "rows": rows,
        "unsure": unsure(times, ids, (month.first, month.last, month.today + 60 * DAY)),
    }


@require_POST
@page()
def team_plan(request: WorkRequest) -> HttpResponse:
    """Enter leave, or shifts and a rota, for the members selected."""
    picked = [int(one) for one in request.POST.getlist("member") if one.isascii() and one.isdigit() and len(one) < 19]
    if not picked:
        raise Refusal("nobody_selected")
    if request.POST.get("do") == "leave":
        form: SpanForm = LeaveForm(request.POST)
        if form.is_valid() and isinstance(form, LeaveForm):
            _take_leave(request, picked, form)
            return _back(request)
    else:
        form = RotaForm(request.POST)
        if form.is_valid() and isinstance(form, RotaForm):
            _lay_rota(request, picked, form)
            return _back(request)
    return _page(request, form=form, picked=picked)


def _take_leave(request: WorkRequest, picked: Sequence[int], form: LeaveForm) -> None:
    times = working_times(request.viewer.workspace_id, picked)
    leaves = leave_of_days(times, picked, form.days, kind=form.leave_kind, parts=form.parts)
    note = form.cleaned_data["note"]
    tell_leave(request, take_leave(request.viewer, [replace(leave, note=note) for leave in leaves], clock.now()))


def _lay_rota(request: WorkRequest, picked: Sequence[int], form: RotaForm) -> None:
    data = form.cleaned_data
    rota = Rota(tuple(picked), *form.days, frozenset(data["weekdays"]), data["hours"], data["each"] or 0)
    count = len(lay_rota(request.viewer, rota, clock.now()))
    text = ngettext("%(n)d shift entered.", "%(n)d shifts entered.", count)
    messages.success(request, text % {"n": count})


def _back(request: WorkRequest) -> HttpResponseRedirect:
    query = request.GET.urlencode()
    return HttpResponseRedirect(f"{reverse('team_time')}?{query}" if query else reverse("team_time"))
