"""Put orders before the gate and set how they ship."""

from __future__ import annotations

from datetime import datetime

from gleanry.flow.order.models import Order, OrderState, Priority
from gleanry.flow.order.queries.behind import contact_behind, customer_behind, open_complaints
from gleanry.flow.order.queries.books import order_rules
from gleanry.flow.order.rules import Asked, OrderRules, held_for, is_paused, raised_by


def gate(order: Order, at: datetime) -> None:
    """Set whether an order is held and for what, whether it ships first, and whether it waits for a complaint.

    An order that was let through once is not held again. Changes the row in hand; its caller saves it.
    """
    rules, rules_id = order_rules(order.workspace_id)
    if not order.state or order.state == OrderState.HELD:
        last = contact_behind(order.workspace_id, rules, account_id=order.account_id, lead_id=order.lead_id)
        asked = Asked(at, last, order.intent, order.specification)
        order.held_for = list(held_for(rules, asked))
        order.state = OrderState.HELD if order.held_for else OrderState.OPEN
    ship(order, rules, at)
    order.rules_id = rules_id


def ship(order: Order, rules: OrderRules, at: datetime) -> None:
    """Set whether an order ships first, and whether it waits for a complaint."""
    customer = customer_behind(order.workspace_id, order.account_id, but=order.pk)
    order.raised_by = list(
        raised_by(rules, urgent=order.urgent, key_project=order.key_project, customer=customer, at=at)
    )
    order.priority = Priority.HIGH if order.raised_by else Priority.NORMAL
    complaints = open_complaints(order.workspace_id, order_id=order.pk or 0, account_id=order.account_id)
    order.paused = is_paused(rules, complaints)


GATED = ("state", "held_for", "raised_by", "priority", "paused", "rules_id")
