"""The funnel, the state of the flow, and what an audit finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class WinsRow:
    """What became of the deals of a group. `value` is what won ones come to in the workspace's currency.

    `key` is a member, a team, a region (ids) or a product, empty for none; `unrated` won deals have no rate of exchange
    and are not in `value`.
    """

    key: str
    name: str
    open: int
    closed: int
    won: int
    value: Money
    unrated: int

    @property
    def rate(self) -> float | None:
        """Won as a share of closed; None while nothing is closed."""
        return self.won / self.closed if self.closed else None


@dataclass(frozen=True, slots=True)
class Wins:
    """Groups from the most money won to the least, and all deals once."""

    by: str
    rows: tuple[WinsRow, ...]
    total: WinsRow


@dataclass(frozen=True, slots=True)
class BoughtRow:
    """What an account bought: how many deals, their sum in minor units of the workspace's currency, the last time."""

    account_id: int
    deals: int
    value: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountBusiness:
    """People, leads and deals of an account, sums in minor units of the workspace's currency; `unrated` are in none."""

    people: int = 0
    leads: int = 0
    live_leads: int = 0
    open_deals: int = 0
    open_minor: int = 0
    won_deals: int = 0
    won_minor: int = 0
    lost_deals: int = 0
    lost_minor: int = 0
    unrated: int = 0

    def __add__(self, other: AccountBusiness) -> AccountBusiness:
        return AccountBusiness(
            *(getattr(self, name) + getattr(other, name) for name in AccountBusiness.__dataclass_fields__)
        )


@dataclass(frozen=True, slots=True)
class AccountDeal:
    """A deal of an account in a line. An unrated amount stands in no sum."""

    id: int
    name: str
    stage: str
    outcome: str
    amount: Money
    is_unrated: bool
    owner_id: int | None
    opened_at: datetime | None
    closed_at: datetime | None
