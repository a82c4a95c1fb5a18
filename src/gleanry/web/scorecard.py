"""A lead's score on its page: both sums, what made them, what the cell asks for, and how they went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gleanry.flow.nurture.queries import book_of
from gleanry.flow.score.queries import cell_of
from gleanry.flow.score.shapes import ScoreCardRow
from gleanry.web.words.plans import plan_name
from gleanry.web.words.reasons import CELL_ROUTES, score_reason

SHOWN, DRAWN = 8, 40
WIDTH, HEIGHT = 240, 36
"""Of the line of behaviour, in units of its own."""


@dataclass(frozen=True)
class PointRow:
    """One reason: what gave how many points, and what would have without fading and caps, where that differs."""

    name: str
    points: float
    without: str = ""


def scorecard_of(workspace_id: int, cards: Sequence[ScoreCardRow]) -> dict[str, Any]:
    """What the page shows of a lead's cards, which come newest first; two statements at most."""
    if not cards:
        return {}
    newest = cards[0]
    cell = cell_of(workspace_id, newest.grade)
    return {
        "card": newest,
        "rows": [_row(reason) for reason in newest.reasons],
        "advice": cell.advice_in(get_language() or "en"),
        "route": str(CELL_ROUTES.get(cell.route, "")),
        "plan": _plan(workspace_id, cell.plan),
        "history": cards[:SHOWN] if len(cards) > 1 else [],
        "earlier": max(len(cards) - SHOWN, 0),
        "line": _line([card.behaviour for card in cards[:DRAWN]][::-1]),
    }


def _plan(workspace_id: int, code: str) -> str:
    """The name of a nurture plan; one that the book of plans does not know is shown by its code."""
    if not code:
        return ""
    plans = {plan.code: plan for plan in book_of(workspace_id)[0].plans}
    return plan_name(plans[code], get_language() or "en") if code in plans else code


def points_text(points: float) -> str:
    """Points with a decimal only where there is one."""
    return str(floatformat(points))


def _row(reason: Sequence[Any]) -> PointRow:
    code, points, *full = reason
    without = _("%(points)s without fading and cap") % {"points": points_text(full[0])} if full else ""
    return PointRow(score_reason(str(code)), points, without)


def _line(behaviour: Sequence[float]) -> str:
    """The corners of a line from the oldest sum to the newest; empty where there is no way to draw."""
    if len(behaviour) < 2:
        return ""
    top = max(100.0, *behaviour)
    step = WIDTH / (len(behaviour) - 1)
    return " ".join(f"{n * step:.1f},{HEIGHT - 2 - (HEIGHT - 4) * sum_ / top:.1f}" for n, sum_ in enumerate(behaviour))
