"""Import: choose a file, say what its columns mean, see what will happen, let it run, mend what was refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gleanry.flow.capture.actions import count_lines, preview_import, receive_file, save_mapping, start_import
from gleanry.flow.capture.queries import list_mappings, refused_rows, words_in
from gleanry.flow.capture.shapes import ImportRun, Preview
from gleanry.leads.queries import among_visible, leads_by_id
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, page
from gleanry.web.forms.deals import first_error
from gleanry.web.forms.imports import UploadForm, mapping_from, shown_columns
from gleanry.web.limits import count_against
from gleanry.web.pages.export import attachment, csv_lines
from gleanry.web.pages.names import preview_names, settle
from gleanry.web.reach import import_within, imports_within, may_import
from gleanry.web.rows import with_names
from gleanry.web.words.fields import FIELDS, problem_text
from gleanry.wiring.imported_rows import PARTS, ImportedRow, list_rows
from gleanry.wiring.importing import outcome_of, queue_import
from gleanry.wiring.naming import names_to_settle, open_names

ERRORS_SHOWN = 20
NAMES_SOUGHT_IN = 20_000
"""Rows looked through for words before a file is taken; afterwards all of them are counted."""
ROWS_SHOWN = 100
NOT_SHOWN = frozenset(("extra", "swapped"))
"""What a row carries beside its fields."""


@require_http_methods(["GET", "POST"])
@page("leads.import")
def import_list(request: WorkRequest) -> HttpResponse:
    """Past imports, and the place to drop a new file."""
    workspace_id = request.viewer.workspace_id
    form = UploadForm()
    if request.method == "POST":
        count_against("upload", f"member-{request.viewer.member_id}")
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            may_import(request.viewer, form.cleaned_data["kind"])
            run = receive_file(
                workspace_id, file, file.name, kind=form.cleaned_data["kind"], by=request.viewer.member_id
            )
            return HttpResponseRedirect(f"/imports/{run.id}/")
        messages.error(request, first_error(form))
    runs = imports_within(request.viewer)
    people = names_of(workspace_id, [run.by for run in runs])
    return render(request, "pages/imports.html", {"form": form, "runs": runs, "people": people})


@require_GET
@page("leads.import")
def import_view(request: WorkRequest, import_id: int) -> HttpResponse:
    """A draft shows its mapping, a started import its progress or its result."""
    run = import_within(request.viewer, import_id)
    if run.state != "draft":
        return render(request, "pages/import_run.html", _progress(request, run))
    saved = list_mappings(run.workspace_id, run.kind)
    wanted = request.GET.get("mapping", "")
    preview = preview_import(run.workspace_id, run.id, saved.get(wanted))
    context = _mapping_context(run, preview) | _names(request, run, preview)
    return render(request, "pages/import_map.html", context | {"saved": saved, "base": wanted})


@require_POST
@page("leads.import")
def import_preview(request: WorkRequest, import_id: int) -> HttpResponse:
    """The first rows under the mapping as it is chosen now."""
    run = import_within(request.viewer, import_id)
    preview = preview_import(run.workspace_id, run.id, _chosen(request, run))
    return render(request, "parts/import_preview.html", _mapping_context(run, preview) | _names(request, run, preview))


@require_POST
@page("leads.import")
def import_start(request: WorkRequest, import_id: int) -> HttpResponse:
    """Fix the mapping and have the worker begin; the same file with the same mapping is the same import."""
    workspace_id = request.viewer.workspace_id
    run = import_within(request.viewer, import_id)
    may_import(request.viewer, run.kind)
    mapping = _chosen(request, run)
    settle(request)
    if name := request.POST.get("save_as", "").strip()[:80]:
        save_mapping(workspace_id, name, run.kind, mapping)
    started = start_import(workspace_id, import_id, mapping, by=request.viewer.member_id)
    if started.state == "done":
        messages.warning(request, _("This file was imported before with the same mapping. Nothing is added twice."))
    else:
        queue_import(workspace_id, started.id)
    return HttpResponseRedirect(f"/imports/{started.id}/")


@require_GET
@page("leads.import")
def import_progress(request: WorkRequest, import_id: int) -> HttpResponse:
    """Polled while an import runs."""
    run = import_within(request.viewer, import_id)
    return render(request, "parts/import_progress.html", _progress(request, run))


@require_GET
@page("leads.import")
def import_rows(request: WorkRequest, import_id: int) -> HttpResponse:
    """The rows behind one number of an import."""
    run = import_within(request.viewer, import_id)
    part = request.GET.get("part", "all")
    part = part if part in PARTS else "all"
    rows = list_rows(run, part, after=request.GET.get("after", ""), limit=ROWS_SHOWN + 1)
    shown = rows[:ROWS_SHOWN]
    leads = leads_by_id(run.workspace_id, among_visible(request.viewer, (row.lead_id or 0 for row in shown)))
    named = {row.lead.id: row for row in with_names(request.viewer, list(leads.values()))}
    outcome = outcome_of(run)
    context = {
        "run": run,
        "part": part,
        "parts": [(name, outcome.rows if name == "all" else getattr(outcome, name)) for name in PARTS],
        "rows": [
            {"row": row, "lead": named.get(row.lead_id or 0), "why": _why(row), "came": _came(row)} for row in shown
        ],
        "next_after": shown[-1].key if len(rows) > ROWS_SHOWN else None,
        "paged": bool(request.GET.get("after")),
    }
    return render(request, "pages/import_rows.html", context)


def _why(row: ImportedRow) -> str:
    return " ".join(problem_text(problem.field, problem.code) for problem in row.problems)


def _came(row: ImportedRow) -> str:
    """The row as it came, in one line."""
    cells = row.raw.values() if isinstance(row.raw, dict) else row.raw or ()
    return " · ".join(str(cell) for cell in cells if cell not in (None, ""))


@require_GET
@page("leads.import")
def import_refused(request: WorkRequest, import_id: int) -> StreamingHttpResponse:
    """The refused rows as they came, with a column that says why: to be mended and sent again."""
    run = import_within(request.viewer, import_id)
    return attachment(csv_lines(_mended(run)), f"refused-{run.id}.csv")


def _mended(run: ImportRun) -> Iterator[list[str]]:
    width = len(run.headers)
    yield [*run.headers, _("What is wrong")]
    for row in refused_rows(run.workspace_id, run.id):
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        yield [*cells, " ".join(problem_text(problem.field, problem.code) for problem in row.problems)]


def _chosen(request: WorkRequest, run: ImportRun) -> dict[str, Any]:
    saved = list_mappings(run.workspace_id, run.kind).get(request.POST.get("base", ""))
    return mapping_from(request.POST, preview_import(run.workspace_id, run.id, saved, rows=0))


def _mapping_context(run: ImportRun, preview: Preview) -> dict[str, Any]:
    rows = [
        {"row": row, "cells": list(row.fields.items()), "why": [problem_text(p.field, p.code) for p in row.problems]}
        for row in preview.rows
    ]
    filled = list(dict.fromkeys(name for row in preview.rows for name in row.fields if name not in NOT_SHOWN))
    missing = [[str(FIELDS.get(name, name)) for name in group.split("|")] for group in preview.missing]
    return {
        "run": run,
        "preview": preview,
        "columns": shown_columns(preview),
        "choices": [(name, FIELDS.get(name, name)) for name in preview.choices],
        "rows": rows,
        "filled": filled,
        "missing": missing,
        "day_first": preview.mapping["formats"].get("day_first"),
        "source": preview.mapping["constants"].get("source", ""),
        "has_source": any(target == "source" for target in preview.mapping["columns"].values()),
    }


def _names(request: WorkRequest, run: ImportRun, preview: Preview) -> dict[str, Any]:
    """The words of a file that name nothing we have, as its columns are taken now; its first rows only."""
    words = words_in(run, preview.mapping, most=NAMES_SOUGHT_IN)
    return preview_names(open_names(run.workspace_id, words), request.viewer)


def _progress(request: WorkRequest, run: ImportRun) -> dict[str, Any]:
    running = run.state in ("queued", "running")
    asked = [] if running else names_to_settle(run.workspace_id, run.id)
    lines = cache.get_or_set(f"lines:{run.digest}", lambda: count_lines(run) or 0, 86400) if running else 0
    outcome = outcome_of(run)
    errors = [
        {"row": error["row"], "text": problem_text(error["field"], error["code"]), "value": error["value"]}
        for error in outcome.errors[:ERRORS_SHOWN]
    ]
    return preview_names(asked, request.viewer) | {
        "run": run,
        "running": running,
        "lines": lines,
        "at_line": min(run.next_line, lines) if lines else 0,
        "percent": min(99, round(100 * run.next_line / lines)) if lines else None,
        "outcome": outcome,
        "errors": errors,
    }
