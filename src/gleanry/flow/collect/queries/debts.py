"""What orders owe, by day: for the ageing, the plan of the next weeks, the reminders and the credit of an account."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gleanry.flow.collect.models import CreditLimit, Reminder
from gleanry.flow.collect.queries.claims import claims_of_deals, claims_of_orders
from gleanry.flow.collect.queries.invoices import invoices_of, plans_of, read_date
from gleanry.flow.collect.rules import ageing, debts_of, dues_of, fill
from gleanry.flow.collect.shapes import AgeingRow, ClaimRow, CreditRow, Debt, InvoiceRow, LimitRow, PlanRow, ReminderRow
from gleanry.flow.convert.queries import in_workspace_currency
from gleanry.flow.order.queries import deliveries_of, orders_by_id, orders_of_deals, visible_orders
from gleanry.flow.order.shapes import OrderRow
from gleanry.kit import bulk
from gleanry.people.queries import groups_of, with_members
from gleanry.tenants.queries import everybody, get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

OWING = ("open", "delivered", "closed")
"""States of orders that are owed; held ones may not be fulfilled yet, cancelled ones never."""


@dataclass(frozen=True, slots=True)
class Account:
    """The money of an order: what it costs, what came in, what asks for it and what is open when."""

    order: OrderRow
    paid: Money
    claims: tuple[ClaimRow, ...]
    invoices: tuple[InvoiceRow, ...]
    plan: tuple[PlanRow, ...]
    debts: tuple[Debt, ...]

    @property
    def open(self) -> Money:
        """What is still owed of the order."""
        return Money(max(self.order.amount.minor - self.paid.minor, 0), self.order.currency)

    @property
    def billed(self) -> Money:
        """What invoices ask for, credit notes taken off."""
        return Money(sum(row.amount.minor for row in self.invoices), self.order.currency)


def accounts_of(workspace_id: int, orders: Sequence[OrderRow]) -> dict[int, Account]:
    """Order id -> its money; a number of statements that does not grow with the orders."""
    ids = [order.id for order in orders]
    base = get_settings(workspace_id).currency
    claims, paid = _paid(workspace_id, orders)
    invoices, deliveries = invoices_of(workspace_id, ids), deliveries_of(workspace_id, ids)
    plans = plans_of(workspace_id, orders, paid=paid, deliveries=deliveries, invoices=invoices)
    found = {}
    for order in orders:
        billed = [(row.due_on, row.amount.minor) for row in invoices.get(order.id, ())]
        planned = [(step.due_on, step.amount.minor) for step in plans.get(order.id, ())]
        left = fill(dues_of(order.amount.minor, billed, planned), paid[order.id].minor)
        debts = debts_of((order.id, order.account_id, order.owner_id), left, order.currency, _worth(order, base))
        rows = (tuple(claims.get(order.id, ())), tuple(invoices.get(order.id, ())), tuple(plans.get(order.id, ())))
        found[order.id] = Account(order, paid[order.id], *rows, tuple(debts))
    return found


def _worth(order: OrderRow, base: str) -> Callable[[Money], Money]:
    return lambda money: in_workspace_currency(money, base, order.rate)


def _paid(workspace_id: int, orders: Sequence[OrderRow]) -> tuple[dict[int, list[ClaimRow]], dict[int, Money]]:
    """What came in for each order: its own claims, then what was claimed for its deal or PI, the oldest order first."""
    by_order = claims_of_orders(workspace_id, [order.id for order in orders])
    deals = {order.opportunity_id for order in orders if order.opportunity_id}
    siblings, by_deal = orders_of_deals(workspace_id, deals), claims_of_deals(workspace_id, deals)
    paid = {order.id: _settled(by_order.get(order.id, ()), order.currency) for order in orders}
    claims = {order_id: list(rows) for order_id, rows in by_order.items()}
    for deal_id, together in siblings.items():
        general = [claim for claim in by_deal.get(deal_id, ()) if claim.order_id is None]
        named = {order.id: [c for c in by_deal.get(deal_id, ()) if c.order_id == order.id] for order in together}
        own = {order.id: _settled(named[order.id], order.currency) for order in together}
        left: dict[str, int] = {}
        for claim in general:
            left[claim.settled.currency] = left.get(claim.settled.currency, 0) + claim.settled.minor
        for order in together:
            if order.state == "cancelled":
                continue
            gap = max(order.amount.minor - own[order.id].minor, 0)
            part = min(gap, max(left.get(order.currency, 0), 0))
            left[order.currency] = left.get(order.currency, 0) - part
            if order.id in paid:
                paid[order.id] += Money(part, order.currency)
                claims.setdefault(order.id, []).extend(general if part else [])
    return claims, paid


def _settled(claims: Iterable[ClaimRow], currency: str) -> Money:
    return Money(sum(row.settled.minor for row in claims if row.settled.currency == currency), currency)


def open_debts(viewer: Viewer) -> list[Debt]:
    """What the orders within the viewer's reach owe, by order and day; held and cancelled orders owe nothing."""
    rows = visible_orders(viewer).filter(state__in=OWING).order_by("pk").values_list("pk", flat=True)
    found = accounts_of(viewer.workspace_id, list(orders_by_id(viewer.workspace_id, rows).values()))
    return [debt for account in found.values() for debt in account.debts]


