"""The invalid pool before those who check it: what was found, let go on or leave, put on a list."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.clean.actions import add_from_leads, confirm_leads, release_leads
from gleanry.flow.clean.queries import count_open, list_screened
from gleanry.flow.clean.shapes import ListKind, ReviewFilters
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.forms.lead_filters import NONE
from gleanry.web.forms.screening import day_of
from gleanry.web.screened import with_evidence
from gleanry.web.words import labels
from gleanry.web.words.screening import DECISIONS, ENTRIES, REASONS

SHOWN = 50


@require_GET
@page("leads.review")
def review_list(request: WorkRequest) -> HttpResponse:
    """What was held back, newest first; undecided unless asked otherwise."""
    filters = review_filters(request)
    found = list_screened(request.viewer.workspace_id, filters, after=key_of(request, "after"), limit=SHOWN + 1)
    counts = count_open(request.viewer.workspace_id, filters)
    context = {
        "rows": with_evidence(request.viewer, found[:SHOWN]),
        "next_after": found[SHOWN - 1].submission_id if len(found) > SHOWN else None,
        "paged": bool(request.GET.get("after")),
        "decision": filters.decision,
        "decisions": [(code or "open", name) for code, name in DECISIONS.items()],
        "total": sum(counts["code"].values()),
        "code": filters.code,
        "codes": [(code, f"{labels.label(REASONS, code)} ({n})") for code, n in _most(counts["code"])],
        "source": NONE if filters.source == "" else filters.source or "",
        "sources": [(name or NONE, f"{labels.source_label(name)} ({n})") for name, n in _most(counts["source"])],
        "since": day_of(request, "since"),
        "until": day_of(request, "until"),
        "entries": ENTRIES,
        "narrowed": bool(filters.code or filters.source is not None or filters.since or filters.until),
    }
    return render(request, "pages/review.html", context)


def review_filters(request: WorkRequest) -> ReviewFilters:
    """Read the address; what cannot be understood is left out rather than refused."""
    decision, code = request.GET.get("decision", ""), request.GET.get("code", "")
    source = request.GET.get("source", "")
    since, until = day_of(request, "since"), day_of(request, "until")
    return ReviewFilters(
        code=code if code in REASONS else "",
        source="" if source == NONE else source or None,
        since=_midnight(since) if since else None,
        until=_midnight(until) + timedelta(days=1) if until else None,
        decision=decision if decision in DECISIONS else "",
    )


@require_POST
@page("leads.review")
def review_decide(request: WorkRequest) -> HttpResponse:
    """One verb for the selected rows, or for a single one."""
    one = request.POST.get("one", "")
    verb, _colon, number = one.partition(":") if one else (request.POST.get("do", ""), "", "")
    chosen = [number] if one else request.POST.getlist("lead")
    ids = [int(text) for text in chosen if text.isascii() and text.isdigit() and len(text) < 19]
    if not ids:
        raise Refusal("nothing_selected")
    note, now = request.POST.get("note", ""), clock.now()
    match verb:
        case "release":
            done = release_leads(request.viewer, ids, note, now)
            _tell(request, len(done), ngettext("%(n)d lead goes on.", "%(n)d leads go on.", len(done)))
        case "confirm":
            done = confirm_leads(request.viewer, ids, note, now)
            _tell(
                request,
                len(done),
                ngettext("%(n)d lead is confirmed invalid.", "%(n)d leads are confirmed invalid.", len(done)),
            )
        case "list":
            _add(request, ids, note)
        case _:
            raise Refusal("bad_choice")
    return HttpResponseRedirect(_back(request))


def _add(request: WorkRequest, ids: list[int], note: str) -> None:
    kind = request.POST.get("kind", "")
    if kind not in set(ListKind):
        raise Refusal("bad_choice")
    added = add_from_leads(request.viewer, ids, ListKind(kind), note, clock.now(), word=request.POST.get("word", ""))
    count = len(added.ids)
    _tell(request, count, ngettext("%(n)d entry added to the lists.", "%(n)d entries added to the lists.", count))


def _tell(request: WorkRequest, count: int, text: str) -> None:
    if count:
        messages.success(request, text % {"n": count})
    else:
        messages.warning(request, _("Nothing changed: it was so already, or there was nothing to take."))


def _most(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: -pair[1])


def _midnight(day: Any) -> datetime:  # a date
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _back(request: WorkRequest) -> str:
    back = request.POST.get("next", "/invalid/")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/invalid/"
