"""How well somebody writes down their work: points for count, completeness, accuracy, timeliness and links, a rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from gleanry.flow.reward.shapes import UsageFigures, UsageScore

ASPECTS = ("count", "completeness", "accuracy", "timeliness", "links")
REASONS = {
    "count": "few_visits",
    "completeness": "incomplete",
    "accuracy": "inaccurate",
    "timeliness": "late",
    "links": "unlinked",
}
WEIGHTS = {"count": 30, "completeness": 25, "accuracy": 15, "timeliness": 20, "links": 10}
"""Points where the book states none. The source names the five aspects and no weights: these are our choice."""
VISITS, TALK_BELOW = 8, 60
HUNDRED = Decimal(100)
CENT = Decimal("0.01")


def usage_of(figures: Sequence[UsageFigures], body: Mapping[str, Any]) -> list[UsageScore]:
    """The scores of some members, the best first. Equal points share a rank, and the one after it is left out."""
    asked = int(body.get("visits", VISITS))
    weights = {name: Decimal(str(body.get("weights", {}).get(name, WEIGHTS[name]))) for name in ASPECTS}
    talk = Decimal(str(body.get("talk_below", TALK_BELOW)))
    ends = int(body.get("ends", 3))
    parts = [parts_of(one, asked) for one in figures]
    points = [_points(part, weights) for part in parts]
    order = sorted(range(len(figures)), key=lambda at: (-points[at], figures[at].member_id))
    scores = []
    for at in order:
        rank = 1 + sum(1 for other in points if other > points[at])
        scores.append(
            UsageScore(
                figures[at],
                tuple(parts[at].items()),
                points[at],
                rank,
                _place(points, points[at], ends),
                _reasons(figures[at], parts[at], talk),
            )
        )
    return scores


def parts_of(figures: UsageFigures, asked: int) -> dict[str, Decimal]:
    """Points from 0 to 100 of each aspect. Who recorded nothing has none of any."""
    made = figures.visits
    return {
        "count": _share(min(made, asked), asked) if asked else HUNDRED,
        "completeness": _share(figures.said, figures.asked),
        "accuracy": _share(figures.accurate, made + figures.forgotten),
        "timeliness": _share(figures.in_time, made + figures.forgotten),
        "links": _share(figures.linked, made),
    }


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) * HUNDRED / whole).quantize(CENT, ROUND_HALF_EVEN) if whole else Decimal(0)


def _points(parts: Mapping[str, Decimal], weights: Mapping[str, Decimal]) -> Decimal:
    whole = sum(weights.values(), Decimal(0))
    added = sum((parts[name] * weights[name] for name in ASPECTS), Decimal(0))
    return (added / whole).quantize(CENT, ROUND_HALF_EVEN) if whole else Decimal(0)


def _place(points: Sequence[Decimal], mine: Decimal, ends: int) -> str:
    """top or bottom of a team that is large enough to have both; nobody is both."""
    better, worse = sum(1 for one in points if one > mine), sum(1 for one in points if one < mine)
    if better < ends <= worse:
        return "top"
    return "bottom" if worse < ends <= better else ""


def _reasons(figures: UsageFigures, parts: Mapping[str, Decimal], talk: Decimal) -> tuple[str, ...]:
    """What to talk about, the weakest first; who made no visit has that to talk about, and nothing else."""
    forgotten = ("forgotten",) if figures.forgotten else ()
    if not figures.visits:
        return ("few_visits", *forgotten)
    weak = sorted((parts[name], ASPECTS.index(name)) for name in ASPECTS if parts[name] < talk)
    return (*(REASONS[ASPECTS[at]] for _, at in weak), *forgotten)


def usage_faults(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with a body of the rule book `usage`: dicts of row (0: the book), setting, code and value."""
    faults = []
    weights = body.get("weights", {})
    if not body.get("people"):
        faults.append({"row": 0, "setting": "people", "code": "nobody", "value": ""})
    for name, value in weights.items():
        if (
            name not in ASPECTS
            or isinstance(value, bool)
            or not isinstance(value, int | float)
            or not 0 <= value <= 100
        ):
            faults.append({"row": 0, "setting": f"weights.{name}", "code": "out_of_range", "value": str(value)})
    if not faults and weights and not any(weights.get(name, WEIGHTS[name]) for name in ASPECTS):
        faults.append({"row": 0, "setting": "weights.count", "code": "nothing_counts", "value": "0"})
    for name, least, most in (("visits", 0, 200), ("talk_below", 0, 100), ("within_days", 0, 31), ("ends", 0, 50)):
        value = body.get(name, least)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            faults.append({"row": 0, "setting": name, "code": "out_of_range", "value": str(value)})
    return faults
