"""The rule book `plans` as it is in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gleanry.flow.nurture.rules.plans import PlanBook, faults_of, read_plans
from gleanry.kit import rulebook
from gleanry.market.audience.queries import segments_by_name

BOOK = "plans"
NONE = read_plans({})


def book_of(workspace_id: int) -> tuple[PlanBook, int]:
    """The plans in force and the id of their version; a workspace that never adopted any has none."""
    try:
        rules = rulebook.current(workspace_id, BOOK)
    except rulebook.NoRules:
        return NONE, 0
    return read_plans(rules.body), rules.id


def plan_faults(workspace_id: int, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with a body in this workspace: also segments that nobody defined."""
    known = segments_by_name(workspace_id)
    missing = [
        {"row": number, "setting": "segments", "code": "unknown_segment", "value": str(name)[:80]}
        for number, row in enumerate(body.get("plans", ()), 1)
        for name in row.get("enter", {}).get("segments", ())
        if name not in known
    ]
    return faults_of(body) + missing
