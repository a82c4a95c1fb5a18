"""What became of opportunities: won of closed and what they brought, each number opening to its records."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gleanry.cockpit.queries import BY, wins
from gleanry.cockpit.shapes import WinsRow
from gleanry.web.access import WorkRequest, page
from gleanry.web.holders import NOBODY


@require_GET
@page("deals.see")
def wins_page(request: WorkRequest) -> HttpResponse:
    """One table, by what was asked for."""
    by = request.GET.get("by", "")
    found = wins(request.viewer, by=by if by in BY else "manager")
    rows = [{"row": row, "query": query_of(found.by, row)} for row in found.rows]
    return render(request, "pages/wins.html", {"by": found.by, "dimensions": BY, "rows": rows, "total": found.total})


def query_of(by: str, row: WinsRow) -> str:
    """The address of the list that holds a row's deals, without the question mark."""
    return urlencode({by: row.key if by == "product" else row.key or NOBODY})
