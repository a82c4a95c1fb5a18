"""Incentive plans, as the rule book `rewards` states them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

SALES, PRESALES, MARKETING = "sales", "presales", "marketing"
PARTS = (SALES, PRESALES, MARKETING)
"""The departments that share what an order brought, in the order of their shares."""


@dataclass(frozen=True, slots=True)
class Tier:
    """From `least` percent of the target, beyond the tier before, up to and including `most` (None: without end).

    `rate` is the commission in percent of what was received, `factor` what a bonus is multiplied by.
    """

    least: Decimal
    most: Decimal | None
    rate: Decimal
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Plan:
    """How some people are rewarded from `since` up to and including `until`.

    `model` A: `bonus` (major units of `currency`) a month times the tier's factor; below the tiers times `below`. Model
    B: commission at the tier's rate; below the tiers, or without a target, at `rate`. `people` are addresses
    (role:seller, team:North, member:12). The factors multiply a commission; `cap` is the most of it a month, in the
    workspace's currency.
    """

    code: str
    model: str
    zh: str
    en: str
    people: tuple[str, ...]
    since: date
    until: date | None
    rate: Decimal
    bonus: Decimal
    currency: str
    below: Decimal
    tiers: tuple[Tier, ...]
    outbound: Decimal
    inbound: Decimal
    new_customer: Decimal
    new_market: Decimal
    cap: Decimal | None

    def holds_on(self, day: date) -> bool:
        """Whether the plan is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Sharing:
    """How the departments share what an order brought, in percent, and who stands for those that are not sales.

    `presales_to` and `marketing_to` are addresses, or `sdr`: the SDR of the deal, else who found its lead to be MQL.
    Several share alike.
    """

    code: str
    since: date
    until: date | None
    products: tuple[str, ...]
    shares: tuple[tuple[str, Decimal], ...]
    presales_to: tuple[str, ...]
    marketing_to: tuple[str, ...]

    def share_of(self, part: str) -> Decimal:
        """The percent of a department."""
        return dict(self.shares).get(part, Decimal(0))


@dataclass(frozen=True, slots=True)
class AwardRule:
    """An event that is rewarded at the end of a month: at least so many of `what`, once a month and person.

    `what`: units (sold, of `product` where one is named), won (deals), new_customers, visits. `amount` in major units.
    """

    code: str
    zh: str
    en: str
    what: str
    product: str
    least: Decimal
    amount: Decimal
    currency: str
    people: tuple[str, ...]
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Book:
    """The rule book `rewards`. `measured_over`: month, quarter or year to date; `weights`: product -> factor.

    `prices`: (percent of the list price that was kept at least, factor), the lowest first.
    """

    rules_id: int
    version: int
    measured_over: str
    plans: tuple[Plan, ...]
    sharing: tuple[Sharing, ...]
    awards: tuple[AwardRule, ...]
    weights: dict[str, Decimal]
    prices: tuple[tuple[Decimal, Decimal], ...]
    outbound_sources: frozenset[str]
    new_markets: frozenset[str]
    new_customer_days: int


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody at work here, as plans name them."""

    member_id: int
    roles: tuple[str, ...]
    team: str
    region: str
