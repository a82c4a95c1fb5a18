"""Receipts and their claims: book, read, claim, correct, split, send back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from gleanry.flow.collect.actions import (
    ask_refund,
    book_receipt,
    claim_receipts,
    correct_claim,
    rate_receipt,
    split_claim,
)
from gleanry.flow.collect.queries import claims_by_id, claims_of, get_receipt, list_receipts, shares_of
from gleanry.flow.collect.shapes import ClaimRow, NewClaim, NewReceipt, ReceiptRow, Share, Target
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money
from gleanry.web.api.auth import need
from gleanry.web.api.deals import AmountIn
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.keys import PathId

router = Router(tags=["receipts"])
of_claims = Router(tags=["receipts"])


class ReceiptQuery(Schema):
    """What narrows the list: open ones wait to be claimed; `after` is the id of the last receipt of the page before."""

    state: Literal["", "open", "unrated", "over"] = ""
    after: int | None = Field(None, ge=0, lt=2**63)
    limit: int = Field(50, ge=1, le=500)


class BookIn(AmountIn):
    """Money that came in and belongs to nobody yet. `external_id` is the bank's number: the same comes only once."""

    received_at: datetime
    payer: str = Field("", max_length=200)
    reference: str = Field("", max_length=400)
    external_id: str = Field("", max_length=200)


class ClaimIn(Schema):
    """What it pays, and how much in the receipt's currency; without an amount, all that is left.

    `reason` is needed where more comes than is owed: what is too much is set aside as an overpayment.
    """

    kind: Literal["order", "pi", "deal"]
    target_id: int = Field(ge=0, lt=2**63)
    amount: Decimal | None = Field(None, max_digits=18, decimal_places=6)
    reason: str = Field("", max_length=200)


class CorrectIn(Schema):
    """Why a claim is taken back, and what its money pays instead; nothing leaves it to be claimed."""

    reason: str = Field(min_length=1, max_length=200)
    instead: list[ClaimIn] = Field(default_factory=list, max_length=20)


class ShareIn(Schema):
    """A member or a unit and its part in per cent."""

    member_id: int | None = Field(None, ge=0, lt=2**63)
    team_id: int | None = Field(None, ge=0, lt=2**63)
    percent: Decimal = Field(gt=0, le=100, decimal_places=2)


class SplitIn(Schema):
    """Who earns which part; the parts come to 100."""

    shares: list[ShareIn] = Field(min_length=1, max_length=50)
    reason: str = Field(min_length=1, max_length=200)


class RefundIn(Schema):
    """What shall go back, in the receipt's currency; somebody else approves it."""

    amount: Decimal = Field(gt=0, max_digits=18, decimal_places=6)
    reason: str = Field(min_length=1, max_length=200)


class RateIn(Schema):
    """The workspace's currency for one unit of the receipt's."""

    rate: Decimal = Field(gt=0, max_digits=18, decimal_places=8)
    reason: str = Field(min_length=1, max_length=200)


def money_out(money: Money) -> dict[str, str]:
    """An amount in major units, as text: no digit is lost."""
    return {"amount": str(money.amount), "currency": money.currency}


def receipt_out(row: ReceiptRow, claims: list[ClaimRow]) -> dict[str, Any]:
    """A receipt with its claims, those taken back among them."""
    told = {name: getattr(row, name) for name in ("id", "payer", "reference", "source", "external_id")}
    money = {name: money_out(getattr(row, name)) for name in ("amount", "base", "rest", "over")}
    trace = {"received_at": row.received_at, "rate": f"{row.rate.normalize():f}"}
    return told | money | trace | {"claims": [claim_out(claim) for claim in claims]}


def claim_out(row: ClaimRow) -> dict[str, Any]:
    """A claim; `reverses_id` names the one it takes back."""
    names = ("id", "receipt_id", "kind", "opportunity_id", "order_id", "quote_id", "owner_id", "by", "reason")
    told = {name: getattr(row, name) for name in (*names, "at", "reverses_id", "reversed_by_id")}
    return told | {name: money_out(getattr(row, name)) for name in ("amount", "base", "settled")}


def _answer(viewer: Viewer, receipt_id: int) -> dict[str, Any]:
    """A receipt with the claims the viewer sees."""
    row = get_receipt(viewer, receipt_id)
    claims = claims_of(viewer.workspace_id, [receipt_id]).get(receipt_id, [])
    return receipt_out(row, [c for c in claims if viewer.owner_ids is None or c.owner_id in viewer.owner_ids])


