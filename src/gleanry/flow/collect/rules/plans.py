"""A receipt plan: payment terms applied to an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from gleanry.flow.collect.rules.shares import WHOLE
from gleanry.flow.collect.shapes import Term
from gleanry.values.money import Money

TRIGGERS = ("order", "before_shipment", "shipment", "delivery", "acceptance", "invoice")


def fault_of_terms(terms: Sequence[Term]) -> str:
    """What is wrong with payment terms: terms_missing, bad_share, bad_trigger, bad_days or not_whole."""
    if not terms:
        return "terms_missing"
    if any(term.basis_points <= 0 for term in terms):
        return "bad_share"
    if any(term.trigger not in TRIGGERS for term in terms):
        return "bad_trigger"
    if any(not 0 <= term.days <= 3650 for term in terms):
        return "bad_days"
    return "" if sum(term.basis_points for term in terms) == WHOLE else "not_whole"


def plan_amounts(total: Money, terms: Sequence[Term]) -> tuple[Money, ...]:
    """The amount of each term, adding up to the order exactly."""
    return total.split([term.basis_points for term in terms])


def plan_days(terms: Sequence[Term], happened: Mapping[str, date]) -> list[date | None]:
    """When each term is due: its days after what it waits for, None while that has not happened.

    `happened` names days by trigger: ordered, shipped for the first time, delivered in full, billed.
    """
    return [happened[term.trigger] + timedelta(days=term.days) if term.trigger in happened else None for term in terms]
