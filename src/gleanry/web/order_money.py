"""The money of an order, and of an account, for the cards that show it on several pages."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gleanry.flow.collect.queries import (
    credit_of,
    limits_of,
    names_of_targets,
    open_debts_of_accounts,
    order_money,
    reminders_of,
)
from gleanry.flow.order.shapes import OrderRow
from gleanry.kit import clock
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.words import money as words


def money_of_order(viewer: Viewer, order: OrderRow) -> dict[str, Any]:
    """What `parts/order_money.html` needs: invoices, plan, claims, what is open and since when. Empty without leave."""
    if not viewer.may("money.see"):
        return {}
    today = timezone.localtime(clock.now()).date()
    account = order_money(viewer, order)
    names = names_of_targets(viewer.workspace_id, account.claims)
    steps = reminders_of(viewer.workspace_id, [order.id]).get(order.id, [])
    credit = credit_of(viewer.workspace_id, [order.account_id], today) if order.account_id else {}
    return {
        "money": account,
        "money_credit": credit.get(order.account_id or 0),
        "money_order": order,
        "money_plan": [(step, words.TRIGGERS.get(step.trigger, step.trigger)) for step in account.plan],
        "money_claims": [(row, names.get(row.id)) for row in account.claims if row.is_in_force],
        "money_late": [(debt, debt.days_late(today)) for debt in account.debts if debt.days_late(today) > 0],
        "money_steps": steps,
        "money_told": names_of(viewer.workspace_id, [row.member_id for row in steps]),
        "money_triggers": words.TRIGGERS.items(),
        "may_book": viewer.may("money.book"),
        "may_plan": viewer.may("orders.write") or viewer.may("money.book"),
    }


def money_of_account(viewer: Viewer, account_id: int) -> dict[str, Any]:
    """What `parts/account_money.html` needs: the credit of an account and what of it is late. Empty without leave."""
    if not viewer.may("money.see"):
        return {}
    today = timezone.localtime(clock.now()).date()
    limits = limits_of(viewer.workspace_id, account_id)
    debts = open_debts_of_accounts(viewer, [account_id])
    return {
        "credit": credit_of(viewer.workspace_id, [account_id], today)[account_id],
        "credit_id": account_id,
        "credit_limits": limits,
        "credit_by": names_of(viewer.workspace_id, [row.by for row in limits]),
        "credit_late": [(debt, debt.days_late(today)) for debt in debts if debt.days_late(today) > 0],
        "may_limit": viewer.may("money.approve"),
    }
