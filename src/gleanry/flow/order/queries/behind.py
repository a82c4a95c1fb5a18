"""What stands behind an order: the last contact with its customer, what it bought before, what it complains of."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Min, Q, Sum

from gleanry.flow.followup.queries import last_contact
from gleanry.flow.order.models import Complaint, Order, OrderState
from gleanry.flow.order.rules import Customer, OrderRules
from gleanry.leads.queries import leads_of_accounts
from gleanry.people.queries import groups_of
from gleanry.tenants.queries import get_settings
from gleanry.values.money import Money


def accounts_together(workspace_id: int, account_id: int | None) -> list[int]:
    """An account and all that were merged with it."""
    if account_id is None:
        return []
    return list(groups_of(workspace_id, [account_id], kind="account").get(account_id, (account_id,)))


def contact_behind(
    workspace_id: int, rules: OrderRules, *, account_id: int | None, lead_id: int | None
) -> datetime | None:
    """When somebody last was in contact with the customer, over all leads of the account; three statements."""
    leads = leads_of_accounts(workspace_id, accounts_together(workspace_id, account_id)) if account_id else []
    return last_contact(workspace_id, [*leads, *([lead_id] if lead_id else [])], rules.kinds)


def customer_behind(workspace_id: int, account_id: int | None, *, but: int | None = None) -> Customer:
    """Since when and for how much an account ordered before, cancelled orders and order `but` apart."""
    rows = Order.objects.of(workspace_id).filter(account_id__in=accounts_together(workspace_id, account_id))
    rows = rows.exclude(state=OrderState.CANCELLED).exclude(pk=but or 0)
    found = rows.aggregate(since=Min("ordered_at"), total=Sum("base_minor"))
    total = Money(found["total"] or 0, get_settings(workspace_id).currency)
    return Customer(found["since"], total.amount if found["total"] else Decimal(0))


def open_complaints(workspace_id: int, *, order_id: int, account_id: int | None) -> int:
    """How many complaints about an order, or about its customer in general, nobody resolved."""
    general = Q(order_id__isnull=True, account_id__in=accounts_together(workspace_id, account_id))
    rows = Complaint.objects.of(workspace_id).filter(Q(order_id=order_id) | general, resolved_at__isnull=True)
    return int(rows.aggregate(n=Count("pk"))["n"])
