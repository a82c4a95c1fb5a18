"""Deadlines that run, stand still or were missed, within the viewer's reach: filtered, paged by key, added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gleanry.flow.followup.queries import count_open, count_violations, kinds_in_use, list_open, list_violations
from gleanry.flow.followup.shapes import DueRow, PromiseFilters, ViolationRow
from gleanry.kit import clock
from gleanry.leads.queries import leads_by_id
from gleanry.tenants.queries import list_members, list_teams, names_of, working_times
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.pages.export import attachment, csv_lines
from gleanry.web.pages.leads import members_within
from gleanry.web.pages.times import unsure
from gleanry.web.rows import with_names
from gleanry.web.words import labels

SHOWN = 50
EXPORTED = 1000
DUE = ("late", "today", "paused")
KNOWN = ("first_contact", "decide_mql", "decide_sql", "no_follow_up", "unconverted")


@require_GET
@page("leads.see")
def deadline_list(request: WorkRequest) -> HttpResponse:
    """Running deadlines, the soonest first; or the clocks that stand still."""
    due = request.GET.get("due", "")
    due = due if due in DUE else ""
    now = clock.now()
    until = {"late": now, "today": tonight(now)}.get(due)
    filters = filters_of(request, until=until, paused=due == "paused")
    rows = list_open(request.viewer, filters, after=key_of(request, "after"), limit=SHOWN + 1)
    times = working_times(request.viewer.workspace_id, {row.owner_id for row in rows})
    context = _context(request, filters, rows) | {
        "unsure": unsure(times, {row.owner_id for row in rows}, {row.due_at.date() for row in rows}),
        "count": count_open(request.viewer, filters),
        "due": due,
        "next_after": rows[SHOWN - 1].deadline_id if len(rows) > SHOWN else None,
    }
    return render(request, "pages/deadlines.html", context)


@require_GET
@page("leads.see")
def violation_list(request: WorkRequest) -> HttpResponse:
    """Every missed deadline on record, the newest first."""
    filters = missed_filters(request)
    rows = list_violations(request.viewer, filters, after=key_of(request, "after"), limit=SHOWN + 1)
    context = _context(request, filters, rows) | {
        "count": count_violations(request.viewer, filters),
        "since": day_of(request, "since"),
        "until": day_of(request, "until"),
        "verdicts": [(code or "open", name) for code, name in labels.VERDICTS.items()],
        "verdict": "" if filters.verdict is None else filters.verdict or "open",
        "next_after": rows[SHOWN - 1].id if len(rows) > SHOWN else None,
        "tab": "missed",
    }
    return render(request, "pages/violations.html", context)


@require_GET
@page("data.export")
def export_violations(request: WorkRequest) -> StreamingHttpResponse:
    """The list as filtered, as a CSV file."""
    name = f"violations-{timezone.localtime(clock.now()):%Y%m%d-%H%M}.csv"
    return attachment(csv_lines(_exported(request, missed_filters(request))), name)


def _exported(request: WorkRequest, filters: PromiseFilters) -> Iterator[list[Any]]:
    yield [
        *(_("Lead"), _("What was due"), _("Held by"), _("Since"), _("Was due"), _("Noticed"), _("Noticed late")),
        *(_("Judgement"), _("Why"), _("What the owner says"), _("Follow-ups meanwhile")),
    ]
    viewer = request.viewer
    after: int | None = None
    while rows := list_violations(viewer, filters, after=after, limit=EXPORTED):
        names = names_of(viewer.workspace_id, [row.owner_id for row in rows])
        for row in rows:
            yield [
                row.lead_id,
                labels.label(labels.DEADLINES, row.kind),
                names.get(row.owner_id, ""),
                _minute(row.began_at),
                _minute(row.due_at),
                _minute(row.found_at),
                _("yes") if row.late else "",
                labels.label(labels.VERDICTS, row.verdict),
                row.judgement,
                row.appeal,
                row.evidence.get("did", ""),
            ]
        after = rows[-1].id


def _minute(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def tonight(now: datetime) -> datetime:
    """The end of the viewer's day."""
    return datetime.combine(timezone.localtime(now).date(), time.max, timezone.get_current_timezone())


def violations_since(day: date) -> tuple[PromiseFilters, str]:
    """The violations from a day on: the filter that counts them and the address that lists them."""
    return PromiseFilters(since=_at(day, time.min)), f"/violations/?{urlencode({'since': day.isoformat()})}"


def missed_filters(request: WorkRequest) -> PromiseFilters:
    """What a list of missed deadlines is narrowed by, as its address says."""
    since, until = day_of(request, "since"), day_of(request, "until")
    verdict = request.GET.get("verdict", "")
    return filters_of(
        request,
        since=_at(since, time.min) if since else None,
        until=_at(until, time.max) if until else None,
        verdict={"open": "", **{code: code for code in labels.VERDICTS if code}}.get(verdict),
        appealed=request.GET.get("appealed") == "1",
        late=request.GET.get("late") == "1",
    )


def filters_of(request: WorkRequest, **given: Any) -> PromiseFilters:
    """Read the address; what cannot be understood is left out rather than refused."""
    kind = request.GET.get("kind", "")
    known = kind in labels.DEADLINES or kind in kinds_in_use(request.viewer.workspace_id)
    return PromiseFilters(key_of(request, "owner"), kind if known else "", team_id=key_of(request, "team"), **given)


def day_of(request: WorkRequest, name: str) -> date | None:
    """A day given in the address."""
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    # The first and the last days there are cannot be carried into another zone.
    return day if date(1900, 1, 1) <= day <= date(2999, 12, 31) else None


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, timezone.get_current_timezone())


def teams_within(request: WorkRequest) -> list[tuple[str, str]]:
    """The teams of the members whose work the viewer sees, as choices of a filter; none where there is one only."""
    viewer = request.viewer
    seen = {
        member.team_id
        for member in list_members(viewer.workspace_id)
        if viewer.owner_ids is None or member.pk in viewer.owner_ids
    }
    teams = [(str(team_id), name) for team_id, name in list_teams(viewer.workspace_id) if team_id in seen]
    return teams if len(teams) > 1 else []


def _kinds(workspace_id: int) -> dict[str, None]:
    """The kinds the rules name, and those of before."""
    return dict.fromkeys((*kinds_in_use(workspace_id), *KNOWN))


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
        "team_value": str(filters.team_id or ""),
        "members": members if len(members) > 1 else [],
        "teams": teams_within(request),
        "kinds": [(kind, labels.label(labels.DEADLINES, kind)) for kind in _kinds(workspace_id)],
        "narrowed": filters != PromiseFilters(),
        "paged": key_of(request, "after") is not None,
    }
