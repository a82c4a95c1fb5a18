"""A missed deadline with its evidence, its judgement and appeal; and how many each person and team has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.followup.actions import appeal_violation, excuse_violations, uphold_violations
from gleanry.flow.followup.queries import get_violation, tally_violations
from gleanry.flow.followup.shapes import Tally
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import leads_by_id
from gleanry.tenants.queries import list_teams, names_of
from gleanry.web.access import WorkRequest, keys_of, page
from gleanry.web.pages.promises import day_of, missed_filters
from gleanry.web.rows import with_names
from gleanry.web.words import labels

COUNTS = ("open", "excused", "upheld")


@require_GET
@page("leads.see")
def violation_view(request: WorkRequest, violation_id: int) -> HttpResponse:
    """One missed deadline: what was due, by which calendar and rules, what was done, how it was judged."""
    viewer = request.viewer
    row = get_violation(viewer, violation_id)
    lead = leads_by_id(viewer.workspace_id, [row.lead_id])
    said = row.evidence
    by = [entry["by"] for entry in (*said.get("done", ()), *said.get("pauses", ()))]
    names = names_of(viewer.workspace_id, [row.owner_id, row.judged_by_id, *by])
    own = row.owner_id == viewer.member_id
    context = {
        "row": row,
        "shown": with_names(viewer, list(lead.values()))[0] if lead else None,
        "owner": names.get(row.owner_id, ""),
        "judge": names.get(row.judged_by_id or 0, ""),
        "team": dict(list_teams(viewer.workspace_id)).get(row.team_id or 0, ""),
        "done": [_done(entry, names) for entry in said.get("done", ())],
        "pauses": [_pause(entry, names) for entry in said.get("pauses", ())],
        "reminded": [_instant(text) for text in said.get("reminded", ())],
        "may_judge": viewer.may("violations.judge") and not own,
        "may_appeal": own and row.verdict != "excused",
    }
    return render(request, "pages/violation.html", context)


def _done(entry: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    result = labels.label(labels.RESULTS, entry["result"]) if entry["result"] else ""
    parts = (labels.label(labels.FOLLOW_UP_KINDS, entry["kind"]), result, names.get(entry["by"], ""))
    return {"at": _instant(entry["at"]), "text": " · ".join(part for part in parts if part)}


def _pause(entry: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    parts = (labels.label(labels.PAUSE_REASONS, entry["reason"]), names.get(entry["by"], ""))
    text = " · ".join(part for part in parts if part)
    return {"at": _instant(entry["at"]), "until": _instant(entry["until"]), "text": text}


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@require_POST
@page("violations.judge")
def judge(request: WorkRequest) -> HttpResponse:
    """Excuse or uphold the chosen missed deadlines, with one note."""
    ids = keys_of(request, "violation")
    if not ids:
        raise Refusal("nothing_selected")
    verbs = {"excuse": excuse_violations, "uphold": uphold_violations}
    verb = verbs.get(request.POST.get("do", ""))
    if verb is None:
        raise Refusal("bad_choice")
    count = len(verb(request.viewer, ids, request.POST.get("note", ""), clock.now()))
    said = ngettext("%(n)d missed deadline judged.", "%(n)d missed deadlines judged.", count) % {"n": count}
    if count:
        messages.success(request, said)
    else:
        messages.warning(request, _("Nothing changed: these were judged that way, or are your own."))
    return HttpResponseRedirect(_back(request))


@require_POST
@page("leads.see")
def appeal(request: WorkRequest, violation_id: int) -> HttpResponse:
    """The holder says why it was not their fault."""
    appeal_violation(request.viewer, violation_id, request.POST.get("note", ""), clock.now())
    messages.success(request, _("Written down. Who leads you sees it beside the evidence."))
    return HttpResponseRedirect(f"/violations/{violation_id}/")


def _back(request: WorkRequest) -> str:
    back = request.POST.get("next", "/violations/")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/violations/"


@require_GET
@page("leads.see")
def violation_summary(request: WorkRequest) -> HttpResponse:
    """How many each person and each team missed in a month, of what, and how they were judged."""
    month = _month(request)
    filters = missed_filters(request)
    since, until = day_of(request, "since"), day_of(request, "until")
    if since is None and until is None:
        return HttpResponseRedirect(f"{request.path}?{urlencode(_days(month))}")
    tallies = tally_violations(request.viewer, filters)
    workspace_id = request.viewer.workspace_id
    names = names_of(workspace_id, [tally.owner_id for tally in tallies])
    teams = dict(list_teams(workspace_id))
    days = {name: day.isoformat() for name, day in (("since", since), ("until", until)) if day}
    context = {
        "people": _lines(tallies, "owner_id", names, "owner", days),
        "teams": _lines([t for t in tallies if t.team_id], "team_id", teams, "team", days),
        "kinds": _lines(tallies, "kind", {k: str(v) for k, v in labels.DEADLINES.items()}, "kind", days),
        "total": {name: sum(getattr(tally, name) for tally in tallies) for name in COUNTS},
        "since": since,
        "until": until,
        "before": urlencode(_days(((since or month).replace(day=1) - timedelta(days=1)).replace(day=1))),
        "after": urlencode(_days(((since or month).replace(day=1) + timedelta(days=32)).replace(day=1))),
        "month": (since or month).replace(day=1),
        "tab": "summary",
    }
    return render(request, "pages/violation_summary.html", context)


def _month(request: WorkRequest) -> date:
    return timezone.localtime(clock.now()).date().replace(day=1)


def _days(month: date) -> dict[str, str]:
    last = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return {"since": month.isoformat(), "until": last.isoformat()}


def _lines(
    tallies: Iterable[Tally], by: str, names: dict[Any, str], parameter: str, days: dict[str, str]
) -> Sequence[dict[str, Any]]:
    """One line for each person, team or kind, the most missed first; each number opens the list it counts."""
    added: dict[Any, dict[str, int]] = {}
    for tally in tallies:
        line = added.setdefault(getattr(tally, by), dict.fromkeys(COUNTS, 0))
        for name in COUNTS:
            line[name] += getattr(tally, name)
    lines = [
        {
            "name": names.get(key, f"#{key}" if isinstance(key, int) else str(key)),
            "total": sum(counts.values()),
            "href": urlencode({parameter: key, **days}),
            "counts": [(name, counts[name], urlencode({parameter: key, "verdict": name, **days})) for name in COUNTS],
        }
        for key, counts in added.items()
    ]
    return sorted(lines, key=lambda line: (-int(str(line["total"])), str(line["name"])))
