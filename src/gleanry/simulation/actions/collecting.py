"""Money for the demo: invoices of the latest orders, and a bank statement of which some lines wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from gleanry.flow.collect.actions import book_invoice, book_lines, claim_receipts, dun, set_limit
from gleanry.flow.collect.queries import accounts_of, get_receipt, list_receipts, proposals_for
from gleanry.flow.collect.shapes import BankLine, NewClaim, NewInvoice, NewReceipt
from gleanry.flow.order.queries import list_orders
from gleanry.flow.order.shapes import OrderRow
from gleanry.kit import clock, ledger
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import get_settings, list_members, viewer_of
from gleanry.tenants.shapes import Role, Viewer
from gleanry.values.money import Money

ORDERS, BILLED, TAX = 30, 12, Decimal("0.13")
SPARE = (("深圳市南山区某某电子厂", "货款", 480_000, "CNY"), ("Nordlicht GmbH", "Advance", 912_000, "EUR"))
"""Lines of the statement that name no order: somebody has to find out whose they are."""


def collect_demo(workspace_id: int, at: datetime) -> None:
    """Fill the money of a demo, once: invoices, receipts to claim, reminders, a limit."""
    admin, finance = _member(workspace_id, Role.ADMINISTRATOR), _member(workspace_id, Role.FINANCE)
    if list_receipts(admin, "open", limit=1):
        return
    with clock.stopped(at), ledger.carried_by_hand():
        ledger.drain(workspace_id)
        orders = [order for order in list_orders(admin, limit=ORDERS) if order.state in ("open", "delivered")][::-1]
        _bill(finance, orders, at)
        _receive(workspace_id, finance, admin, orders, at)
        ledger.drain(workspace_id)
        dun(workspace_id, at)
        for order in orders[:1]:
            if order.account_id:
                worth = Money(order.base.minor // 2, order.base.currency)
                set_limit(admin, order.account_id, worth, "新客户，先按半年评估", at)


def _member(workspace_id: int, role: Role) -> Viewer:
    return viewer_of(list_members(workspace_id, role=role)[0])


def _bill(finance: Viewer, orders: Sequence[OrderRow], at: datetime) -> None:
    zone = ZoneInfo(get_settings(finance.workspace_id).zone)
    for number, order in enumerate(orders[:BILLED], start=1):
        on = order.ordered_at.astimezone(zone).date()
        half = Money(order.amount.minor // 2, order.currency)
        tax = Money.of(half.amount - half.amount / (1 + TAX), order.currency).minor
        new = NewInvoice(f"DEMO-{number:04d}", order.id, half, tax, on, on + timedelta(days=15))
        book_invoice(finance, new, at)


def _receive(workspace_id: int, finance: Viewer, admin: Viewer, orders: Sequence[OrderRow], at: datetime) -> None:
    """A statement: a line for the next open part of each order, and some that nobody knows. The first are claimed."""
    names = accounts_by_id(workspace_id, [order.account_id for order in orders])
    money = accounts_of(workspace_id, orders)
    lines: list[BankLine] = []
    for order in orders:
        payer = names[order.account_id].name if order.account_id in names else ""
        if debts := money[order.id].debts:
            new = NewReceipt(
                debts[0].open, at, payer=payer, reference=f"{order.number} 货款", external_id=f"DEMO-{order.id}"
            )
            lines.append(BankLine(len(lines) + 1, new))
    for payer, reference, minor, currency in SPARE:
        new = NewReceipt(Money(minor, currency), at, payer=payer, reference=reference, external_id=f"DEMO-{payer}")
        lines.append(BankLine(len(lines) + 1, new))
    booked = book_lines(finance, lines, at)
    for receipt_id in booked.receipt_ids[:4]:
        receipt = get_receipt(admin, receipt_id)
        if found := proposals_for(admin, receipt):
            claim_receipts(admin, [NewClaim(receipt_id, found[0].terms.target, found[0].amount)], at)
