"""What collecting announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paid:
    """Receipts that came in; a refund is a negative one."""

    receipt_ids: tuple[int, ...]


@dataclass(frozen=True)
class Claimed:
    """Parts of receipts that were given to a deal, a PI or an order; of a refund the part is negative."""

    claim_ids: tuple[int, ...]


@dataclass(frozen=True)
class Unclaimed:
    """Claims that take an earlier one back: rows of their own, with the amounts of the earlier ones negated."""

    claim_ids: tuple[int, ...]


@dataclass(frozen=True)
class Rated:
    """Claims whose receipt got an exchange rate later, or another one: what they are worth has changed."""

    claim_ids: tuple[int, ...]


@dataclass(frozen=True)
class Shared:
    """Claims whose revenue was split over people and units otherwise."""

    claim_ids: tuple[int, ...]


@dataclass(frozen=True)
class Invoiced:
    """Invoices and credit notes that were booked."""

    invoice_ids: tuple[int, ...]


@dataclass(frozen=True)
class Dunned:
    """Steps of dunning that were written for amounts past their day."""

    reminder_ids: tuple[int, ...]
