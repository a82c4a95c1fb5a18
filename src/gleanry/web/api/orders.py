"""Quotes and orders: read them, and make them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from gleanry.flow.order.actions import make_order, make_quote, order_from_quote
from gleanry.flow.order.queries import (
    get_order,
    get_quote,
    lines_of,
    list_orders,
    list_quotes,
    quote_lines,
)
from gleanry.flow.order.shapes import (
    DraftLine,
    OrderDraft,
    OrderFilters,
    OrderRow,
    PaperLine,
    QuoteDraft,
    QuoteRow,
)
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.web.api.answers import MoneyOut, money_out
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.forms.papers import plain
from gleanry.web.keys import PathId

router = Router(tags=["orders"])
quotes = Router(tags=["quotes"])


class LineIn(Schema):
    """A line. Without a price that of the price book holds; discount and tax are per cent."""

    quantity: Decimal = Field(gt=0, max_digits=18, decimal_places=4)
    product_id: int | None = Field(None, ge=1, lt=2**63)
    text: str = Field("", max_length=300)
    unit: str = Field("", max_length=20)
    price: Decimal | None = Field(None, ge=0, max_digits=18, decimal_places=6)
    discount: Decimal = Field(Decimal(0), ge=0, le=100, max_digits=7, decimal_places=4)
    tax: Decimal = Field(Decimal(0), ge=0, le=100, max_digits=7, decimal_places=4)


class PaperIn(Schema):
    """Who it is for: a deal, or a company without one. `rate` as for deals."""

    deal_id: int | None = Field(None, ge=1, lt=2**63)
    account_id: int | None = Field(None, ge=1, lt=2**63)
    currency: str = Field(pattern="^[A-Z]{3}$")
    rate: Decimal | None = Field(None, gt=0, max_digits=18, decimal_places=8)
    title: str = Field("", max_length=200)
    lines: list[LineIn] = Field(default_factory=list, max_length=200)


class QuoteIn(PaperIn):
    """A quote or proforma invoice in its first version."""

    kind: Literal["quote", "pi"] = "quote"
    quoted_on: date
    valid_until: date | None = None
    incoterm: str = Field("", max_length=60)
    note: str = Field("", max_length=2000)


class OrderIn(PaperIn):
    """An order; with a `quote_id` its lines, prices and terms are taken and `lines` is left out."""

    quote_id: int | None = Field(None, ge=1, lt=2**63)
    contract_id: int | None = Field(None, ge=1, lt=2**63)
    ordered_at: datetime
    intent: str = Field("", max_length=300)
    specification: str = Field("", max_length=300)
    urgent: bool = False
    key_project: bool = False


class LineOut(Schema):
    """A line; quantities, prices and per cents are exact decimal texts."""

    id: int
    product_id: int | None
    text: str
    unit: str
    quantity: str
    price: str
    discount: str
    tax: str
    net: MoneyOut
    tax_amount: MoneyOut


class QuoteOut(Schema):
    """One version of a quote. `amount` includes tax; `base` is 0 while no rate is known."""

    id: int
    number: str
    version: int
    kind: str
    is_latest: bool
    opportunity_id: int | None
    account_id: int | None
    title: str
    amount: MoneyOut
    net: MoneyOut
    tax: MoneyOut
    base: MoneyOut
    quoted_on: date
    valid_until: date
    state: str
    approval: str
    lines: list[LineOut] = []


class OrderOut(Schema):
    """An order. `held_for` says what the gate asks for; `paused` that a complaint is open."""

    id: int
    number: str
    opportunity_id: int | None
    account_id: int | None
    title: str
    amount: MoneyOut
    base: MoneyOut
    ordered_at: datetime
    state: str
    priority: str
    held_for: list[str]
    paused: bool
    lines: list[LineOut] = []


class OrderQuery(Schema):
    """What narrows the list; `after` is the id of the last order of the page before."""

    state: Literal["", "held", "open", "delivered", "closed", "cancelled"] = ""
    deal: int | None = Field(None, ge=0, lt=2**63)
    after: int | None = Field(None, ge=0, lt=2**63)
    limit: int = Field(50, ge=1, le=500)


class QuoteQuery(Schema):
    """`asked`: only those whose discount waits for an approval."""

    asked: bool = False
    after: int | None = Field(None, ge=0, lt=2**63)
    limit: int = Field(50, ge=1, le=500)


class OrdersOut(Schema):
    """One page, newest first; `next` is the value of `after` that leads on."""

    orders: list[OrderOut]
    next: int | None


class QuotesOut(Schema):
    """One page of latest versions, newest first; `next` as for orders."""

    quotes: list[QuoteOut]
    next: int | None


@router.get("", response={200: OrdersOut, **PROBLEMS}, summary="Orders, newest first")
def order_page(request: HttpRequest, query: Query[OrderQuery]) -> dict[str, Any]:
    work = need(request, "orders.see")
    filters = OrderFilters(query.state, opportunity_id=query.deal)
    rows = list_orders(work.viewer, filters, after=query.after, limit=query.limit + 1)
    page = rows[: query.limit]
    return {"orders": [_order(row) for row in page], "next": page[-1].id if len(rows) > query.limit else None}


@router.get("/{order_id}", response={200: OrderOut, **PROBLEMS}, summary="One order with its lines")
def order_one(request: HttpRequest, order_id: PathId) -> dict[str, Any]:
    work = need(request, "orders.see")
    row = get_order(work.viewer, order_id)
    return _order(row, lines_of(work.viewer.workspace_id, [row.id]).get(row.id, []))


@router.post("", response={201: OrderOut, **PROBLEMS}, summary="Make an order; the gate may hold it")
def order_make(request: HttpRequest, body: OrderIn) -> Status[dict[str, Any]]:
    work = need(request, "orders.write")
    if body.ordered_at.tzinfo is None:
        raise Refusal("bad_moment")
    draft = OrderDraft(
        body.currency,
        tuple(_line(line) for line in body.lines),
        body.ordered_at,
        title=body.title,
        rate=body.rate,
        intent=body.intent,
        specification=body.specification,
        urgent=body.urgent,
        key_project=body.key_project,
    )
    if body.quote_id is not None:
        made = order_from_quote(work.viewer, body.quote_id, draft, clock.now())
    else:
        whose = {"deal_id": body.deal_id, "account_id": body.account_id, "contract_id": body.contract_id}
        made = make_order(work.viewer, draft, clock.now(), **whose)
    return Status(201, order_one(request, made))


@quotes.get("", response={200: QuotesOut, **PROBLEMS}, summary="Quotes in their latest versions, newest first")
def quote_page(request: HttpRequest, query: Query[QuoteQuery]) -> dict[str, Any]:
    work = need(request, "deals.see")
    rows = list_quotes(work.viewer, asked=query.asked, after=query.after, limit=query.limit + 1)
    page = rows[: query.limit]
    return {"quotes": [_quote(row) for row in page], "next": page[-1].id if len(rows) > query.limit else None}


@quotes.get("/{quote_id}", response={200: QuoteOut, **PROBLEMS}, summary="One version with its lines")
def quote_one(request: HttpRequest, quote_id: PathId) -> dict[str, Any]:
    work = need(request, "deals.see")
    row = get_quote(work.viewer, quote_id)
    return _quote(row, quote_lines(work.viewer.workspace_id, row))


@quotes.post("", response={201: QuoteOut, **PROBLEMS}, summary="Make a quote or proforma invoice")
def quote_make(request: HttpRequest, body: QuoteIn) -> Status[dict[str, Any]]:
    work = need(request, "quotes.write")
    draft = QuoteDraft(
        body.currency,
        tuple(_line(line) for line in body.lines),
        body.quoted_on,
        kind=body.kind,
        title=body.title,
        valid_until=body.valid_until,
        incoterm=body.incoterm,
        note=body.note,
        rate=body.rate,
    )
    made = make_quote(work.viewer, draft, clock.now(), deal_id=body.deal_id, account_id=body.account_id)
    return Status(201, quote_one(request, made))


def _line(line: LineIn) -> DraftLine:
    return DraftLine(line.quantity, line.product_id, line.text, line.unit, line.price, line.discount, line.tax)


def _shown(rows: list[PaperLine]) -> list[dict[str, Any]]:
    exact = ("quantity", "price", "discount", "tax")
    return [
        {name: getattr(row, name) for name in ("id", "product_id", "text", "unit")}
        | {name: plain(getattr(row, name)) for name in exact}
        | {"net": money_out(row.net), "tax_amount": money_out(row.tax_amount)}
        for row in rows
    ]


def _quote(row: QuoteRow, lines: list[PaperLine] | None = None) -> dict[str, Any]:
    money = {name: money_out(getattr(row, name)) for name in ("amount", "net", "tax", "base")}
    plainly = {name: getattr(row, name) for name in QuoteOut.model_fields if name not in (*money, "lines")}
    return plainly | money | {"lines": _shown(lines or [])}


def _order(row: OrderRow, lines: list[PaperLine] | None = None) -> dict[str, Any]:
    money = {name: money_out(getattr(row, name)) for name in ("amount", "base")}
    plainly = {name: getattr(row, name) for name in OrderOut.model_fields if name not in (*money, "lines")}
    return plainly | money | {"lines": _shown(lines or []), "held_for": list(row.held_for)}
