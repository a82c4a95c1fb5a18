"""What a claimed receipt gives to whom, and the statements it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from gleanry.values.money import Money


@dataclass(frozen=True, slots=True)
class Earning:
    """A claimed receipt, as far as it is rewarded. A refund is negative.

    `amount` in the currency received, `rate` the workspace's currency for one unit of it, fixed with the receipt.
    `owners` are the members who share it as sales, with their amounts; what units without a member get is not among
    them. `sourced`: marketing brought the lead. `kept` is how much of the list price was kept, in
    percent, where an order says so.
    """

    claim_id: int
    receipt_id: int
    order_id: int | None
    deal_id: int | None
    day: date
    amount: Money
    rate: Decimal
    owners: tuple[tuple[int, Money], ...]
    sdr_id: int | None = None
    product: str = ""
    sourced: bool = False
    outbound: bool = False
    new_customer: bool = False
    new_market: bool = False
    kept: Decimal | None = None


class Share(NamedTuple):
    """What of a claimed receipt counts for somebody, as a member of which department."""

    member_id: int
    part: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Terms:
    """By what a share is turned into a commission: a rate in percent, factors by name, and why that rate.

    `tier` is its number from 1; 0 is the plan's own rate: no target, or less than the first tier asks.
    """

    plan: str
    rate: Decimal
    factors: tuple[tuple[str, Decimal], ...] = ()
    completion: Decimal | None = None
    tier: int = 0

    @property
    def whole(self) -> Decimal:
        """The rate with all factors, as a part of one."""
        product = self.rate / 100
        for _, factor in self.factors:
            product *= factor
        return product


@dataclass(frozen=True, slots=True)
class Stated:
    """A line of a statement, as far as a correction needs it."""

    id: int
    member_id: int
    part: str
    claim_id: int
    base: Money
    pay: Money
    terms: Terms


@dataclass(frozen=True, slots=True)
class Correction:
    """What a stated line is to be corrected by; `corrects_id` is None where somebody gets a share they did not have."""

    member_id: int
    part: str
    base: Money
    pay: Money
    terms: Terms
    corrects_id: int | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a statement. `kind`: commission, correction, clawback, bonus, award, given.

    `base` is what of a receipt counts, `pay` what it gives, `pay_base` the same in the workspace's currency. `how`
    holds what the calculation is written from: plan, rate, factors, completion, tier.
    """

    id: int
    statement_id: int
    member_id: int
    month: date
    kind: str
    part: str
    claim_id: int | None
    receipt_id: int | None
    order_id: int | None
    deal_id: int | None
    base: Money
    pay: Money
    pay_base: Money
    rate: Decimal
    how: Mapping[str, Any]
    corrects_id: int | None
    rules_id: int | None


@dataclass(frozen=True, slots=True)
class StatementRow:
    """The statement of a person and month. `state`: draft, closed, paid; `sums`: currency -> amount."""

    id: int
    member_id: int
    month: date
    state: str
    plan: str
    goal: Money | None
    achieved: Money
    completion: Decimal | None
    sums: tuple[Money, ...]
    total: Money
    lines: int
    unrated: int
    closed_at: datetime | None
    closed_by_id: int | None
    paid_at: datetime | None
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month in a list: how many statements, what they come to, and whether it is closed."""

    month: date
    count: int
    total: Money
    paid: int
    closed_at: datetime | None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """What a plan would have given somebody against what is in force; in the workspace's currency."""

    member_id: int
    old: Money
    new: Money
    lines: tuple[ComparedLine, ...] = field(default=())

    @property
    def difference(self) -> Money:
        """New less old."""
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One share or bonus by both plans."""

    month: date
    part: str
    claim_id: int | None
    deal_id: int | None
    old: Money
    new: Money
    old_rate: Decimal
    new_rate: Decimal


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A dry run: people, the greatest change first; how many receipts were looked at, and whether that was all."""

    people: tuple[Compared, ...]
    receipts: int
    whole: bool
