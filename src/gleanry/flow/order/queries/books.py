"""The rule books of papers and orders, with what holds where none was ever adopted."""

from __future__ import annotations

from typing import Any

from gleanry.flow.order.rules import PATTERNS, Limits, OrderRules, read_limits, read_rules, read_steps
from gleanry.flow.order.shapes import TermStep
from gleanry.kit import rulebook


def limits_of(workspace_id: int) -> tuple[Limits, int | None]:
    """The discount limits and the version that says them."""
    body, rules_id = _body(workspace_id, "prices")
    return read_limits(body), rules_id


def order_rules(workspace_id: int) -> tuple[OrderRules, int | None]:
    """The order gate and the version that says it; nothing is asked where none was adopted."""
    body, rules_id = _body(workspace_id, "orders")
    return read_rules(body), rules_id


def paper_rules(workspace_id: int) -> dict[str, Any]:
    """Numbers, terms, days of validity and header of papers."""
    return _body(workspace_id, "papers")[0]


def pattern_of(workspace_id: int, kind: str) -> str:
    """The pattern a kind of paper is numbered by."""
    return str((paper_rules(workspace_id).get("numbers") or {}).get(kind) or PATTERNS[kind])


def usual_terms(workspace_id: int) -> tuple[TermStep, ...]:
    """The steps of payment a new paper begins with."""
    return read_steps(paper_rules(workspace_id).get("terms") or [{"percent": 100, "when": "order"}])


def _body(workspace_id: int, name: str) -> tuple[dict[str, Any], int | None]:
    found = rulebook.in_force(workspace_id, name).get(name)
    return (found.body, found.id) if found else ({}, None)
