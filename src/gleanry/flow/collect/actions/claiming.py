"""Claim receipts: one door for one or many, and two people at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from gleanry.flow.collect.actions.writing import CLAIMING, ClaimToWrite, write_claims
from gleanry.flow.collect.queries.claims import claims_of
from gleanry.flow.collect.queries.receipts import receipts_by_id, visible_receipts
from gleanry.flow.collect.queries.targets import visible_terms
from gleanry.flow.collect.rules import Held, fault_of_claim, held_of, plan_claim
from gleanry.flow.collect.shapes import NewClaim, ReceiptRow, Target, Terms
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money


def claim_receipts(viewer: Viewer, wanted: Sequence[NewClaim], at: datetime) -> list[int]:
    """Give parts of receipts to deals, PIs or orders; the ids of the claims. All of them, or none and a Refusal.

    Raises Refusal `forbidden`, `not_found`, `bad_amount`, `other_currency`, `more_than_left`, `rate_missing`,
    `before_order`, `deal_not_won`, and `more_than_owed` where more comes than is owed and nobody said why; with a
    reason, what is too much is set aside as an overpayment.
    """
    if not viewer.may("money.claim"):
        raise Refusal("forbidden", permission="money.claim")
    if not wanted:
        return []
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, CLAIMING)
        planned = plan_claims(viewer, wanted)
        return write_claims(viewer.workspace_id, planned, at, viewer.member_id)


def plan_claims(viewer: Viewer, wanted: Sequence[NewClaim]) -> list[ClaimToWrite]:
    """What claims will write, one after another: each sees what the ones before it left. Under the lock of claiming."""
    asked = [new.receipt_id for new in wanted]
    seen = set(visible_receipts(viewer).filter(pk__in=asked).values_list("pk", flat=True))
    receipts = {pk: row for pk, row in receipts_by_id(viewer.workspace_id, asked).items() if pk in seen}
    helds = held_receipts(viewer.workspace_id, receipts)
    terms = visible_terms(viewer, [new.target for new in wanted])
    owed = {target: one.owed for target, one in terms.items()}
    written: list[ClaimToWrite] = []
    for new in wanted:
        if new.receipt_id not in receipts:
            raise Refusal("not_found", receipt=new.receipt_id)
        if new.target not in terms:
            raise Refusal("no_such_target", kind=new.target.kind, id=new.target.id)
        before = replace(terms[new.target], owed=owed[new.target])
        claims, helds[new.receipt_id] = plan_one(new, receipts[new.receipt_id], helds[new.receipt_id], before)
        written += claims
        for claim in claims:
            owed = _paid(owed, terms, claim)
    return written


def _paid(
    owed: Mapping[Target, Money | None], terms: Mapping[Target, Terms], claim: ClaimToWrite
) -> dict[Target, Money | None]:
    """What is owed after a claim, of every target of the same deal in the same currency."""
    mine, settled = claim.terms, claim.part.settled
    after = dict(owed)
    for target, left in owed.items():
        same = target == mine.target or (
            mine.opportunity_id is not None and terms[target].opportunity_id == mine.opportunity_id
        )
        if same and left is not None and left.currency == settled.currency:
            after[target] = left - settled
    return after


def held_receipts(workspace_id: int, receipts: Mapping[int, ReceiptRow]) -> dict[int, Held]:
    """What is left of receipts, with what rounding left; three statements."""
    claims = claims_of(workspace_id, receipts)
    return {
        pk: held_of(pk, row.rate, row.amount, row.base, [(c.amount.minor, c.base.minor) for c in claims.get(pk, ())])
        for pk, row in receipts.items()
    }


def plan_one(new: NewClaim, receipt: ReceiptRow, held: Held, terms: Terms) -> tuple[list[ClaimToWrite], Held]:
    """One claim, what it writes and what it leaves; or the Refusal that says why not."""
    if terms.barred:
        raise Refusal(terms.barred, number=terms.number or terms.name)
    amount = held.rest if new.amount is None else new.amount
    if not held.rest.minor:
        raise Refusal("nothing_left", receipt=receipt.id)
    if fault := fault_of_claim(held, amount, terms.total.currency, terms.rate):
        raise Refusal(fault, left=held.rest, asked=amount)
    if terms.since is not None and receipt.received_at.date() < terms.since.date():
        raise Refusal("before_order", number=terms.number, ordered=terms.since.date(), came=receipt.received_at.date())
    held, parts = plan_claim(held, amount, terms.owed, to=terms.total.currency, target_rate=terms.rate)
    if any(part.over for part in parts) and not new.reason.strip():
        raise Refusal("more_than_owed", owed=terms.owed, over=next(part.amount for part in parts if part.over))
    return [ClaimToWrite(receipt.id, part, terms, new.reason.strip()) for part in parts], held
