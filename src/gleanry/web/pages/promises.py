"""Deadlines that run and deadlines that were missed, within the viewer's reach: filtered and paged by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from gleanry.flow.followup.queries import count_open, count_violations, list_open, list_violations
from gleanry.flow.followup.shapes import DueRow, PromiseFilters, ViolationRow
from gleanry.kit import clock
from gleanry.leads.queries import leads_by_id
from gleanry.tenants.queries import names_of, working_times
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.pages.leads import members_within
from gleanry.web.pages.times import unsure
from gleanry.web.rows import with_names
from gleanry.web.words import labels

SHOWN = 50
DUE = ("late", "today")


@require_GET
@page("leads.see")
def deadline_list(request: WorkRequest) -> HttpResponse:
    """Running deadlines, the soonest first."""
    due = request.GET.get("due", "")
    due = due if due in DUE else ""
    now = clock.now()
    until = {"late": now, "today": tonight(now)}.get(due)
    filters = _filters(request, until=until)
    rows = list_open(request.viewer, filters, after=key_of(request, "after"), limit=SHOWN + 1)
    times = working_times(request.viewer.workspace_id, {row.owner_id for row in rows})
    context = _context(request, filters, rows) | {
        "unsure": unsure(times, {row.owner_id for row in rows}, {row.due_at.date() for row in rows}),
        "count": count_open(request.viewer, filters),
        "due": due,
        "kinds": _kinds("first_contact", "decide_mql", "decide_sql"),
        "next_after": rows[SHOWN - 1].deadline_id if len(rows) > SHOWN else None,
    }
    return render(request, "pages/deadlines.html", context)


@require_GET
@page("leads.see")
def violation_list(request: WorkRequest) -> HttpResponse:
    """Every missed deadline on record, the newest first."""
    since, until = _day(request, "since"), _day(request, "until")
    filters = _filters(
        request, since=_at(since, time.min) if since else None, until=_at(until, time.max) if until else None
    )
    rows = list_violations(request.viewer, filters, after=key_of(request, "after"), limit=SHOWN + 1)
    context = _context(request, filters, rows) | {
        "count": count_violations(request.viewer, filters),
        "since": since,
        "until": until,
        "kinds": _kinds("first_contact", "decide_mql", "decide_sql"),
        "next_after": rows[SHOWN - 1].id if len(rows) > SHOWN else None,
    }
    return render(request, "pages/violations.html", context)


def tonight(now: datetime) -> datetime:
    """The end of the viewer's day."""
    return datetime.combine(timezone.localtime(now).date(), time.max, timezone.get_current_timezone())


def violations_since(day: date) -> tuple[PromiseFilters, str]:
    """The violations from a day on: the filter that counts them and the address that lists them."""
    return PromiseFilters(since=_at(day, time.min)), f"/violations/?{urlencode({'since': day.isoformat()})}"


def _filters(request: WorkRequest, *, since: datetime | None = None, until: datetime | None = None) -> PromiseFilters:
    """Read the address; what cannot be understood is left out rather than refused."""
    kind = request.GET.get("kind", "")
    return PromiseFilters(key_of(request, "owner"), kind if kind in labels.DEADLINES else "", since, until)


def _day(request: WorkRequest, name: str) -> date | None:
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    # The first and the last days there are cannot be carried into another zone.
    return day if date(1900, 1, 1) <= day <= date(2999, 12, 31) else None


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, timezone.get_current_timezone())


def _kinds(*kinds: str) -> list[tuple[str, Any]]:
    return [(kind, labels.DEADLINES[kind]) for kind in kinds]


def _context(
    request: WorkRequest, filters: PromiseFilters, rows: Sequence[DueRow] | Sequence[ViolationRow]
) -> dict[str, Any]:
    """The rows with the leads and members behind them, and what the filters offer."""
    workspace_id = request.viewer.workspace_id
    page_of = rows[:SHOWN]
    leads = leads_by_id(workspace_id, [row.lead_id for row in page_of])
    shown = {row.lead.id: row for row in with_names(request.viewer, list(leads.values()))}
    owners: Mapping[int, str] = names_of(workspace_id, [row.owner_id for row in page_of])
    members = members_within(request.viewer)
    return {
        "rows": [{"row": row, "shown": shown.get(row.lead_id), "owner": owners.get(row.owner_id)} for row in page_of],
        "filters": filters,
        "owner_value": str(filters.owner_id or ""),
        "members": members if len(members) > 1 else [],
        "narrowed": filters != PromiseFilters(),
        "paged": key_of(request, "after") is not None,
    }
