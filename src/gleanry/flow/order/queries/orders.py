"""Read orders within the viewer's reach, and by id or deal for the stages after."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, Q, Sum

from gleanry.flow.order.models import Complaint, Delivery, DeliveryLine, Order, OrderLine
from gleanry.flow.order.queries.reading import LINE, ORDER, from_e4, read_day, read_line, read_order
from gleanry.flow.order.shapes import ComplaintRow, DeliveryRow, OrderFilters, OrderRow, OrderSum, PaperLine
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

UNRATED = Q(base_minor=0, rate=0) & ~Q(amount_minor=0)
NO_FILTERS = OrderFilters()


def visible_orders(viewer: Viewer) -> WorkspaceQuerySet[Order]:
    """The orders of the members within the viewer's reach; unowned ones only to who sees all."""
    rows = Order.objects.of(viewer.workspace_id)
    return rows if viewer.owner_ids is None else rows.filter(owner_id__in=viewer.owner_ids)


def list_orders(
    viewer: Viewer, filters: OrderFilters = NO_FILTERS, *, after: int | None = None, limit: int = 50
) -> list[OrderRow]:
    """Orders, newest first, by keyset on id."""
    base = get_settings(viewer.workspace_id).currency
    rows = _narrowed(visible_orders(viewer), filters)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [read_order(values, base) for values in rows.order_by("-id").values_list(*ORDER)[:limit]]


def sum_orders(viewer: Viewer, filters: OrderFilters = NO_FILTERS) -> OrderSum:
    """How many orders a list holds and what they come to in the workspace's currency; one statement."""
    rows = _narrowed(visible_orders(viewer), filters)
    found = rows.aggregate(n=Count("pk"), total=Sum("base_minor"), unrated=Count("pk", filter=UNRATED))
    base = get_settings(viewer.workspace_id).currency
    return OrderSum(found["n"], Money(found["total"] or 0, base), found["unrated"])


def get_order(viewer: Viewer, order_id: int) -> OrderRow:
    """One order. Raises Refusal `not_found` when there is none or the viewer may not see it."""
    values = visible_orders(viewer).filter(pk=order_id).values_list(*ORDER).first()
    if values is None:
        raise Refusal("not_found", order=order_id)
    return read_order(values, get_settings(viewer.workspace_id).currency)


def orders_by_id(workspace_id: int, order_ids: Iterable[int]) -> dict[int, OrderRow]:
    """Order id -> order; one statement for any number."""
    return {order.id: order for order in _found(workspace_id, "id", order_ids)}


def orders_of_deals(workspace_id: int, deal_ids: Iterable[int]) -> dict[int, list[OrderRow]]:
    """Deal id -> its orders, oldest first; one statement for any number."""
    found: dict[int, list[OrderRow]] = {}
    for order in _found(workspace_id, "opportunity_id", deal_ids):
        found.setdefault(order.opportunity_id or 0, []).append(order)
    return found


def lines_of(workspace_id: int, order_ids: Iterable[int]) -> dict[int, list[PaperLine]]:
    """Order id -> its lines in order; two statements for any number."""
    wanted = list(dict.fromkeys(order_ids))
    currencies = dict(bulk.find(Order, ("id", "currency"), workspace_id=workspace_id, key="id", among=wanted))
    lines: dict[int, list[PaperLine]] = {}
    columns = ("order_id", *LINE)
    for order_id, *values in bulk.find(OrderLine, columns, workspace_id=workspace_id, key="order_id", among=wanted):
        lines.setdefault(order_id, []).append(read_line(values, currencies[order_id]))
    return {order_id: sorted(rows, key=lambda line: line.position) for order_id, rows in lines.items()}


DELIVERY = ("id", "order_id", "number", "is_return", "delivered_on", "amount_minor", "base_minor", "note", "by")


def deliveries_of(workspace_id: int, order_ids: Iterable[int]) -> dict[int, list[DeliveryRow]]:
    """Order id -> what went out and came back, oldest first; three statements for any number."""
    found: dict[int, list[DeliveryRow]] = {}
    for row in _deliveries(workspace_id, "order_id", order_ids):
        found.setdefault(row.order_id, []).append(row)
    return found


def deliveries_by_id(workspace_id: int, delivery_ids: Iterable[int]) -> dict[int, DeliveryRow]:
    """Delivery or return id -> it; three statements for any number."""
    return {row.id: row for row in _deliveries(workspace_id, "id", delivery_ids)}


def complaints_of(workspace_id: int, *, order_id: int, account_id: int | None) -> list[ComplaintRow]:
    """What a customer complains of about an order or in general, newest first."""
    about = Q(order_id=order_id) | Q(order_id__isnull=True, account_id=account_id or 0)
    rows = Complaint.objects.of(workspace_id).filter(about).order_by("-id")
    columns = tuple(ComplaintRow.__dataclass_fields__)
    return [ComplaintRow(*values) for values in rows.values_list(*columns)]


def _found(workspace_id: int, key: str, among: Iterable[int]) -> list[OrderRow]:
    base = get_settings(workspace_id).currency
    rows = bulk.find(Order, ORDER, workspace_id=workspace_id, key=key, among=among)
    return [read_order(values, base) for values in rows]


def _deliveries(workspace_id: int, key: str, among: Iterable[int]) -> list[DeliveryRow]:
    base = get_settings(workspace_id).currency
    rows = bulk.find(Delivery, DELIVERY, workspace_id=workspace_id, key=key, among=among)
    orders = (row[1] for row in rows)
    currencies = dict(bulk.find(Order, ("id", "currency"), workspace_id=workspace_id, key="id", among=orders))
    quantities: dict[int, dict[int, Decimal]] = {}
    columns = ("delivery_id", "order_line_id", "quantity_e4")
    ids = [row[0] for row in rows]
    for delivery_id, line_id, quantity in bulk.find(
        DeliveryLine, columns, workspace_id=workspace_id, key="delivery_id", among=ids
    ):
        quantities.setdefault(delivery_id, {})[line_id] = from_e4(quantity)
    return [
        DeliveryRow(
            *head,
            delivered_on=read_day(day),
            amount=Money(amount, currencies[head[1]]),
            base=Money(total, base),
            note=note,
            by=by,
            quantities=quantities.get(head[0], {}),
        )
        for *head, day, amount, total, note, by in rows
    ]


def _narrowed(rows: WorkspaceQuerySet[Order], filters: OrderFilters) -> WorkspaceQuerySet[Order]:
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.opportunity_id is not None:
        rows = rows.filter(opportunity_id=filters.opportunity_id)
    if filters.account_id is not None:
        rows = rows.filter(account_id=filters.account_id)
    if filters.high:
        rows = rows.filter(priority="high")
    return rows.filter(paused=True) if filters.paused else rows
