"""How well visits are written down: ranks for who leads, one's own line for everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from gleanry.flow.reward.queries import usage_of_month
from gleanry.flow.reward.shapes import UsageScore
from gleanry.kit import clock
from gleanry.tenants.queries import names_of
from gleanry.values.period import month_of
from gleanry.web.access import WorkRequest, page
from gleanry.web.words import rewards as words


def month_asked(request: WorkRequest) -> date:
    """The month of the address, 2026-11; this month where it names none."""
    try:
        return date.fromisoformat(f"{request.GET.get('month') or request.POST.get('month', '')}-01")
    except ValueError:
        return timezone.localtime(clock.now()).date().replace(day=1)


def months_around(month: date) -> dict[str, str]:
    """The months before and after, as the address writes them."""
    before, after = month_of(date.fromordinal(month.toordinal() - 1)).first, month_of(month).end
    return {"before": f"{before:%Y-%m}", "after": f"{after:%Y-%m}"}


@require_GET
@page("leads.see")
def usage_view(request: WorkRequest) -> HttpResponse:
    """The scores of a month, the best first, and whom to talk to about what."""
    month = month_asked(request)
    scores = usage_of_month(request.viewer, month, clock.now())
    names = names_of(request.viewer.workspace_id, [score.figures.member_id for score in scores])
    rows = [_shown(score, names, request.viewer.member_id) for score in scores]
    context = {
        "rows": rows,
        "coaching": [row for row in reversed(rows) if row["reasons"]],
        "aspects": words.ASPECTS,
        "month": month,
        "tab": "usage",
        **months_around(month),
    }
    return render(request, "pages/usage.html", context)


def _shown(score: UsageScore, names: dict[int, str], me: int) -> dict[str, Any]:
    return {
        "score": score,
        "name": names.get(score.figures.member_id, ""),
        "own": score.figures.member_id == me,
        "points": words.plain(score.points),
        "parts": [(name, words.plain(points)) for name, points in score.parts],
        "reasons": [words.REASONS[reason] for reason in score.reasons],
    }
