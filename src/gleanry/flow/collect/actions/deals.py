"""Money entered at a deal, or brought by deals from files: booked and claimed for the deal in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from gleanry.flow.collect.actions.claiming import plan_one
from gleanry.flow.collect.actions.writing import CLAIMING, ClaimToWrite, ReceiptToWrite, write_claims, write_receipts
from gleanry.flow.collect.models import Source
from gleanry.flow.collect.queries.targets import terms_of, visible_terms
from gleanry.flow.collect.rules import Held, Part
from gleanry.flow.collect.shapes import NewClaim, ReceiptRow, Target, Terms
from gleanry.flow.convert.facts import DealsPaid
from gleanry.flow.convert.queries import fixed_rate, in_workspace_currency, payments_of
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

Given = tuple[int, Money, Decimal, datetime]
"""(deal id, amount, rate to the workspace's currency, received at)."""


def record_receipt(
    viewer: Viewer,
    deal_id: int,
    amount: Money,
    received_at: datetime,
    at: datetime,
    *,
    rate: Decimal | None = None,
    reason: str = "",
) -> None:
    """Take money for a won deal; a refund is a negative amount. Raises Refusal `not_found` or `deal_not_won`.

    `rate` as in win_deal: without one, and without one in the workspace's table, the money is kept but not summed.
    What is more than the deal costs needs a `reason` (else `more_than_owed`), and is set aside as an overpayment.
    """
    fixed = fixed_rate(viewer.workspace_id, amount.currency, rate)
    take_money(viewer, [(deal_id, amount, fixed, received_at)], at, reason=reason)


def take_money(viewer: Viewer, given: Sequence[Given], at: datetime, *, reason: str = "") -> None:
    """Take money for won deals. All of it, or none and a Refusal."""
    if not viewer.may("deals.move"):
        raise Refusal("forbidden", permission="deals.move")
    for _, amount, _, received_at in given:
        if not amount.minor:
            raise Refusal("bad_amount")
        if received_at > at:
            raise Refusal("in_the_future", day=received_at.date())
    workspace_id = viewer.workspace_id
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, CLAIMING)
        terms = visible_terms(viewer, [Target("deal", deal_id) for deal_id, *_ in given])
        for deal_id, *_ in given:
            if Target("deal", deal_id) not in terms:
                raise Refusal("not_found", deal=deal_id)
            if terms[Target("deal", deal_id)].barred:
                raise Refusal("deal_not_won", deal=deal_id)
        receipts = [_receipt(workspace_id, *one[1:]) for one in given]
        ids = write_receipts(workspace_id, receipts, at, viewer.member_id)
        owed = {target: one.owed for target, one in terms.items()}
        claims: list[ClaimToWrite] = []
        for pk, (deal_id, *_), receipt in zip(ids, given, receipts, strict=True):
            target = Target("deal", deal_id)
            made = _claim(pk, receipt, replace(terms[target], owed=owed[target]), reason)
            for claim in made:
                left, settled = owed[target], claim.part.settled
                owed[target] = left - settled if left is not None else None
            claims += made
        write_claims(workspace_id, claims, at, viewer.member_id)


def take_payments(workspace_id: int, fact: DealsPaid, at: datetime) -> None:
    """Book and claim the money that deals from files came with: as the rows say, whatever the deal costs."""
    payments = payments_of(workspace_id, fact.opportunity_ids, fact.submission_ids, at)
    terms = terms_of(workspace_id, [Target("deal", one.opportunity_id) for one in payments])
    receipts = [
        replace(
            _receipt(workspace_id, one.amount, one.rate, one.received_at), fingerprint=f"submission:{one.submission_id}"
        )
        for one in payments
    ]
    ids = write_receipts(workspace_id, receipts, at)
    claims = [
        ClaimToWrite(pk, Part(receipt.amount, receipt.base, receipt.amount), terms[Target("deal", one.opportunity_id)])
        for pk, receipt, one in zip(ids, receipts, payments, strict=True)
    ]
    write_claims(workspace_id, claims, at)


def _receipt(workspace_id: int, amount: Money, rate: Decimal, received_at: datetime) -> ReceiptToWrite:
    base = get_settings(workspace_id).currency
    return ReceiptToWrite(amount, in_workspace_currency(amount, base, rate), rate, received_at, Source.DEAL)


def _claim(pk: int, receipt: ReceiptToWrite, terms: Terms, reason: str) -> list[ClaimToWrite]:
    """The claim of the whole for its deal. What goes back, and what cannot be compared, is taken as it is."""
    comparable = receipt.amount.currency == terms.total.currency or (receipt.rate and terms.rate)
    if receipt.amount.minor < 0 or not comparable:
        return [ClaimToWrite(pk, Part(receipt.amount, receipt.base, receipt.amount), terms, reason)]
    nothing = Money(0, receipt.amount.currency)
    told = ("", "", receipt.source, "", receipt.amount, nothing)
    row = ReceiptRow(pk, receipt.amount, receipt.base, receipt.rate, receipt.received_at, *told)
    held = Held(pk, receipt.rate, receipt.amount, receipt.base)
    return plan_one(NewClaim(pk, terms.target, reason=reason), row, held, replace(terms, since=None))[0]
