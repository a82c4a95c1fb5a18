"""Read invoices and receipt plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from gleanry.flow.collect.models import Invoice, PlanStep
from gleanry.flow.collect.rules import plan_days, read_steps
from gleanry.flow.collect.shapes import DunningStep, InvoiceRow, PlanRow, Term
from gleanry.flow.order.shapes import DeliveryRow, OrderRow
from gleanry.kit import bulk, rulebook
from gleanry.tenants.queries import get_settings
from gleanry.values.money import Money

INVOICE = ("id", "number", "kind", "credits_id", "order_id", "account_id", "owner_id")
MONEY = ("amount_minor", "tax_minor", "base_minor", "currency", "rate", "issued_on", "due_on", "reason")
PLAN = (
    "id",
    "order_id",
    "version",
    "position",
    "basis_points",
    "trigger",
    "days",
    "amount_minor",
    "currency",
    "due_on",
)
NO_BOOK: Mapping[str, Any] = {"invoice_days": 30, "steps": []}
"""What holds in a workspace that never adopted the book."""
WHOLE_DELIVERY = ("delivered", "closed")


def collecting_book(workspace_id: int) -> tuple[int, Mapping[str, Any]]:
    """The book in force, by its id (0: none was adopted)."""
    found = rulebook.in_force(workspace_id, "collecting").get("collecting")
    return (found.id, found.body) if found else (0, NO_BOOK)


def dunning_steps(workspace_id: int) -> tuple[int, tuple[DunningStep, ...]]:
    """The book's id and its steps."""
    rules_id, body = collecting_book(workspace_id)
    return rules_id, read_steps(body)


def read_date(value: Any) -> date:
    """A day, which SQLite keeps as text."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def invoices_of(workspace_id: int, order_ids: Iterable[int]) -> dict[int, list[InvoiceRow]]:
    """Order id -> its invoices and credit notes, oldest first; one statement."""
    rows = bulk.find(Invoice, (*INVOICE, *MONEY), workspace_id=workspace_id, key="order_id", among=order_ids)
    return _by_order(workspace_id, rows)


def invoices_numbered(workspace_id: int, numbers: Iterable[str]) -> dict[str, InvoiceRow]:
    """Number -> invoice; one statement."""
    rows = bulk.find(Invoice, (*INVOICE, *MONEY), workspace_id=workspace_id, key="number", among=numbers)
    return {row.number: row for found in _by_order(workspace_id, rows).values() for row in found}


def _by_order(workspace_id: int, rows: Sequence[tuple[Any, ...]]) -> dict[int, list[InvoiceRow]]:
    base = get_settings(workspace_id).currency
    found: dict[int, list[InvoiceRow]] = {}
    for *head, amount, tax, worth, currency, rate, issued, due, reason in rows:
        money = (Money(amount, currency), Money(tax, currency), Money(worth, base), Decimal(str(rate)))
        values: tuple[Any, ...] = (*head, *money, read_date(issued), read_date(due), reason)
        row = InvoiceRow(*values)
        found.setdefault(row.order_id, []).append(row)
    return found


def plans_of(
    workspace_id: int,
    orders: Iterable[OrderRow],
    *,
    paid: Mapping[int, Money],
    deliveries: Mapping[int, Sequence[DeliveryRow]],
    invoices: Mapping[int, Sequence[InvoiceRow]],
) -> dict[int, list[PlanRow]]:
    """Order id -> the plan in force, each step with its day and what came in for it; one statement.

    The day is the one agreed, else that of what the step waits for; money fills the steps in their order.
    """
    by_id = {order.id: order for order in orders}
    zone = ZoneInfo(get_settings(workspace_id).zone)
    steps: dict[int, list[tuple[Any, ...]]] = {}
    for row in bulk.find(PlanStep, PLAN, workspace_id=workspace_id, key="order_id", among=by_id):
        kept = steps.setdefault(row[1], [])
        if kept and kept[0][2] < row[2]:
            kept.clear()
        if not kept or kept[0][2] == row[2]:
            kept.append(row)
    found = {}
    for order_id, rows in steps.items():
        happened = _happened(by_id[order_id], zone, deliveries.get(order_id, ()), invoices.get(order_id, ()))
        rows.sort(key=lambda row: int(row[3]))
        found[order_id] = _filled(rows, happened, paid[order_id].minor if order_id in paid else 0)
    return found


def _filled(rows: Sequence[tuple[Any, ...]], happened: Mapping[str, date], paid: int) -> list[PlanRow]:
    days = plan_days([Term(row[4], row[5], row[6]) for row in rows], happened)
    found = []
    for row, day in zip(rows, days, strict=True):
        part = min(max(paid, 0), row[7])
        paid -= part
        money = (Money(row[7], row[8]), read_date(row[9]) if row[9] else day, Money(part, row[8]))
        values: tuple[Any, ...] = (*row[:7], *money)
        found.append(PlanRow(*values))
    return found


def _happened(
    order: OrderRow, zone: ZoneInfo, deliveries: Sequence[DeliveryRow], invoices: Sequence[InvoiceRow]
) -> dict[str, date]:
    """Day by trigger. Without a record of its own an order is accepted when it was delivered."""
    found = {"order": order.ordered_at.astimezone(zone).date()}
    out = [row.delivered_on for row in deliveries if not row.is_return]
    if out:
        found |= dict.fromkeys(("before_shipment", "shipment"), min(out))
        if order.state in WHOLE_DELIVERY:
            found |= dict.fromkeys(("delivery", "acceptance"), max(out))
    billed = [row.issued_on for row in invoices if row.kind == "invoice"]
    return found | ({"invoice": min(billed)} if billed else {})
