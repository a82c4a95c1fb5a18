"""Bill orders, plan what comes in, and set how much an account may owe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from gleanry.flow.collect.actions.writing import CLAIMING
from gleanry.flow.collect.facts import Invoiced
from gleanry.flow.collect.models import CreditLimit, Invoice, InvoiceKind, PlanStep
from gleanry.flow.collect.queries.invoices import collecting_book, invoices_numbered, invoices_of
from gleanry.flow.collect.rules import fault_of_invoice, fault_of_terms, plan_amounts
from gleanry.flow.collect.shapes import InvoiceRow, NewInvoice, Term
from gleanry.flow.convert.queries import fixed_rate, in_workspace_currency
from gleanry.flow.order.facts import Ordered
from gleanry.flow.order.queries import get_order, orders_by_id
from gleanry.flow.order.shapes import OrderRow
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

WITHOUT_TERMS = (Term(10_000, "order"),)
STEP = ("workspace_id", "order_id", "version", "position", "basis_points", "trigger", "days")
STEP_MONEY = ("amount_minor", "currency", "due_on", "at", "by")


def book_invoice(viewer: Viewer, new: NewInvoice, at: datetime) -> int:
    """Book an invoice or a credit note of an order. Returns its id.

    Raises Refusal `forbidden`, `not_found`, `number_missing`, `number_taken`, `bad_amount`, `bad_tax`,
    `other_currency`, `before_order`, `in_the_future`, `due_before_issue`, `more_than_order`, `more_than_invoice`,
    `no_such_invoice`, and `reason_missing` for a credit note without one.
    """
    if not viewer.may("money.book"):
        raise Refusal("forbidden", permission="money.book")
    workspace_id = viewer.workspace_id
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, CLAIMING)
        order = get_order(viewer, new.order_id)
        zone = ZoneInfo(get_settings(workspace_id).zone)
        known = invoices_numbered(workspace_id, [new.number, new.credits])
        credited = known.get(new.credits)
        ordered_on, today = order.ordered_at.astimezone(zone).date(), at.astimezone(zone).date()
        billed = invoices_of(workspace_id, [order.id]).get(order.id, [])
        fault = fault_of_invoice(new, order.amount, billed, ordered_on=ordered_on, today=today)
        if new.number in known:
            fault = "number_taken"
        if fault:
            raise Refusal(fault, number=new.number)
        due_on = new.due_on or new.issued_on + timedelta(days=int(collecting_book(workspace_id)[1]["invoice_days"]))
        invoice_id = _write(viewer, new, order, credited, due_on, at)
        ledger.announce(workspace_id, Invoiced((invoice_id,)), at=at, by=viewer.member_id)
    return invoice_id


def _write(
    viewer: Viewer, new: NewInvoice, order: OrderRow, credited: InvoiceRow | None, due_on: date, at: datetime
) -> int:
    sign = -1 if credited else 1
    amount = Money(sign * new.amount.minor, new.amount.currency)
    rate = credited.rate if credited else fixed_rate(viewer.workspace_id, amount.currency)
    row = Invoice.objects.create(
        workspace_id=viewer.workspace_id,
        number=new.number.strip()[:40],
        kind=InvoiceKind.CREDIT_NOTE if credited else InvoiceKind.INVOICE,
        credits_id=credited.id if credited else None,
        order_id=order.id,
        account_id=order.account_id,
        owner_id=order.owner_id,
        amount_minor=amount.minor,
        tax_minor=sign * new.tax_minor,
        currency=amount.currency,
        rate=rate,
        base_minor=in_workspace_currency(amount, get_settings(viewer.workspace_id).currency, rate).minor,
        issued_on=new.issued_on,
        due_on=due_on,
        reason=new.reason.strip()[:200],
        at=at,
        by=viewer.member_id,
    )
    return int(row.pk)


def plan_orders(workspace_id: int, fact: Ordered, at: datetime) -> None:
    """Plan what comes in for new orders, by their payment terms; without any, all of it on the day of the order."""
    orders = orders_by_id(workspace_id, fact.order_ids)
    planned = {
        row[0] for row in bulk.find(PlanStep, ("order_id",), workspace_id=workspace_id, key="order_id", among=orders)
    }
    rows = []
    for order in orders.values():
        terms = tuple(Term(int(step.percent * 100), step.when, step.days) for step in order.terms)
        if order.id not in planned and order.amount.minor > 0:
            rows += _steps(order, WITHOUT_TERMS if fault_of_terms(terms) else terms, 1, at, None)
    bulk.insert(PlanStep, (*STEP, *STEP_MONEY), [(workspace_id, *row) for row in rows])


def set_plan(viewer: Viewer, order_id: int, terms: Sequence[Term], at: datetime) -> int:
    """Agree on another plan for an order: a new version beside those before. Returns its number.

    Raises Refusal `forbidden`, `not_found`, and what is wrong with the terms (`terms_missing`, `bad_share`,
    `bad_trigger`, `bad_days`, `not_whole`).
    """
    if not (viewer.may("orders.write") or viewer.may("money.book")):
        raise Refusal("forbidden", permission="money.book")
    if fault := fault_of_terms(terms):
        raise Refusal(fault)
    workspace_id = viewer.workspace_id
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, CLAIMING)
        order = get_order(viewer, order_id)
        last = PlanStep.objects.of(workspace_id).filter(order_id=order_id).aggregate(last=Max("version"))["last"] or 0
        rows = _steps(order, terms, last + 1, at, viewer.member_id)
        bulk.insert(PlanStep, (*STEP, *STEP_MONEY), [(workspace_id, *row) for row in rows])
    return int(last) + 1


def _steps(order: OrderRow, terms: Sequence[Term], version: int, at: datetime, by: int | None) -> list[tuple[Any, ...]]:
    amounts = plan_amounts(order.amount, terms)
    return [
        (order.id, version, n, term.basis_points, term.trigger, term.days, amount.minor, order.currency, None, at, by)
        for n, (term, amount) in enumerate(zip(terms, amounts, strict=True), start=1)
    ]


def set_limit(
    viewer: Viewer, account_id: int, limit: Money, reason: str, at: datetime, *, valid_to: date | None = None
) -> None:
    """Set how much an account may owe, from now on; what was set before stays in the record.

    Raises Refusal `forbidden`, `not_found`, `bad_amount`, `reason_missing`, and `no_rate` for a currency without one.
    """
    if not viewer.may("money.approve"):
        raise Refusal("forbidden", permission="money.approve")
    if limit.minor < 0:
        raise Refusal("bad_amount")
    if not reason.strip():
        raise Refusal("reason_missing")
    workspace_id = viewer.workspace_id
    if account_id not in accounts_by_id(workspace_id, [account_id]):
        raise Refusal("not_found", account=account_id)
    rate = fixed_rate(workspace_id, limit.currency)
    if not rate:
        raise Refusal("no_rate", currency=limit.currency)
    CreditLimit.objects.create(
        workspace_id=workspace_id,
        account_id=account_id,
        limit_minor=limit.minor,
        currency=limit.currency,
        rate=rate,
        base_minor=in_workspace_currency(limit, get_settings(workspace_id).currency, rate).minor,
        valid_to=valid_to,
        reason=reason.strip()[:200],
        at=at,
        by=viewer.member_id,
    )