@router.get("", response={200: dict[str, Any], **PROBLEMS}, summary="Receipts, newest first")
def listing(request: HttpRequest, query: Query[ReceiptQuery]) -> dict[str, Any]:
    viewer = need(request, "money.see").viewer
    rows = list_receipts(viewer, query.state, after=query.after, limit=query.limit + 1)
    page = rows[: query.limit]
    receipts = [receipt_out(row, []) for row in page]
    return {"receipts": receipts, "next": page[-1].id if len(rows) > query.limit else None}


@router.post("", response={201: dict[str, Any], **PROBLEMS}, summary="Book money that came in")
def book(request: HttpRequest, body: BookIn) -> Status[dict[str, Any]]:
    viewer = need(request, "money.book").viewer
    if body.received_at.tzinfo is None:
        raise Refusal("bad_moment")
    told = (body.payer, body.reference, body.external_id)
    receipt_id = book_receipt(viewer, NewReceipt(body.money(), body.received_at, body.rate, *told), clock.now())
    return Status(201, _answer(viewer, receipt_id))


@router.get("/{receipt_id}", response={200: dict[str, Any], **PROBLEMS}, summary="One receipt with its claims")
def one(request: HttpRequest, receipt_id: PathId) -> dict[str, Any]:
    return _answer(need(request, "money.see").viewer, receipt_id)


@router.post("/{receipt_id}/claims", response={201: dict[str, Any], **PROBLEMS}, summary="Claim a receipt or a part")
def claim(request: HttpRequest, receipt_id: PathId, body: ClaimIn) -> Status[dict[str, Any]]:
    viewer = need(request, "money.claim").viewer
    receipt = get_receipt(viewer, receipt_id)
    amount = _amount(body.amount, receipt.amount.currency)
    new = NewClaim(receipt_id, Target(body.kind, body.target_id), amount, body.reason)
    claim_receipts(viewer, [new], clock.now())
    return Status(201, _answer(viewer, receipt_id))


@router.post("/{receipt_id}/rate", response={200: dict[str, Any], **PROBLEMS}, summary="State the rate of a receipt")
def state_rate(request: HttpRequest, receipt_id: PathId, body: RateIn) -> dict[str, Any]:
    viewer = need(request, "money.book").viewer
    rate_receipt(viewer, receipt_id, body.rate, body.reason, clock.now())
    return _answer(viewer, receipt_id)


@of_claims.post("/{claim_id}/correct", response={200: dict[str, Any], **PROBLEMS}, summary="Take a claim back")
def correct(request: HttpRequest, claim_id: PathId, body: CorrectIn) -> dict[str, Any]:
    viewer = need(request, "money.claim").viewer
    row = _claim(viewer, claim_id)
    currency = row.amount.currency
    instead = [(Target(one.kind, one.target_id), _amount(one.amount, currency)) for one in body.instead]
    correct_claim(viewer, claim_id, body.reason, clock.now(), instead=instead)
    return _answer(viewer, row.receipt_id)


@of_claims.post(
    "/{claim_id}/shares", response={200: dict[str, Any], **PROBLEMS}, summary="Split the revenue of a claim"
)
def split(request: HttpRequest, claim_id: PathId, body: SplitIn) -> dict[str, Any]:
    viewer = need(request, "money.claim").viewer
    _claim(viewer, claim_id)
    shares = [Share(one.member_id, one.team_id, int(one.percent * 100)) for one in body.shares]
    version = split_claim(viewer, claim_id, shares, body.reason, clock.now())
    rows = shares_of(viewer.workspace_id, [claim_id])[claim_id]
    parts = [
        {
            "member_id": row.member_id,
            "team_id": row.team_id,
            "amount": money_out(row.amount),
            "base": money_out(row.base),
        }
        for row in rows
    ]
    return {"claim_id": claim_id, "version": version, "shares": parts}


@of_claims.post("/{claim_id}/refunds", response={201: dict[str, Any], **PROBLEMS}, summary="Ask for money to go back")
def refund(request: HttpRequest, claim_id: PathId, body: RefundIn) -> Status[dict[str, Any]]:
    viewer = need(request, "money.claim").viewer
    row = _claim(viewer, claim_id)
    refund_id = ask_refund(viewer, claim_id, Money.of(body.amount, row.amount.currency), body.reason, clock.now())
    return Status(201, {"refund_id": refund_id, "claim_id": claim_id})


def _claim(viewer: Viewer, claim_id: int) -> ClaimRow:
    row = claims_by_id(viewer.workspace_id, [claim_id]).get(claim_id)
    if row is None or (viewer.owner_ids is not None and row.owner_id not in viewer.owner_ids):
        raise Refusal("not_found", claim=claim_id)
    return row


def _amount(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else Money.of(amount, currency)
