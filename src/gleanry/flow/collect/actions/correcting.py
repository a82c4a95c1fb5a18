"""Correct claims, add rates, split revenue: nothing is overwritten, and every change says who, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from gleanry.flow.collect.actions.claiming import plan_claims
from gleanry.flow.collect.actions.money import refresh_paid
from gleanry.flow.collect.actions.writing import CLAIMING, ClaimToWrite, write_claims
from gleanry.flow.collect.facts import Rated, Shared
from gleanry.flow.collect.models import Claim, RateChange, Receipt
from gleanry.flow.collect.models import Share as ShareModel
from gleanry.flow.collect.queries.claims import claims_by_id, claims_of, paid_deals
from gleanry.flow.collect.queries.receipts import get_receipt, refunds_of
from gleanry.flow.collect.queries.shares import splits_in_force
from gleanry.flow.collect.rules import Part, fault_of_shares, undo, worths
from gleanry.flow.collect.shapes import ClaimRow, NewClaim, Share, Target, Terms
from gleanry.flow.convert.queries import in_workspace_currency
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money


def correct_claim(
    viewer: Viewer, claim_id: int, reason: str, at: datetime, *, instead: Sequence[tuple[Target, Money | None]] = ()
) -> list[int]:
    """Take a claim back and give its money to others, or leave it to be claimed; the ids of the rows written.

    Raises Refusal `forbidden`, `not_found`, `reason_missing`, `taken_back_already`, `refund_stands`, and what claiming
    raises. All of it, or nothing.
    """
    if not viewer.may("money.claim"):
        raise Refusal("forbidden", permission="money.claim")
    if not reason.strip():
        raise Refusal("reason_missing")
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, CLAIMING)
        claim = claim_within_reach(viewer, claim_id)
        if not claim.is_in_force:
            raise Refusal("taken_back_already")
        if claim.amount.minor < 0 or any(
            row.verdict != "refused" for row in refunds_of(viewer.workspace_id, [claim_id])
        ):
            raise Refusal("refund_stands")
        back = ClaimToWrite(claim.receipt_id, undo(part_of(claim)), terms_as_claimed(claim), reason.strip(), claim.id)
        written = write_claims(viewer.workspace_id, [back], at, viewer.member_id)
        wanted = [NewClaim(claim.receipt_id, target, amount, reason) for target, amount in instead]
        if wanted:
            planned = plan_claims(viewer, wanted)
            written += write_claims(viewer.workspace_id, planned, at, viewer.member_id)
        return written


def claim_within_reach(viewer: Viewer, claim_id: int) -> ClaimRow:
    """A claim of somebody the viewer sees. Raises Refusal `not_found`."""
    claim = claims_by_id(viewer.workspace_id, [claim_id]).get(claim_id)
    if claim is None or (viewer.owner_ids is not None and claim.owner_id not in viewer.owner_ids):
        raise Refusal("not_found", claim=claim_id)
    return claim


def part_of(claim: ClaimRow) -> Part:
    """What a claim wrote."""
    return Part(claim.amount, claim.base, claim.settled, claim.kind == "over")


def terms_as_claimed(claim: ClaimRow) -> Terms:
    """The parties of a claim as it was written, for the row that takes it back."""
    if claim.order_id:
        target = Target("order", claim.order_id)
    elif claim.quote_id:
        target = Target("pi", claim.quote_id)
    else:
        target = Target("deal", claim.opportunity_id or 0)
    parties = (claim.opportunity_id, claim.account_id, claim.person_id, claim.owner_id)
    return Terms(target, "", "", *parties, Money(0, claim.settled.currency), Decimal(0), None)


def rate_receipt(viewer: Viewer, receipt_id: int, rate: Decimal, reason: str, at: datetime) -> None:
    """Add the rate of a receipt, or mend it: what it and its claims are worth, kept with who stated it and why.

    Raises Refusal `forbidden`, `not_found`, `bad_rate`, `reason_missing`, and `own_currency` for the workspace's own.
    """
    if not viewer.may("money.book"):
        raise Refusal("forbidden", permission="money.book")
    if not rate.is_finite() or rate <= 0:
        raise Refusal("bad_rate")
    if not reason.strip():
        raise Refusal("reason_missing")
    workspace_id = viewer.workspace_id
    base = get_settings(workspace_id).currency
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, CLAIMING)
        receipt = get_receipt(viewer, receipt_id)
        if receipt.amount.currency == base:
            raise Refusal("own_currency")
        worth = in_workspace_currency(receipt.amount, base, rate)
        bulk.update(Receipt, ("rate", "base_minor"), [(receipt_id, rate, worth.minor)])
        change = (workspace_id, receipt_id, rate, worth.minor, at, viewer.member_id, reason.strip()[:200])
        bulk.insert(RateChange, ("workspace_id", "receipt_id", "rate", "base_minor", "at", "by", "reason"), [change])
        _worth_anew(viewer, receipt_id, worth, rate, at)


def _worth_anew(viewer: Viewer, receipt_id: int, worth: Money, rate: Decimal, at: datetime) -> None:
    claims = claims_of(viewer.workspace_id, [receipt_id]).get(receipt_id, [])
    if not claims:
        return
    amount = get_receipt(viewer, receipt_id).amount
    anew = worths(amount, worth, rate, [(claim.id, claim.amount, claim.reverses_id) for claim in claims])
    bulk.update(Claim, ("base_minor",), [(claim_id, base.minor) for claim_id, base in anew.items()])
    paid = paid_deals(viewer.workspace_id, anew)
    refresh_paid(viewer.workspace_id, [deal.lead_id for deal in paid if deal.lead_id])
    ledger.announce(viewer.workspace_id, Rated(tuple(deal.claim_id for deal in paid)), at=at, by=viewer.member_id)


def split_claim(viewer: Viewer, claim_id: int, shares: Sequence[Share], reason: str, at: datetime) -> int:
    """Say who earns which part of a claim; a new version beside those before. Returns its number.

    Raises Refusal `forbidden`, `not_found`, `taken_back_already`, `reason_missing`, and what is wrong with the shares.
    """
    if not viewer.may("money.claim"):
        raise Refusal("forbidden", permission="money.claim")
    if fault := fault_of_shares(shares):
        raise Refusal(fault)
    if not reason.strip():
        raise Refusal("reason_missing")
    workspace_id = viewer.workspace_id
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, CLAIMING)
        claim = claim_within_reach(viewer, claim_id)
        if not claim.is_in_force:
            raise Refusal("taken_back_already")
        version = splits_in_force(workspace_id, [claim_id]).get(claim_id, (0, []))[0] + 1
        columns = ("workspace_id", "claim_id", "version", "member_id", "team_id", "basis_points", "at", "by", "reason")
        told = (at, viewer.member_id, reason.strip()[:200])
        rows = [(workspace_id, claim_id, version, s.member_id, s.team_id, s.basis_points, *told) for s in shares]
        bulk.insert(ShareModel, columns, rows)
        ledger.announce(workspace_id, Shared((claim_id,)), at=at, by=viewer.member_id)
    return version
