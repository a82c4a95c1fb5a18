"""Deals and boards, as others hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gleanry.values.money import Money


@dataclass(frozen=True, slots=True)
class DealCard:
    """A deal. `amount` is in the deal's own currency, `base` in the workspace's."""

    id: int
    name: str
    lead_id: int | None
    account_id: int | None
    person_id: int | None
    owner_id: int | None
    product: str
    stage: str
    outcome: str
    amount: Money
    base: Money
    opened_at: datetime
    closed_at: datetime | None
    loss_reason: str

    @property
    def is_unrated(self) -> bool:
        """Whether the amount stands in no sum because nobody stated a rate."""
        return bool(self.amount.minor) and not self.base.minor and self.amount.currency != self.base.currency


@dataclass(frozen=True, slots=True)
class DealFilters:
    """What a list of deals is narrowed by; empty means not narrowed.

    `outcome` is open, won or lost; `stage` a key of the rule book (open deals only); `lead_id` the lead they came
    from, `leadless` those that came from none; `unrated` those whose amount has no exchange rate and stands in no sum.
    """

    outcome: str = ""
    stage: str = ""
    lead_id: int | None = None
    leadless: bool = False
    unrated: bool = False


@dataclass(frozen=True, slots=True)
class DealSum:
    """What a list of deals comes to. `unrated` deals are counted, their amounts are not in `total`."""

    count: int
    total: Money
    unrated: int


@dataclass(frozen=True, slots=True)
class DealRow:
    """The deal of a lead, in short. `outcome` is empty while it is open."""

    id: int
    lead_id: int
    owner_id: int | None
    outcome: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Party:
    """Whose a deal is: its account, who holds it and its lead; `closed_at` when it was won or lost."""

    account_id: int | None
    owner_id: int | None
    closed_at: datetime | None
    lead_id: int | None


@dataclass(frozen=True, slots=True)
class ConversionRow:
    """A lead linked to an account that was there, by a duplicate rule under a version of the rules."""

    lead_id: int
    account_id: int
    rule: str
    rules_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One stage with its deals; `count` and `total` cover all of them, `cards` the latest.

    The amounts of `unrated` deals have no exchange rate and are not in `total`.
    """

    stage: str
    name_zh: str
    name_en: str
    count: int
    total: Money
    unrated: int
    cards: tuple[DealCard, ...]


@dataclass(frozen=True, slots=True)
class StageChangeRow:
    from_stage: str
    stage: str
    at: datetime
    by: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class DealTerms:
    """A deal with what money needs of it: whose it is and what it costs, `rate` as fixed with the amount."""

    id: int
    name: str
    outcome: str
    lead_id: int | None
    account_id: int | None
    person_id: int | None
    owner_id: int | None
    amount: Money
    rate: Decimal
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that a deal from a file came with; `rate` is the workspace's currency for one unit, 0 where unknown."""

    opportunity_id: int
    submission_id: int
    lead_id: int | None
    amount: Money
    rate: Decimal
    received_at: datetime
