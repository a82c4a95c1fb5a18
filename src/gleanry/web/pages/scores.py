"""What was learned from the leads that ended: how far it can be trusted, and what it would have changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gleanry.flow.score.queries import learned_scores
from gleanry.flow.score.shapes import LearnedRow
from gleanry.leads.queries import among_visible, leads_by_id
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, page
from gleanry.web.rows import with_names
from gleanry.web.words.likelihood import LEAKS, TARGETS, column_name, reason_line, refusal_line

SHOWN, MOVED = 8, 0.25
"""A stability index above this is said to have moved."""


@require_GET
@page("cockpit.see")
def scores_view(request: WorkRequest) -> HttpResponse:
    found = learned_scores(request.viewer.workspace_id)
    target = request.GET.get("target", "")
    target = target if target in found else next((t for t, row in found.items() if row.refusal is None), "sql")
    row = found.get(target)
    context: dict[str, Any] = {"targets": TARGETS, "target": target, "row": row}
    if row is not None:
        context |= _shown(request.viewer, row)
    return render(request, "pages/scores.html", context)


def _shown(viewer: Viewer, row: LearnedRow) -> dict[str, Any]:
    figures = row.evaluation
    points = figures.get("reliability", [])
    quarter = figures.get("quarter")
    return {
        "refusal": refusal_line(row.refusal) if row.refusal else "",
        "figures": figures,
        "points": points,
        "chart": {"points": [{"said": p["said"], "came": p["came"], "rows": p["rows"]} for p in points]},
        "leaks": [(column_name(leak["column"]), LEAKS[leak["code"]]) for leak in figures.get("leaks", [])],
        "drift": _drift(row),
        "compared": row.drift.get("leads", 0),
        "reasons": [
            (*reason_line(reason["column"], reason["value"], reason["log_odds"]), reason["share"])
            for reason in figures.get("reasons", [])
        ],
        "quarter": quarter,
        "since": datetime.fromisoformat(quarter["since"]) if quarter and "since" in quarter else None,
        "up": _leads(viewer, quarter.get("up_leads", [])) if quarter else [],
        "down": _leads(viewer, quarter.get("down_leads", [])) if quarter else [],
    }


def _drift(row: LearnedRow) -> list[tuple[str, float, bool, float | None]]:
    """(column, index, whether it moved, its part in the reasons): of the newest leads where they were looked at."""
    if row.drift:
        return [(column_name(name), index, over, part) for name, index, over, part in row.drift["columns"][:SHOWN]]
    earlier = row.evaluation.get("drift", [])[:SHOWN]
    return [(column_name(one["column"]), one["index"], one["index"] > MOVED, None) for one in earlier]


def _leads(viewer: Viewer, lead_ids: list[int]) -> list[Any]:
    """Those of the leads that the viewer may see, in the order given."""
    known = leads_by_id(viewer.workspace_id, among_visible(viewer, lead_ids))
    return with_names(viewer, [known[lead_id] for lead_id in lead_ids if lead_id in known])
