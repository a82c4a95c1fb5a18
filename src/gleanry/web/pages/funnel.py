"""The funnel: how far leads come, by source, campaign, owner or month; every number opens its list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gleanry.cockpit.queries.funnel import DIMENSIONS, funnel
from gleanry.cockpit.shapes import Funnel, FunnelRow
from gleanry.flow.convert.queries import sum_deals
from gleanry.flow.convert.shapes import DealFilters
from gleanry.leads.shapes import LeadFilters
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, page
from gleanry.web.forms.lead_filters import filters_from, query_of
from gleanry.web.words import labels

STEPS = (
    ("leads", "lead"),
    ("mql", "mql"),
    ("sql", "sql"),
    ("opportunities", "opportunity"),
    ("won", "won"),
    ("paid", "paid"),
)
"""(count of a row, the filter `reached` of its list), in order."""

CHARTED = 12


@dataclass(frozen=True)
class Cell:
    """A count, its share of the step before, and the list behind it."""

    step: str
    count: int
    rate: float | None
    href: str


@dataclass(frozen=True)
class Line:
    """One group of the funnel as shown."""

    name: str
    row: FunnelRow
    submissions: Cell
    cells: list[Cell]
    won_rate: float | None
    won_href: str
    paid_href: str
    days_href: str
    early: str


@require_GET
@page("cockpit.see")
def funnel_view(request: WorkRequest) -> HttpResponse:
    by = request.GET.get("by", "source")
    by = by if by in DIMENSIONS else "source"
    given = filters_from(request.GET)
    narrowed = LeadFilters(source=given.source, campaign=given.campaign)
    found = funnel(request.viewer, by=by, source=given.source, campaign=given.campaign)
    names = _names(request, found)
    groups = sorted(found.rows, key=lambda row: row.key, reverse=True) if by == "month" else found.rows
    lines = [_line(row, names.get(row.key, row.key), _narrow(narrowed, by, row.key)) for row in groups]
    total = _line(found.total, _("All"), narrowed)
    context = {
        "by": by,
        "groupings": labels.GROUPINGS,
        "lines": lines,
        "total": total,
        "steps": [labels.label(labels.STAGES, reached) for _count, reached in STEPS],
        "anomalies": _anomalies(found, narrowed),
        "beside": _beside(request.viewer),
        "chart": _chart(lines, total, by),
        "narrowed": query_of(narrowed),
        "only": _only(narrowed),
        "empty": not found.total.submissions,
    }
    return render(request, "pages/funnel.html", context)


def _names(request: WorkRequest, found: Funnel) -> dict[str, str]:
    """Key -> what the group is called."""
    none = {"": _("(none)")}
    keys = [row.key for row in found.rows]
    if found.by == "source":
        return {key: labels.source_label(key) for key in keys}
    if found.by == "owner":
        members = names_of(request.viewer.workspace_id, [int(key) for key in keys if key])
        return {str(member): name for member, name in members.items()} | {"": _("Nobody")}
    return {key: key for key in keys} | none


def _narrow(filters: LeadFilters, by: str, key: str) -> LeadFilters:
    """The filters of one group."""
    match by:
        case "source":
            return replace(filters, source=key)
        case "campaign":
            return replace(filters, campaign=key)
        case "owner":
            return replace(filters, owner_id=int(key) if key else None, unowned=not key)
        case _:
            return replace(filters, month=key)


def _href(filters: LeadFilters, **more: str) -> str:
    query = query_of(replace(filters, **more))  # type: ignore[arg-type]  # the names come from STEPS
    return f"/leads/?{query}" if query else "/leads/"


def _line(row: FunnelRow, name: str, filters: LeadFilters) -> Line:
    cells = []
    before = "submissions"
    for step, reached in STEPS:
        share = None if step == "leads" else row.rate(step, before)
        cells.append(Cell(step, getattr(row, step), share, _href(filters, reached=reached)))
        before = step
    everything = Cell("submissions", row.submissions, None, _href(filters))
    early = _href(filters, anomaly="won_before_first_contact") if row.won_before_contact else ""
    money = {step: _href(filters, money=step) for step in ("won", "paid")}
    days = _href(filters, reached="won") if row.median_days is not None else ""
    return Line(name, row, everything, cells, row.rate("won"), money["won"], money["paid"], days, early)


def _anomalies(found: Funnel, filters: LeadFilters) -> list[dict[str, Any]]:
    return [
        {"name": labels.label(labels.ANOMALIES, code), "count": count, "href": _href(filters, anomaly=code)}
        for code, count in found.anomalies.items()
        if count
    ]


def _beside(viewer: Viewer) -> dict[str, int]:
    """Opportunities that the board counts and the funnel of leads does not, or not with their money."""
    if not viewer.may("deals.see"):
        return {}
    leadless = sum_deals(viewer, DealFilters(leadless=True)).count
    return {"leadless": leadless, "unrated": sum_deals(viewer, DealFilters(unrated=True)).count}


def _only(filters: LeadFilters) -> list[str]:
    only = []
    if filters.source is not None:
        only.append(_("Source: %(name)s") % {"name": labels.source_label(filters.source)})
    if filters.campaign is not None:
        only.append(_("Campaign: %(name)s") % {"name": filters.campaign or _("(none)")})
    return only


def _chart(lines: list[Line], total: Line, by: str) -> dict[str, Any]:
    """What the script draws: the steps of the whole, and the largest groups with their rates."""
    shown = lines[:CHARTED][::-1] if by == "month" else lines[:CHARTED]
    return {
        "steps": [
            {"name": labels.label(labels.STAGES, reached), "count": cell.count, "href": cell.href,
             "rate": None if cell.rate is None else round(cell.rate * 100, 2)}
            for (_count, reached), cell in zip(STEPS, total.cells, strict=True)
        ],
        "groups": [
            {"name": line.name, "leads": line.row.leads, "won": line.row.won, "href": line.cells[0].href,
             "rate": round((line.won_rate or 0) * 100, 2)}
            for line in shown
        ],
        "series": by == "month",
        "words": {"leads": str(labels.STAGES["lead"]), "won": str(labels.STAGES["won"]), "rate": _("Won rate")},
    }  # fmt: skip
