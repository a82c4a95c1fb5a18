"""Terms of payment: which part of a price falls due when; and what a paper is to carry at its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from gleanry.flow.order.rules.numbers import faults_of_numbers
from gleanry.flow.order.shapes import TermStep
from gleanry.values.money import Money

WHENS = ("order", "before_shipment", "shipment", "delivery", "acceptance")
MOST_DAYS = 3650


def read_steps(rows: Sequence[Mapping[str, Any]]) -> tuple[TermStep, ...]:
    """Steps of payment from a book or a form. ValueError for a percent or days that are no numbers."""
    try:
        return tuple(
            TermStep(Decimal(str(row["percent"])), str(row["when"]), int(row.get("days") or 0)) for row in rows
        )
    except (InvalidOperation, KeyError, TypeError) as error:
        raise ValueError("steps of payment cannot be read") from error


def faults_of_terms(terms: Sequence[TermStep]) -> list[str]:
    """What is wrong with steps of payment: none, not_hundred, not_positive, unknown_when, bad_days."""
    if not terms:
        return ["none"]
    found = []
    if any(not step.percent.is_finite() or step.percent <= 0 for step in terms):
        found.append("not_positive")
    elif sum(step.percent for step in terms) != 100:
        found.append("not_hundred")
    if any(step.when not in WHENS for step in terms):
        found.append("unknown_when")
    if any(not 0 <= step.days <= MOST_DAYS for step in terms):
        found.append("bad_days")
    return found


def due_parts(amount: Money, terms: Sequence[TermStep]) -> tuple[Money, ...]:
    """The part of an amount each step asks for; they add up to it exactly (largest remainder)."""
    return amount.split([step.percent for step in terms]) if terms else (amount,)


def valid_until(quoted_on: date, body: Mapping[str, Any]) -> date:
    """The last day a quote of a day holds, by the book."""
    return quoted_on + timedelta(days=int(body.get("valid_days", 30)))


def faults_of_papers(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with the book `papers`: numbers, terms, days of validity."""
    found = faults_of_numbers(body.get("numbers") or {})
    days = body.get("valid_days", 30)
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        found.append({"row": 0, "setting": "valid_days", "code": "not_days", "value": str(days)})
    try:
        codes = faults_of_terms(read_steps(body.get("terms") or []))
    except ValueError:
        codes = ["not_positive"]
    return [*found, *({"row": 0, "setting": "terms", "code": code} for code in codes)]
