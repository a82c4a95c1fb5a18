"""A won deal becomes an order where the workspace wants that; elsewhere its page offers to make one."""

from __future__ import annotations

from datetime import datetime

from gleanry.flow.convert.facts import Won
from gleanry.flow.order.actions.orders import order_from_quote
from gleanry.flow.order.models import Approval, Order, Quote, QuoteState
from gleanry.flow.order.queries.books import order_rules
from gleanry.flow.order.shapes import OrderDraft
from gleanry.tenants.queries import everybody, get_settings
from gleanry.tenants.shapes import Viewer


def order_won(workspace_id: int, fact: Won, at: datetime) -> None:
    """Order what the customer accepted, for each won deal with an accepted quote and no order yet.

    Only where the rule book `orders` says `order_when_won`. The gate holds such an order like any other.
    """
    if not order_rules(workspace_id)[0].order_when_won:
        return
    rows = Quote.objects.of(workspace_id).filter(opportunity_id__in=fact.opportunity_ids, is_latest=True)
    rows = rows.filter(state=QuoteState.ACCEPTED, approval__in=(Approval.NOT_NEEDED, Approval.APPROVED))
    accepted = dict(rows.order_by("pk").values_list("opportunity_id", "pk"))
    ordered = Order.objects.of(workspace_id).filter(opportunity_id__in=list(accepted))
    there = set(ordered.values_list("opportunity_id", flat=True))
    currency = get_settings(workspace_id).currency
    for deal_id, quote_id in accepted.items():
        if deal_id not in there:
            order_from_quote(_program(workspace_id), quote_id, OrderDraft(currency, (), at), at)


def _program(workspace_id: int) -> Viewer:
    """The program itself: it sees the workspace, and may write an order."""
    seen = everybody(workspace_id)
    return Viewer(workspace_id, 0, seen.name, owner_ids=None, pools=None, permissions=frozenset({"orders.write"}))
