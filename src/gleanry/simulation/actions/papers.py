"""What the made-up company sells, and the papers of its latest won deals: quote, contract, order, delivery."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from gleanry.connect.esign import PaperSigner
from gleanry.flow.convert.queries import list_deals
from gleanry.flow.convert.shapes import DealCard, DealFilters
from gleanry.flow.order.actions import (
    BookDraft,
    ContractDraft,
    ProductDraft,
    answer_quote,
    approve_contract,
    contract_from_quote,
    deliver,
    make_quote,
    order_from_quote,
    release_order,
    save_book,
    save_product,
    send_quote,
    set_steps,
    sign_contract,
)
from gleanry.flow.order.queries import get_order, lines_of
from gleanry.flow.order.queries.catalogue import list_products
from gleanry.flow.order.shapes import DraftLine, OrderDraft, QuoteDraft, SignatureGiven, Step
from gleanry.kit import ledger
from gleanry.tenants.queries import list_members, viewer_of
from gleanry.tenants.shapes import Role, Viewer

PRODUCTS = (
    ("LM-BASE", "线索管理基础版", "Lead management, basic", "软件", "套", "9800", "8800"),
    ("LM-PRO", "线索管理专业版", "Lead management, professional", "软件", "套", "29800", "26800"),
    ("SCRM-ENT", "SCRM 企业版", "SCRM, enterprise", "软件", "套", "58000", "52000"),
    ("SVC-DAY", "实施服务", "Implementation", "服务", "人天", "2600", "2400"),
)
PAPERS = 30
WAITING = 4
"""The latest orders stay as the gate left them, so that there is something to release."""


def make_up_papers(workspace_id: int, ends_at: datetime) -> None:
    """Give the workspace products, prices and the papers of its latest won deals, once."""
    if list_products(workspace_id, limit=1):
        return
    director = viewer_of(list_members(workspace_id, role=Role.SALES_DIRECTOR)[0])
    with transaction.atomic():
        prices = _sell(director, ends_at)
        deals = list_deals(director, DealFilters("won"), limit=PAPERS)
        deals = sorted((deal for deal in deals if deal.amount.minor > 0), key=lambda deal: (deal.closed_at, deal.id))
        for number, deal in enumerate(deals):
            _paper(director, deal, prices, ends_at, waits=number >= len(deals) - WAITING)
    ledger.drain(workspace_id)


def _sell(director: Viewer, at: datetime) -> dict[int, Decimal]:
    """Add the products with their prices of this year and the last; give product id -> price of one."""
    book = save_book(director, BookDraft("标准价", "CNY", date(at.year - 2, 1, 1)), at)
    prices = {}
    for code, zh, en, line, unit, one, ten in PRODUCTS:
        product = save_product(director, ProductDraft(code, zh, en, line, unit), at)
        set_steps(director, book, product, [Step(Decimal(1), Decimal(one)), Step(Decimal(10), Decimal(ten))])
        prices[product] = Decimal(one)
    return prices


def _lines(deal: DealCard, prices: dict[int, Decimal]) -> tuple[DraftLine, ...]:
    """The dearest product the amount pays for, and what is left of it as service: together the amount, to the cent."""
    total = deal.amount.amount
    fitting = [(price, product) for product, price in prices.items() if price <= total]
    if not fitting:
        return (DraftLine(Decimal(1), text="技术咨询", unit="项", price=total),)
    price, product = max(fitting)
    quantity = min(int(total / price), 9)
    rest = total - quantity * price
    lines = (DraftLine(Decimal(quantity), product),)
    return (*lines, DraftLine(Decimal(1), text="定制开发", unit="项", price=rest)) if rest else lines


def _paper(director: Viewer, deal: DealCard, prices: dict[int, Decimal], ends_at: datetime, *, waits: bool) -> None:
    """A deal's quote, contract and order on the day it was won; the order released and delivered where it is old."""
    at = deal.closed_at or ends_at
    day = at.date()
    draft = QuoteDraft("CNY", _lines(deal, prices), day, title=deal.name)
    quote = make_quote(director, draft, at, deal_id=deal.id)
    send_quote(director, quote, at)
    answer_quote(director, quote, accepted=True, at=at)
    _sign(director, quote, at)
    intent = "" if waits and deal.id % 2 else "已确认采购"
    wanted = OrderDraft("CNY", (), at, intent=intent, specification=deal.product or "标准配置")
    order = order_from_quote(director, quote, wanted, at)
    later = min(at + timedelta(days=5), ends_at)
    if waits or later < at:
        return
    if get_order(director, order).state == "held":
        release_order(director, order, at, reason="客户已书面确认")
    lines = lines_of(director.workspace_id, [order])[order]
    sent = lines[:1] if deal.id % 3 == 0 else lines
    deliver(director, order, {line.id: line.quantity for line in sent}, later, on=later.date())


def _sign(director: Viewer, quote: int, at: datetime) -> None:
    """A contract for every quote, approved by the general manager and signed on paper."""
    made = contract_from_quote(director, quote, ContractDraft("contract", at.date()), at)
    boss = viewer_of(list_members(director.workspace_id, role=Role.GENERAL_MANAGER)[0])
    approve_contract(boss, made, at)
    sign_contract(director, made, SignatureGiven("客户代表", at.date(), f"归档 {made}"), PaperSigner(), at)
