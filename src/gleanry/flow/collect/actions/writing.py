"""Append receipts and claims, and announce them: what every way of taking money ends in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gleanry.flow.collect.actions.money import lead_paid
from gleanry.flow.collect.facts import Claimed, Paid, Unclaimed
from gleanry.flow.collect.models import Claim, ClaimKind, Receipt
from gleanry.flow.collect.queries.claims import paid_deals
from gleanry.flow.collect.rules import Part
from gleanry.flow.collect.shapes import Terms
from gleanry.kit import bulk, ledger
from gleanry.values.money import Money

CLAIMING = 81
"""The lock of a workspace under which receipts are claimed: what is left of one is counted before it is given away."""


@dataclass(frozen=True, slots=True)
class ReceiptToWrite:
    """A receipt with its worth, as it will stand in the table."""

    amount: Money
    base: Money
    rate: Decimal
    received_at: datetime
    source: str
    payer: str = ""
    reference: str = ""
    external_id: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class ClaimToWrite:
    """A part of a receipt and whose it is."""

    receipt_id: int
    part: Part
    terms: Terms
    reason: str = ""
    reverses_id: int | None = None


RECEIPT = (
    "id",
    "workspace_id",
    "external_id",
    "fingerprint",
    "source",
    "amount_minor",
    "currency",
    "rate",
    "base_minor",
    "received_at",
    "payer",
    "reference",
    "booked_by_id",
    "booked_at",
)
CLAIM = (
    "id",
    "workspace_id",
    "receipt_id",
    "kind",
    "opportunity_id",
    "order_id",
    "quote_id",
    "account_id",
    "person_id",
    "owner_id",
    "amount_minor",
    "base_minor",
    "settled_minor",
    "settled_currency",
    "at",
    "by",
    "reason",
    "reverses_id",
)


def write_receipts(
    workspace_id: int, receipts: Sequence[ReceiptToWrite], at: datetime, by: int | None = None
) -> list[int]:
    """Append receipts and announce them as Paid; their ids, in order."""
    ids = bulk.allocate(Receipt, len(receipts))
    rows = []
    for pk, one in zip(ids, receipts, strict=True):
        told = (one.external_id, one.fingerprint, one.source)
        money = (one.amount.minor, one.amount.currency, one.rate, one.base.minor)
        rows.append((pk, workspace_id, *told, *money, one.received_at, one.payer, one.reference, by, at))
    bulk.insert(Receipt, RECEIPT, rows)
    ledger.announce(workspace_id, Paid(tuple(ids)), at=at, by=by)
    return list(ids)


def write_claims(workspace_id: int, claims: Sequence[ClaimToWrite], at: datetime, by: int | None = None) -> list[int]:
    """Append claims, bring the register's money up to date, and announce them; their ids, in order."""
    ids = bulk.allocate(Claim, len(claims))
    bulk.insert(Claim, CLAIM, [_row(pk, workspace_id, one, at, by) for pk, one in zip(ids, claims, strict=True)])
    paying = [(pk, one) for pk, one in zip(ids, claims, strict=True) if not one.part.over]
    came = [
        (deal.lead_id, deal.received_at) for deal in paid_deals(workspace_id, [pk for pk, _ in paying]) if deal.lead_id
    ]
    lead_paid(workspace_id, came)
    given = tuple(pk for pk, one in paying if one.reverses_id is None)
    back = tuple(pk for pk, one in paying if one.reverses_id is not None)
    ledger.announce(workspace_id, Unclaimed(back), at=at, by=by)
    ledger.announce(workspace_id, Claimed(given), at=at, by=by)
    return list(ids)


def _row(pk: int, workspace_id: int, one: ClaimToWrite, at: datetime, by: int | None) -> tuple[object, ...]:
    terms, part = one.terms, one.part
    kind = ClaimKind.OVER if part.over else ClaimKind(terms.target.kind)
    order = terms.target.id if terms.target.kind == "order" else None
    quote = terms.target.id if terms.target.kind == "pi" else None
    parties = (terms.opportunity_id, order, quote, terms.account_id, terms.person_id, terms.owner_id)
    money = (part.amount.minor, part.base.minor, part.settled.minor, part.settled.currency)
    return (pk, workspace_id, one.receipt_id, kind, *parties, *money, at, by, one.reason[:200], one.reverses_id)
