"""Send money back: asked for by one, approved by another, booked as a negative receipt of the same claim."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gleanry.flow.collect.actions.correcting import claim_within_reach, terms_as_claimed
from gleanry.flow.collect.actions.writing import CLAIMING, ClaimToWrite, ReceiptToWrite, write_claims, write_receipts
from gleanry.flow.collect.models import Refund, Source
from gleanry.flow.collect.queries.claims import claims_by_id
from gleanry.flow.collect.queries.receipts import receipts_by_id, refunds_of
from gleanry.flow.collect.rules import Part, refundable
from gleanry.flow.collect.shapes import ClaimRow
from gleanry.flow.convert.queries import in_workspace_currency
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money


def ask_refund(viewer: Viewer, claim_id: int, amount: Money, reason: str, at: datetime) -> int:
    """Ask for money of a claim to go back. Returns the number of the request.

    Raises Refusal `forbidden`, `not_found`, `reason_missing`, `bad_amount`, `other_currency`, `taken_back_already` and
    `more_than_claimed`, which counts what went back or waits already.
    """
    if not (viewer.may("money.claim") or viewer.may("money.book")):
        raise Refusal("forbidden", permission="money.claim")
    if not reason.strip():
        raise Refusal("reason_missing")
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, CLAIMING)
        claim = claim_within_reach(viewer, claim_id)
        _check(viewer.workspace_id, claim, amount)
        return int(
            Refund.objects.create(
                workspace_id=viewer.workspace_id,
                claim_id=claim_id,
                amount_minor=amount.minor,
                reason=reason.strip()[:200],
                asked_by_id=viewer.member_id,
                asked_at=at,
            ).pk
        )


def _check(workspace_id: int, claim: ClaimRow, amount: Money) -> None:
    if not claim.is_in_force or claim.amount.minor < 0:
        raise Refusal("taken_back_already")
    if amount.currency != claim.amount.currency:
        raise Refusal("other_currency")
    if amount.minor <= 0:
        raise Refusal("bad_amount")
    before = [row.amount for row in refunds_of(workspace_id, [claim.id]) if row.verdict != "refused"]
    left = refundable(claim.amount, before)
    if amount.minor > left.minor:
        raise Refusal("more_than_claimed", left=left)


def decide_refund(viewer: Viewer, refund_id: int, *, approve: bool, at: datetime) -> int | None:
    """Approve a refund, which books it as a negative receipt and takes its credit back, or refuse it.

    Returns the receipt, None when refused. Raises Refusal `forbidden`, `not_found`, `decided_already`, and `own_refund`
    to whoever asked for it.
    """
    if not viewer.may("money.approve"):
        raise Refusal("forbidden", permission="money.approve")
    workspace_id = viewer.workspace_id
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, CLAIMING)
        row = Refund.objects.of(workspace_id).filter(pk=refund_id).first()
        if row is None:
            raise Refusal("not_found", refund=refund_id)
        if row.verdict:
            raise Refusal("decided_already")
        if row.asked_by_id == viewer.member_id:
            raise Refusal("own_refund")
        claim = claims_by_id(workspace_id, [row.claim_id])[row.claim_id]
        if approve and not claim.is_in_force:
            raise Refusal("taken_back_already")
        receipt_id = (
            _send_back(viewer, claim, Money(-row.amount_minor, claim.amount.currency), row.reason, at)
            if approve
            else None
        )
        row.verdict = "approved" if approve else "refused"
        row.decided_by_id, row.decided_at, row.receipt_id = viewer.member_id, at, receipt_id
        row.save(update_fields=["verdict", "decided_by_id", "decided_at", "receipt_id"])
    return receipt_id


def _send_back(viewer: Viewer, claim: ClaimRow, amount: Money, reason: str, at: datetime) -> int:
    """The negative receipt, at the rate the money came in with, and its claim for what it had been claimed for."""
    workspace_id = viewer.workspace_id
    came = receipts_by_id(workspace_id, [claim.receipt_id])[claim.receipt_id]
    worth = in_workspace_currency(amount, get_settings(workspace_id).currency, came.rate)
    receipt = ReceiptToWrite(amount, worth, came.rate, at, Source.REFUND, came.payer, came.reference)
    (receipt_id,) = write_receipts(workspace_id, [receipt], at, viewer.member_id)
    settled = claim.settled.minor * amount.minor // claim.amount.minor if claim.amount.minor else 0
    part = Part(amount, worth, Money(settled, claim.settled.currency), claim.kind == "over")
    write_claims(workspace_id, [ClaimToWrite(receipt_id, part, terms_as_claimed(claim), reason)], at, viewer.member_id)
    return receipt_id
