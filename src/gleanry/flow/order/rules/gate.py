"""The order gate, who is served first, and when nothing ships: the rule book `orders`.

Source: the book's case of a CRM taken up because orders and shipping depend on it: no visit within the past month, or
no purchase intent or product specification in the record, holds an order; urgent need, key projects and long-term
customers of high value ship first; complaints nobody resolved stop shipments until they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

NO_CONTACT = "no_contact"
NO_INTENT = "no_intent"
NO_SPECIFICATION = "no_specification"
URGENT = "urgent"
KEY_PROJECT = "key_project"
LONG_TERM = "long_term"
KINDS = ("visit", "meeting", "call", "message", "mail")


@dataclass(frozen=True, slots=True)
class OrderRules:
    """The rule book `orders`. Nothing is asked where `contact_days` is 0 and both demands are off.

    `kinds` are the follow-ups that count as contact. A customer is long-term of high value after `long_term_days`
    since its first order with at least `long_term_minor` ordered, in minor units of the workspace's currency.
    """

    contact_days: int
    kinds: frozenset[str]
    asks_intent: bool
    asks_specification: bool
    raises: frozenset[str]
    long_term_days: int
    long_term_value: Decimal
    pauses: bool
    order_when_won: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of an order when it comes to the gate. `last_contact` is None where there never was one."""

    at: datetime
    last_contact: datetime | None
    intent: str
    specification: str


@dataclass(frozen=True, slots=True)
class Customer:
    """What the customer bought before: since when, and for how much in major units of the workspace's currency."""

    since: datetime | None
    value: Decimal


def read_rules(body: Mapping[str, Any]) -> OrderRules:
    """The rule book, with what it leaves open."""
    gate, first = body.get("gate") or {}, body.get("priority") or {}
    return OrderRules(
        contact_days=int(gate.get("contact_days", 0)),
        kinds=frozenset(gate.get("kinds") or KINDS),
        asks_intent=bool(gate.get("intent", False)),
        asks_specification=bool(gate.get("specification", False)),
        raises=frozenset(name for name in (URGENT, KEY_PROJECT, LONG_TERM) if first.get(name, False)),
        long_term_days=int(first.get("long_term_days", 365)),
        long_term_value=Decimal(str(first.get("long_term_value", 0))),
        pauses=bool((body.get("complaints") or {}).get("pause", False)),
        order_when_won=bool(body.get("order_when_won", False)),
    )


def held_for(rules: OrderRules, asked: Asked) -> tuple[str, ...]:
    """Why the gate holds an order, in the order of cure; empty lets it through."""
    found = []
    if rules.contact_days:
        since = asked.at - timedelta(days=rules.contact_days)
        if asked.last_contact is None or asked.last_contact < since:
            found.append(NO_CONTACT)
    if rules.asks_intent and not asked.intent.strip():
        found.append(NO_INTENT)
    if rules.asks_specification and not asked.specification.strip():
        found.append(NO_SPECIFICATION)
    return tuple(found)


def raised_by(
    rules: OrderRules, *, urgent: bool, key_project: bool, customer: Customer, at: datetime
) -> tuple[str, ...]:
    """Why an order ships first; empty: in its turn."""
    old = customer.since is not None and customer.since <= at - timedelta(days=rules.long_term_days)
    reasons = {
        URGENT: urgent,
        KEY_PROJECT: key_project,
        LONG_TERM: old and customer.value >= rules.long_term_value,
    }
    return tuple(name for name, holds in reasons.items() if holds and name in rules.raises)


def is_paused(rules: OrderRules, open_complaints: int) -> bool:
    """Whether nothing ships: somebody complained, and nobody resolved it."""
    return rules.pauses and open_complaints > 0


def faults_of_orders(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with the book `orders`."""
    found: list[dict[str, Any]] = []
    gate, first = body.get("gate") or {}, body.get("priority") or {}
    for name, holder in (("gate.contact_days", gate), ("priority.long_term_days", first)):
        days = holder.get(name.rpartition(".")[2], 0)
        if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= 3650:
            found.append({"row": 0, "setting": name, "code": "not_days", "value": str(days)})
    unknown = [str(kind) for kind in gate.get("kinds") or [] if kind not in KINDS]
    found += [{"row": 0, "setting": "gate.kinds", "code": "unknown", "value": kind} for kind in unknown]
    value = first.get("long_term_value", 0)
    if not _is_amount(value):
        found.append({"row": 0, "setting": "priority.long_term_value", "code": "not_amount", "value": str(value)})
    return found


def _is_amount(value: Any) -> bool:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return False
    return not isinstance(value, bool) and number.is_finite() and number >= 0
