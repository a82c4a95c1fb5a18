"""Money that came in and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from gleanry.values.money import Money


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """Money to be booked. `rate` is the workspace's currency for one unit of its own, None where nobody stated one."""

    amount: Money
    received_at: datetime
    rate: Decimal | None = None
    payer: str = ""
    reference: str = ""
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class BankLine:
    """A line of a bank statement, read; or why it cannot be taken (`fault`, with the `value` that is wrong)."""

    number: int
    receipt: NewReceipt | None
    fault: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Booked:
    """What became of a statement: receipts booked, numbers of lines we had already, lines that were refused."""

    receipt_ids: tuple[int, ...]
    known: tuple[int, ...]
    refused: tuple[BankLine, ...]
    unrated: int


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt. `rest` is what nobody has claimed yet, `over` what was set aside as an overpayment."""

    id: int
    amount: Money
    base: Money
    rate: Decimal
    received_at: datetime
    payer: str
    reference: str
    source: str
    external_id: str
    rest: Money
    over: Money

    @property
    def is_unrated(self) -> bool:
        """Whether it stands in no sum because nobody stated a rate."""
        return not self.rate and self.amount.currency != self.base.currency


@dataclass(frozen=True, slots=True)
class Target:
    """What a claim pays: a deal, a PI or an order, by its id."""

    kind: Literal["deal", "pi", "order"]
    id: int


@dataclass(frozen=True, slots=True)
class Terms:
    """A target with what a claim needs to know. `owed` is None where nobody has said what it costs.

    Money that came before `since` cannot be meant for it; `barred` is the code of a Refusal where it takes no money.
    """

    target: Target
    number: str
    name: str
    opportunity_id: int | None
    account_id: int | None
    person_id: int | None
    owner_id: int | None
    total: Money
    rate: Decimal
    owed: Money | None
    since: datetime | None = None
    barred: str = ""


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A part of a receipt for a target; without an amount, all that is left. `reason`: why more comes than is owed."""

    receipt_id: int
    target: Target
    amount: Money | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A part of a receipt and whose it is. `reversed_by_id` takes it back, `reverses_id` is what it takes back."""

    id: int
    receipt_id: int
    kind: str
    opportunity_id: int | None
    order_id: int | None
    quote_id: int | None
    account_id: int | None
    person_id: int | None
    owner_id: int | None
    amount: Money
    base: Money
    settled: Money
    at: datetime
    by: int | None
    reason: str
    reverses_id: int | None
    reversed_by_id: int | None
    received_at: datetime
    is_unrated: bool

    @property
    def is_in_force(self) -> bool:
        """Whether it was not taken back and takes nothing back."""
        return self.reverses_id is None and self.reversed_by_id is None


@dataclass(frozen=True, slots=True)
class PaidDeal:
    """A claim with what attribution needs: whose it is and when the money came in."""

    claim_id: int
    receipt_id: int
    opportunity_id: int | None
    lead_id: int | None
    person_id: int | None
    base: Money
    received_at: datetime
    reverses_id: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """A member or a unit, and its part in hundredths of a percent."""

    member_id: int | None
    team_id: int | None
    basis_points: int


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A part of a claim that a member or a unit earned; the parts add up to the claim, in both currencies.

    `version` is 0 where nobody split it and the owner has the whole.
    """

    claim_id: int
    version: int
    member_id: int | None
    team_id: int | None
    basis_points: int
    amount: Money
    base: Money


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate that a receipt got later: what it was worth from then on, who stated it, when and why."""

    receipt_id: int
    rate: Decimal
    base: Money
    at: datetime
    by: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class RefundRow:
    """Money of a claim that shall go back, or went. `verdict` is empty while it waits."""

    id: int
    claim_id: int
    amount: Money
    reason: str
    asked_by_id: int | None
    asked_at: datetime
    verdict: str
    decided_by_id: int | None
    decided_at: datetime | None
    receipt_id: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a receipt may pay, with the evidence: codes with their values, strongest first."""

    terms: Terms
    amount: Money
    evidence: tuple[tuple[str, str], ...]
    weight: int
