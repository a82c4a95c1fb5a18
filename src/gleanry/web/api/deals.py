"""Opportunities: read, move, win, lose, and the money that comes in."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from gleanry.flow.collect.actions import record_receipt
from gleanry.flow.convert.actions import lose_deal, move_deal, win_deal
from gleanry.flow.convert.queries import get_deal, list_deals
from gleanry.flow.convert.shapes import DealFilters
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.values.money import Money, is_currency
from gleanry.web.api.answers import DealOut, deal_out
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.keys import PathId

router = Router(tags=["deals"])


class DealQuery(Schema):
    """What narrows the list; `after` is the id of the last deal of the page before."""

    outcome: Literal["", "open", "won", "lost"] = ""
    after: int | None = Field(None, ge=0, lt=2**63)
    limit: int = Field(50, ge=1, le=500)


class DealsOut(Schema):
    """One page, newest first; `next` is the value of `after` that leads on."""

    deals: list[DealOut]
    next: int | None


class MoveIn(Schema):
    """The stage's key, as the workspace's rules name it."""

    stage: str = Field(max_length=40)
    reason: str = Field("", max_length=200)


class AmountIn(Schema):
    """An amount in major units; `rate` is the workspace's currency for one unit of `currency`.

    Without a rate the workspace's own table is asked. An amount it does not know is kept, and is not summed: its
    `base` is 0.
    """

    amount: Decimal = Field(max_digits=18, decimal_places=6)
    currency: str = Field(pattern="^[A-Z]{3}$")
    rate: Decimal | None = Field(None, gt=0, max_digits=18, decimal_places=8)

    def money(self) -> Money:
        if not is_currency(self.currency):
            raise Refusal("bad_currency")
        return Money.of(self.amount, self.currency)


class ReceiptIn(AmountIn):
    """Money received; a refund is negative."""

    received_at: datetime


class LossIn(Schema):
    """Why it was lost."""

    reason: str = Field(min_length=1, max_length=80)


@router.get("", response={200: DealsOut, **PROBLEMS}, summary="Opportunities, newest first")
def listing(request: HttpRequest, query: Query[DealQuery]) -> dict[str, Any]:
    work = need(request, "deals.see")
    deals = list_deals(work.viewer, DealFilters(query.outcome), after=query.after, limit=query.limit + 1)
    page = deals[: query.limit]
    return {"deals": [deal_out(deal) for deal in page], "next": page[-1].id if len(deals) > query.limit else None}


@router.get("/{deal_id}", response={200: DealOut, **PROBLEMS}, summary="One opportunity")
def one(request: HttpRequest, deal_id: PathId) -> dict[str, Any]:
    work = need(request, "deals.see")
    return deal_out(get_deal(work.viewer, deal_id))


@router.post("/{deal_id}/move", response={200: DealOut, **PROBLEMS}, summary="Put into another stage")
def move(request: HttpRequest, deal_id: PathId, body: MoveIn) -> dict[str, Any]:
    work = need(request, "deals.move")
    move_deal(work.viewer, deal_id, body.stage, clock.now(), reason=body.reason)
    return deal_out(get_deal(work.viewer, deal_id))


@router.post("/{deal_id}/win", response={200: DealOut, **PROBLEMS}, summary="Win for an amount")
def win(request: HttpRequest, deal_id: PathId, body: AmountIn) -> dict[str, Any]:
    work = need(request, "deals.move")
    if body.amount <= 0:
        raise Refusal("bad_amount")
    win_deal(work.viewer, deal_id, body.money(), clock.now(), rate=body.rate)
    return deal_out(get_deal(work.viewer, deal_id))


@router.post("/{deal_id}/lose", response={200: DealOut, **PROBLEMS}, summary="Lose, with the reason")
def lose(request: HttpRequest, deal_id: PathId, body: LossIn) -> dict[str, Any]:
    work = need(request, "deals.move")
    lose_deal(work.viewer, deal_id, body.reason, clock.now())
    return deal_out(get_deal(work.viewer, deal_id))


@router.post("/{deal_id}/receipts", response={201: DealOut, **PROBLEMS}, summary="Record money received")
def receive(request: HttpRequest, deal_id: PathId, body: ReceiptIn) -> Status[dict[str, Any]]:
    work = need(request, "deals.move")
    if body.received_at.tzinfo is None:
        raise Refusal("bad_moment")
    record_receipt(work.viewer, deal_id, body.money(), body.received_at, clock.now(), rate=body.rate)
    return Status(201, deal_out(get_deal(work.viewer, deal_id)))
