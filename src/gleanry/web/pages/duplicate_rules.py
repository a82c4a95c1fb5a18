"""The duplicate rules: read as a table, changed as a draft, tried on the past, put in force as a new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gleanry.flow.identify.actions import publish_rules
from gleanry.flow.identify.queries import dry_run
from gleanry.flow.identify.queries.books import ACTIONS, COMPARED, PREFER, REFRESHED, faults_of, read_book
from gleanry.flow.identify.shapes import DryRun
from gleanry.kit import clock, rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.rulebook import Rules, Version
from gleanry.leads.queries import among_visible
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.forms.duplicate_rules import Row, body_of, changed, rows_from, rows_of
from gleanry.web.words import duplicates as words
from gleanry.web.words.labels import label

BOOK = "identify"
SPANS = (7, 30, 90, 180)


@require_http_methods(["GET", "POST"])
@page("leads.see")
def duplicate_rules(request: WorkRequest) -> HttpResponse:
    """Everybody may read which rules decide about their leads; who may edit rules works on a draft."""
    if request.method == "POST":
        return _draft(request)
    now = rulebook.current(request.viewer.workspace_id, BOOK)
    if "edit" in request.GET:
        _may_edit(request)
        return _edit_page(request, now, rows_of(now.body))
    shown = _version_of(request, now)
    book = read_book(shown.body)
    return render(
        request,
        "pages/duplicate_rules.html",
        _history(request, now, shown)
        | {
            "rules": [(rule, _row_words(rule)) for rule in book.rules],
            "order": book.order,
            "latest": shown.id == now.id,
        },
    )


def _row_words(rule: Any) -> dict[str, str]:
    return {
        "compare": label(words.COMPARED, rule.compare),
        "fields": words.fields_text(rule),
        "window": words.window_text(rule),
        "action": words.action_text(rule),
    }


def _may_edit(request: WorkRequest) -> None:
    if not request.viewer.may("rules.edit"):
        raise Refusal("forbidden", permission="rules.edit")


def _version_of(request: WorkRequest, now: Rules) -> Rules:
    """The version asked for by its id, or the one in force."""
    wanted = key_of(request, "version")
    known = {version.id for version in rulebook.versions(request.viewer.workspace_id, BOOK)}
    return rulebook.version_of(request.viewer.workspace_id, wanted) if wanted in known and wanted else now


def _history(request: WorkRequest, now: Rules, shown: Rules) -> dict[str, Any]:
    versions = rulebook.versions(request.viewer.workspace_id, BOOK)
    names = names_of(request.viewer.workspace_id, [version.by for version in versions])
    told = [(version, names.get(version.by or 0, "")) for version in versions]
    current: Version | None = next((version for version in versions if version.id == shown.id), None)
    by = names.get(current.by or 0, "") if current else ""
    return {"versions": told, "shown_version": current, "shown_by": by}


def _draft(request: WorkRequest) -> HttpResponse:
    _may_edit(request)
    now = rulebook.current(request.viewer.workspace_id, BOOK)
    verb = request.POST.get("do", "")
    rows = changed(rows_from(request.POST), verb)
    if verb not in ("try", "save"):
        return _edit_page(request, now, rows)
    body = body_of(rows, now.body)
    faults = faults_of(body)
    if faults:
        return _edit_page(request, now, rows, faults=[_fault(fault) for fault in faults])
    if verb == "try":
        return _edit_page(request, now, rows, tried=_try(request, now.body, body))
    if read_book(body) == read_book(now.body):
        messages.info(request, _("Nothing was changed: these rules are in force already."))
        return _back(request)
    if not request.POST.get("note", "").strip():
        return _edit_page(request, now, rows, note_missing=True)
    made = publish_rules(request.viewer, body, clock.now(), note=request.POST["note"])
    messages.success(request, _("Version %(version)s is in force.") % {"version": made.version})
    return _back(request)


def _back(request: WorkRequest) -> HttpResponse:
    url = reverse("duplicate_rules")
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else HttpResponseRedirect(url)


def _fault(fault: Any) -> tuple[int, str]:
    given = {"setting": fault.setting, "code": fault.code, "value": fault.value}
    return fault.row, words.fault_text(given)


def _days(request: WorkRequest) -> int:
    days = request.POST.get("days", "30")
    return int(days) if days in {str(span) for span in SPANS} else 30


def _try(request: WorkRequest, now: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, Any]:
    since = clock.now() - timedelta(days=_days(request))
    found = dry_run(request.viewer.workspace_id, now, then, since=since)
    seen = set(among_visible(request.viewer, _leads_in(found)))
    actions = [name for name in words.OUTCOMES if found.now.get(name) or found.then.get(name)]
    rows = [(label(words.OUTCOMES, name), found.now.get(name, 0), found.then.get(name, 0)) for name in actions]
    return {
        "found": found,
        "rows": [(text, before, after, after - before) for text, before, after in rows],
        "changes": [
            {
                "lead_id": change.lead_id,
                "now": label(words.OUTCOMES, change.now or "new"),
                "then": label(words.OUTCOMES, change.then or "new"),
                "target": change.target_then or change.target_now,
                "opens": change.lead_id in seen,
            }
            for change in found.changes
        ],
    }


def _leads_in(found: DryRun) -> list[int]:
    return [change.lead_id for change in found.changes]


def _edit_page(
    request: WorkRequest,
    now: Rules,
    rows: Sequence[Row],
    *,
    faults: Sequence[tuple[int, str]] = (),
    tried: dict[str, Any] | None = None,
    note_missing: bool = False,
) -> HttpResponse:
    by_row: dict[int, list[str]] = {}
    for row, text in faults:
        by_row.setdefault(row, []).append(text)
    context = {
        "version": now.version,
        "drafts": [_shown(number, row, by_row.get(number + 1, ())) for number, row in enumerate(rows)],
        "compared": words.COMPARED,
        "needs": words.NEEDS,
        "refreshed": REFRESHED,
        "prefer": [(name, words.PREFER[name]) for name in PREFER],
        "book_faults": by_row.get(0, ()),
        "spans": SPANS,
        "days": _days(request),
        "note": request.POST.get("note", ""),
        "note_missing": note_missing,
        "faulty": bool(faults),
        "tried": tried,
    }
    status = 422 if faults or note_missing else 200
    return render(request, "pages/duplicate_rules_edit.html", context, status=status)


def _shown(number: int, row: Row, faults: Sequence[str]) -> dict[str, Any]:
    """A rule of the draft with what may be chosen after what is compared."""
    return {
        "number": number,
        "row": row,
        "fields": COMPARED.get(row["compare"], COMPARED["lead"]),
        "actions": [(name, words.ACTIONS[name]) for name, after in ACTIONS.items() if row["compare"] in after],
        "faults": faults,
    }
