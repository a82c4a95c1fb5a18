"""What an invoice may ask for: what was ordered, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gleanry.flow.collect.shapes import InvoiceRow, NewInvoice
from gleanry.values.money import Money


def fault_of_invoice(
    new: NewInvoice, ordered: Money, booked: Sequence[InvoiceRow], *, ordered_on: date, today: date
) -> str:
    """Why an invoice or credit note cannot be booked beside those of its order; empty when it can."""
    days_fault = _days_fault(new, ordered_on, today)
    faults = {
        "number_missing": not new.number.strip(),
        "other_currency": new.amount.currency != ordered.currency,
        "bad_amount": new.amount.minor <= 0,
        "bad_tax": not 0 <= new.tax_minor <= new.amount.minor,
        days_fault: bool(days_fault),
    }
    found = next((code for code, holds in faults.items() if holds), "")
    return found or (_credit_fault(new, booked) if new.credits else _sum_fault(new, ordered, booked))


def _days_fault(new: NewInvoice, ordered_on: date, today: date) -> str:
    if new.issued_on < ordered_on:
        return "before_order"
    if new.issued_on > today:
        return "in_the_future"
    return "due_before_issue" if new.due_on is not None and new.due_on < new.issued_on else ""


def _sum_fault(new: NewInvoice, ordered: Money, booked: Sequence[InvoiceRow]) -> str:
    billed = sum(row.amount.minor for row in booked)
    return "more_than_order" if billed + new.amount.minor > ordered.minor else ""


def _credit_fault(new: NewInvoice, booked: Sequence[InvoiceRow]) -> str:
    credited = next((row for row in booked if row.number == new.credits and row.kind == "invoice"), None)
    if credited is None:
        return "no_such_invoice"
    notes = [row for row in booked if row.credits_id == credited.id]
    if sum(row.amount.minor for row in notes) + credited.amount.minor < new.amount.minor:
        return "more_than_invoice"
    if sum(row.tax.minor for row in notes) + credited.tax.minor < new.tax_minor:
        return "bad_tax"
    return "" if new.reason.strip() else "reason_missing"
