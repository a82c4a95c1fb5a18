"""Targets as a tree: each number is the sum of those below it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

MONEY_MEASURES = ("signed", "received")
MEASURES = (*MONEY_MEASURES, "customers", "leads", "mql", "sql")
"""What is aimed at: amount signed, amount received, new customers, leads, MQL, SQL."""
LEVELS = ("year", "quarter", "month", "team", "person", "product", "region")
"""By what a number may be split; a quarter or a month only once on the way from the year."""


@dataclass(frozen=True, slots=True)
class Node:
    """A number of the tree: `value` in minor units of the workspace's currency, or a count.

    `level` and `key` say what it is of beyond its parent: 2026, 2026-Q1, 2026-01, a team's, member's or region's id,
    or a product line. A `fixed` number is not moved when its siblings are balanced anew.
    """

    id: int
    parent: int | None
    level: str
    key: str
    value: int
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of the targets of a year in one measure; nodes from the year down, parents before children."""

    year: int
    measure: str
    version: int
    reason: str
    by: int | None
    at: datetime | None
    nodes: tuple[Node, ...]

    def children_of(self, node_id: int) -> tuple[Node, ...]:
        """The parts of a number, in order."""
        return tuple(node for node in self.nodes if node.parent == node_id)

    def node(self, node_id: int) -> Node | None:
        """A number by its id."""
        return next((node for node in self.nodes if node.id == node_id), None)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast it went and must go, per working day; `landing` is where this speed would end."""

    per_day: float
    needed_per_day: float | None
    landing: int
    due_by_now: int
    behind: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A number of the tree against what happened: the rest, and for signed amounts what the open deals cover of it."""

    node: Node
    actual: int
    gap: int
    sure: int
    uncovered: int
    new_inquiries: int
    pace: Pace
    path: dict[str, Any]

    @property
    def share(self) -> float | None:
        """How much of the target is reached."""
        return self.actual / self.node.value if self.node.value else None