def open_debts_of_accounts(viewer: Viewer, account_ids: Iterable[int]) -> list[Debt]:
    """As `open_debts`, of some accounts and what was merged with them."""
    wanted = list(account_ids)
    groups = groups_of(viewer.workspace_id, wanted, kind="account")
    rows = visible_orders(viewer).filter(account_id__in=with_members(groups, wanted), state__in=OWING).order_by("pk")
    orders = orders_by_id(viewer.workspace_id, rows.values_list("pk", flat=True))
    found = accounts_of(viewer.workspace_id, list(orders.values()))
    return [debt for account in found.values() for debt in account.debts]


def ageing_of(debts: Iterable[Debt], by: str, today: date) -> list[AgeingRow]:
    """The ageing by account, owner or currency."""
    keys: dict[str, Callable[[Debt], int | None]] = {
        "account": lambda debt: debt.account_id,
        "owner": lambda debt: debt.owner_id,
        "currency": lambda debt: None,
    }
    return ageing(debts, keys[by], today)


LIMIT = ("account_id", "base_minor", "valid_to")


def credit_of(workspace_id: int, account_ids: Iterable[int], today: date) -> dict[int, CreditRow]:
    """Account id -> what it may owe and owes, with all accounts it was merged with.

    Used is what its orders owe, billed or not. A number of statements that does not grow with the accounts.
    """
    wanted = list(dict.fromkeys(account_ids))
    base = get_settings(workspace_id).currency
    groups = groups_of(workspace_id, wanted, kind="account")
    members = with_members(groups, wanted)
    rows = visible_orders(everybody(workspace_id)).filter(account_id__in=members, state__in=OWING)
    orders = orders_by_id(workspace_id, rows.order_by("pk").values_list("pk", flat=True))
    money = accounts_of(workspace_id, list(orders.values()))
    limits = dict[int, tuple[int, date | None]]()
    for account_id, minor, valid_to in bulk.find(
        CreditLimit, LIMIT, workspace_id=workspace_id, key="account_id", among=members
    ):
        limits[account_id] = (minor, read_date(valid_to) if valid_to else None)
    found = {}
    for account_id in wanted:
        group = groups.get(account_id, (account_id,))
        mine = [one for one in money.values() if one.order.account_id in group]
        used = sum(in_workspace_currency(one.open, base, one.order.rate).minor for one in mine)
        set_ = [limits[one] for one in (account_id, *group) if one in limits]
        limit, valid_to = (Money(set_[0][0], base), set_[0][1]) if set_ else (None, None)
        expired = valid_to is not None and valid_to < today
        unrated = sum(one.order.is_unrated for one in mine)
        found[account_id] = CreditRow(account_id, limit, Money(used, base), valid_to, expired, unrated)
    return found


def limits_of(workspace_id: int, account_id: int) -> list[LimitRow]:
    """The limits an account was given, the latest first."""
    columns = ("limit_minor", "currency", "valid_to", "reason", "at", "by")
    rows = CreditLimit.objects.of(workspace_id).filter(account_id=account_id).order_by("-id").values_list(*columns)
    return [LimitRow(Money(minor, currency), *more) for minor, currency, *more in rows]


REMINDER = ("id", "order_id", "due_on", "step", "account_id", "member_id", "escalates", "amount_minor", "currency")


def reminders_for(viewer: Viewer, *, limit: int = 30) -> list[ReminderRow]:
    """Reminders that wait for the viewer; those told to finance wait for whoever books money."""
    rows = Reminder.objects.of(viewer.workspace_id).filter(done_at__isnull=True)
    mine = rows.filter(member_id=viewer.member_id)
    if viewer.may("money.book"):
        mine = rows.filter(member_id__isnull=True) | mine
    return [_reminder(values) for values in mine.order_by("-id").values_list(*REMINDER, *TRACE)[:limit]]


TRACE = ("days_late", "rules_id", "at", "done_at")


def reminders_of(workspace_id: int, order_ids: Iterable[int]) -> dict[int, list[ReminderRow]]:
    """Order id -> the dunning steps written for it, oldest first; one statement."""
    found: dict[int, list[ReminderRow]] = {}
    for values in bulk.find(Reminder, (*REMINDER, *TRACE), workspace_id=workspace_id, key="order_id", among=order_ids):
        row = _reminder(values)
        found.setdefault(row.order_id, []).append(row)
    return found


def _reminder(values: Sequence[object]) -> ReminderRow:
    *head, minor, currency, late, rules_id, at, done_at = values
    head[2] = read_date(head[2])
    row = (*head, Money(int(str(minor)), str(currency)), late, rules_id, at, done_at)
    return ReminderRow(*row)  # type: ignore[arg-type]  # in the order of the columns


def order_money(viewer: Viewer, order: OrderRow) -> Account:
    """The money of one order that the viewer has."""
    return accounts_of(viewer.workspace_id, [order])[order.id]


def named_orders(workspace_id: int, order_ids: Iterable[int]) -> Mapping[int, OrderRow]:
    """Order id -> order, for lists that name them."""
    return orders_by_id(workspace_id, order_ids)
