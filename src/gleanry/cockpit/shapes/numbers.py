"""The funnel, the state of the flow, and what an audit finds."""

from __future__ import annotations

from dataclasses import dataclass, field

from gleanry.values.money import Money

STEPS = ("leads", "mql", "sql", "opportunities", "won", "paid")
"""Steps after the submission, in order."""


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """One group: counts per step, money, and days from first contact to won.

    `key` is the group's value as lists filter by it (empty for none); `days` are None where nothing was won.
    """

    key: str
    submissions: int
    leads: int
    mql: int
    sql: int
    opportunities: int
    won: int
    paid: int
    won_amount: Money
    paid_amount: Money
    median_days: float | None
    mean_days: float | None
    won_before_contact: int

    def rate(self, step: str, of: str = "leads") -> float | None:
        """`step` as a share of `of`; None when there is nothing to share."""
        whole = getattr(self, of)
        return getattr(self, step) / whole if whole else None


@dataclass(frozen=True, slots=True)
class Funnel:
    """Groups from large to small, their total, and what looks wrong: code -> how many leads."""

    by: str
    rows: tuple[FunnelRow, ...]
    total: FunnelRow
    anomalies: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StageReport:
    """One stage: what it was given, handed on, holds, and refused. Balanced when the first is the sum of the rest."""

    stage: str
    taken: int
    out: int
    held: int
    refused: int

    @property
    def balanced(self) -> bool:
        return self.taken == self.out + self.held + self.refused


@dataclass(frozen=True, slots=True)
class FlowReport:
    stages: tuple[StageReport, ...]
    pools: dict[str, int]

    @property
    def balanced(self) -> bool:
        return all(stage.balanced for stage in self.stages)


@dataclass(frozen=True, slots=True)
class Finding:
    """A law that does not hold: which, what exactly, how often. A `warning` is no broken law but wants attention."""

    law: str
    code: str
    count: int
    warning: bool = False
