"""What is owed: invoices, plans, ageing, reminders, credit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from gleanry.values.money import Money

AGES = ("not_due", "to_30", "to_60", "to_90", "over_90")


@dataclass(frozen=True, slots=True)
class NewInvoice:
    """An invoice to be booked, or with `credits` (the number of one) a credit note; amounts are above zero in both."""

    number: str
    order_id: int
    amount: Money
    tax_minor: int
    issued_on: date
    due_on: date | None = None
    credits: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice; amounts of credit notes are negative."""

    id: int
    number: str
    kind: str
    credits_id: int | None
    order_id: int
    account_id: int | None
    owner_id: int | None
    amount: Money
    tax: Money
    base: Money
    rate: Decimal
    issued_on: date
    due_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Term:
    """A payment term: so many hundredths of a percent, so many days after what."""

    basis_points: int
    trigger: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A step of an order's receipt plan. `paid` is what came in for it so far."""

    id: int
    order_id: int
    version: int
    position: int
    basis_points: int
    trigger: str
    days: int
    amount: Money
    due_on: date | None
    paid: Money

    @property
    def open(self) -> Money:
        """What is still to come."""
        return self.amount - self.paid


@dataclass(frozen=True, slots=True)
class Debt:
    """An amount of an order that is open. `due_on` is empty while what it waits for has not happened.

    `base` is in the workspace's currency at the order's rate, 0 without one; `billed`: an invoice asks for it.
    """

    order_id: int
    account_id: int | None
    owner_id: int | None
    open: Money
    base: Money
    due_on: date | None
    billed: bool

    def days_late(self, today: date) -> int:
        """Days past its day; 0 or less when it is not due."""
        return (today - self.due_on).days if self.due_on else 0


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """What one account, owner or currency owes, by how late it is (AGES); in one currency each."""

    key: int | None
    currency: str
    amounts: tuple[Money, ...]
    total: Money


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """What is expected of an order on a day."""

    due_on: date | None
    order_id: int
    account_id: int | None
    owner_id: int | None
    open: Money
    base: Money


@dataclass(frozen=True, slots=True)
class DunningStep:
    """A step of dunning: so many days after the day (working days where `working`), whom it tells, in whose words."""

    code: str
    days: int
    working: bool
    tell: str
    zh: str
    en: str
    escalates: bool = False


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A dunning step that was written."""

    id: int
    order_id: int
    due_on: date
    step: str
    account_id: int | None
    member_id: int | None
    escalates: bool
    amount: Money
    days_late: int
    rules_id: int
    at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class CreditRow:
    """What an account may owe and what it owes, in the workspace's currency.

    `limit` is None where nobody set one. `unrated` orders have no rate and are not in `used`.
    """

    account_id: int
    limit: Money | None
    used: Money
    valid_to: date | None
    expired: bool
    unrated: int

    @property
    def free(self) -> Money | None:
        """What may still be ordered; below zero when it is over its limit, None without a limit."""
        return None if self.limit is None else self.limit - self.used

    @property
    def is_over(self) -> bool:
        """Whether it owes more than it may, or its limit has run out while it owes something."""
        if self.limit is None:
            return False
        return self.used.minor > (0 if self.expired else self.limit.minor)
