"""The lead list: filtered, paged by key, edited in bulk, exported."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gleanry.leads.queries import count_leads, list_leads, list_sources, sum_money
from gleanry.leads.shapes import LeadFilters
from gleanry.tenants.queries import list_members
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.forms.lead_filters import NONE, chips_of, filters_from, query_of
from gleanry.web.rows import with_names
from gleanry.web.words import labels

COUNTED = 1_000
"""Counting stops here: a list that long is narrowed before it is read."""

GRADES = [letter + band for letter in "ABCD" for band in "1234"]


@require_GET
@page("leads.see")
def lead_list(request: WorkRequest) -> HttpResponse:
    filters = filters_from(request.GET)
    context = list_context(request, filters)
    context |= {
        "chips": chips_of(filters),
        "choices": _choices(request.viewer),
        "source_value": NONE if filters.source == "" else filters.source or "",
        "owner_value": NONE if filters.unowned else str(filters.owner_id or ""),
        "seek_text": filters.text,
    }
    return render(request, "pages/leads.html", context)


@require_GET
@page("leads.see")
def lead_count(request: WorkRequest) -> HttpResponse:
    """How many leads a list holds: asked for after the list is there, because counting costs more than listing."""
    filters = filters_from(request.GET)
    total = count_leads(request.viewer, filters, zone=request.workspace.zone, up_to=COUNTED + 1)
    context: dict[str, Any] = {"total": min(total, COUNTED), "more": total > COUNTED}
    if filters.money:
        sums = sum_money(request.viewer, filters, zone=request.workspace.zone)
        context["sum"] = Money(sums[filters.money], request.workspace.currency)
    return render(request, "parts/lead_count.html", context)


def list_context(request: WorkRequest, filters: LeadFilters, *, limit: int = 50) -> dict[str, Any]:
    """One page of leads with names and counts; the same statements whatever the page holds."""
    viewer, zone = request.viewer, request.workspace.zone
    found = list_leads(
        viewer, filters, after=key_of(request, "after"), before=key_of(request, "before"), limit=limit, zone=zone
    )
    return {
        "filters": filters,
        "query": query_of(filters),
        "narrowed": bool(query_of(filters)),
        "shows_money": bool(filters.money) or filters.reached in ("won", "paid"),
        "rows": with_names(viewer, found.rows),
        "next_after": found.next_after,
        "prev_before": found.prev_before,
        "assignees": assignees(viewer),
        "return_reasons": labels.RETURN_REASONS,
    }


def assignees(viewer: Viewer) -> list[tuple[int, str]]:
    """Whom the viewer may hand leads to: the members within reach who can sign in."""
    members = list_members(viewer.workspace_id)
    return [
        (member.pk, member.name)
        for member in members
        if member.user_id and (viewer.owner_ids is None or member.pk in viewer.owner_ids)
    ]


def members_within(viewer: Viewer) -> list[tuple[str, str]]:
    """The members whose work the viewer sees, as choices of a filter."""
    members = list_members(viewer.workspace_id)
    return [(str(m.pk), m.name) for m in members if viewer.owner_ids is None or m.pk in viewer.owner_ids]


def _choices(viewer: Viewer) -> dict[str, Any]:
    return {
        "pools": labels.POOLS,
        "states": labels.STATES,
        "novelties": labels.NOVELTIES,
        "duplicates": labels.DUPLICATES,
        "grades": GRADES,
        "reached": {name: text for name, text in labels.STAGES.items() if name not in {"submission", "lead"}},
        "owners": members_within(viewer),
        "sources": [(source or NONE, labels.source_label(source)) for source in list_sources(viewer.workspace_id)],
    }
