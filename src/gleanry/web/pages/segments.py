"""Segments: which there are, who belongs, and how one is defined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.market.audience.actions import define_segment, end_segment, list_people, unlist_people
from gleanry.market.audience.queries import (
    count_members,
    definition_faults,
    get_segment,
    list_members,
    list_segments,
    preview,
    share_done,
    versions_of,
    within_reach,
)
from gleanry.market.audience.shapes import Preview, SegmentKind, SegmentRow
from gleanry.people.queries import accounts_by_id, people_by_id
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.forms.segments import FRESH, TEXTS, TIMED, Row, body_of, changed, row_numbers, rows_from, rows_of
from gleanry.web.words import segments as words
from gleanry.web.words.labels import TOUCH_KINDS
from gleanry.web.words.refusals import refusal_text

SHOWN = 50
EDIT = "segments.edit"


@require_GET
@page("leads.see")
def segment_list(request: WorkRequest) -> HttpResponse:
    """The segments with how many of each one sees."""
    viewer = request.viewer
    rows = [(row, count_members(viewer, row), _lines(row)) for row in list_segments(viewer.workspace_id)]
    return render(request, "pages/segments.html", {"rows": rows, "behind": any(not row.done for row, *_ in rows)})


def _lines(row: SegmentRow) -> list[str]:
    return [] if row.kind == SegmentKind.LIST else words.definition_lines(row.body)


@require_GET
@page("leads.see")
def segment_view(request: WorkRequest, segment_id: int) -> HttpResponse:
    """One segment: what it says, who belongs, its versions."""
    viewer = request.viewer
    row = get_segment(viewer.workspace_id, segment_id)
    found = list_members(viewer, segment_id, after=key_of(request, "after"), limit=SHOWN + 1)
    versions = versions_of(viewer.workspace_id, segment_id)
    context = {
        "row": row,
        "is_list": row.kind == SegmentKind.LIST,
        "lines": _lines(row),
        "join": words.JOINS[row.body.get("join", "all")],
        "count": count_members(viewer, row),
        "share": None if row.done else share_done(viewer.workspace_id, row),
        "members": _shown(viewer.workspace_id, [(member.person_id, member.since) for member in found[:SHOWN]]),
        "next_after": found[SHOWN - 1].id if len(found) > SHOWN else None,
        "paged": "after" in request.GET,
        "versions": versions,
        "names": names_of(viewer.workspace_id, [row.by, *(by for _, _, by, _ in versions)]),
    }
    return render(request, "pages/segment.html", context)


def _shown(workspace_id: int, members: Sequence[tuple[int, Any]]) -> list[dict[str, Any]]:
    people = people_by_id(workspace_id, [person_id for person_id, _ in members])
    accounts = accounts_by_id(workspace_id, [person.account_id for person in people.values()])
    rows = []
    for person_id, since in members:
        person = people.get(person_id)
        if person is not None:
            ways = (*person.phones, *person.emails, *person.wechats)
            title = person.name or next(iter(ways), f"#{person_id}")
            account = accounts.get(person.account_id or 0)
            rows.append({"id": person_id, "title": title, "person": person, "account": account, "since": since})
    return rows


@require_http_methods(["GET", "POST"])
@page(EDIT)
def segment_edit(request: WorkRequest, segment_id: int | None = None) -> HttpResponse:
    """Define a segment; what is typed is kept in the form until it is saved."""
    workspace_id = request.viewer.workspace_id
    row = get_segment(workspace_id, segment_id) if segment_id is not None else None
    if request.method == "GET":
        rows = rows_of(row.body) if row else [dict(FRESH)]
        return _form(
            request, row, rows, name=row.name if row else "", join=row.body.get("join", "all") if row else "all"
        )
    verb = request.POST.get("do", "")
    rows = changed(rows_from(request.POST), verb)
    name, join = request.POST.get("name", "")[:120], "any" if request.POST.get("join") == "any" else "all"
    if verb not in ("try", "save"):
        return _form(request, row, rows, name=name, join=join)
    body = body_of(rows, join)
    faults = [(at, words.fault_text(fault)) for at, fault in row_numbers(rows, definition_faults(body))]
    if faults:
        return _form(request, row, rows, name=name, join=join, faults=faults)
    if verb == "try":
        return _form(request, row, rows, name=name, join=join, tried=preview(workspace_id, body, clock.now()))
    try:
        made = define_segment(request.viewer, name, body, clock.now(), segment_id=segment_id)
    except Refusal as refusal:
        if refusal.code not in ("name_empty", "name_taken"):
            raise
        return _form(request, row, rows, name=name, join=join, faults=[(-1, refusal_text(refusal.code, refusal.data))])
    messages.success(request, _("Saved. Who belongs is being found out; it changes by itself from now on."))
    url = reverse("segment", args=[made])
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else HttpResponseRedirect(url)


def _form(
    request: WorkRequest,
    segment: SegmentRow | None,
    rows: Sequence[Row],
    *,
    name: str,
    join: str,
    faults: Sequence[tuple[int, str]] = (),
    tried: Preview | None = None,
) -> HttpResponse:
    by_row: dict[int, list[str]] = {}
    for at, text in faults:
        by_row.setdefault(at, []).append(text)
    context = {
        "segment": segment,
        "name": name,
        "join": join,
        "joins": words.JOINS,
        "inner": _("or") if join == "all" else _("and"),
        "outer": _("and") if join == "all" else _("or"),
        "drafts": [_draft(number, row, by_row.get(number, ())) for number, row in enumerate(rows)],
        "of": words.OF,
        "kinds": TOUCH_KINDS,
        "whole_faults": by_row.get(-1, ()),
        "tried": tried,
        "sample": _sample(request, tried) if tried else (),
    }
    return render(request, "pages/segment_edit.html", context, status=422 if faults else 200)


def _sample(request: WorkRequest, tried: Preview) -> list[dict[str, Any]]:
    seen = within_reach(request.viewer, tried.sample)
    return _shown(request.viewer.workspace_id, [(person_id, None) for person_id in seen])


def _draft(number: int, row: Row, faults: Sequence[str]) -> dict[str, Any]:
    tests = [code for code in words.TESTS if code != "at_least" or row["of"] == "size"]
    return {
        "number": number,
        "row": row,
        "timed": row["of"] in TIMED,
        "tests": [(code, words.TESTS[code]) for code in tests] if row["of"] in TEXTS else (),
        "choices": list(words.CHOICES[row["of"]].items()) if row["of"] in words.CHOICES else (),
        "chosen": [value.strip() for value in row["values"].split(",")],
        "asks_values": row["of"] not in (*TIMED, "refuses_mail") and row["of"] not in words.CHOICES,
        "faults": faults,
    }


@require_POST
@page(EDIT)
def segment_new_list(request: WorkRequest) -> HttpResponse:
    """Make a list that is kept by hand."""
    made = define_segment(request.viewer, request.POST.get("name", ""), {}, clock.now(), kind=SegmentKind.LIST)
    return HttpResponseRedirect(reverse("segment", args=[made]))


@require_POST
@page(EDIT)
def segment_change(request: WorkRequest, segment_id: int) -> HttpResponse:
    """Put people into a list, take one out, or end the segment."""
    viewer, verb = request.viewer, request.POST.get("do", "")
    if verb == "end":
        end_segment(viewer, segment_id, clock.now())
        messages.success(request, _("The segment is kept no longer."))
        return HttpResponseRedirect(reverse("segments"))
    if verb == "take_out":
        person = request.POST.get("person", "")
        ids = [int(person)] if person.isascii() and person.isdigit() and len(person) < 19 else []
        unlist_people(viewer, segment_id, ids, clock.now())
    else:
        added, unknown = list_people(viewer, segment_id, request.POST.get("lines", "").splitlines(), clock.now())
        messages.success(request, ngettext("%(n)d person added.", "%(n)d people added.", added) % {"n": added})
        if unknown:
            lines = _(", ").join(line.strip()[:40] for line in unknown[:5])
            text = ngettext(
                "Nobody is known by %(n)d line: %(lines)s", "Nobody is known by %(n)d lines: %(lines)s", len(unknown)
            )
            messages.warning(request, text % {"n": len(unknown), "lines": lines})
    return HttpResponseRedirect(reverse("segment", args=[segment_id]))
