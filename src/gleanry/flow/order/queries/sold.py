"""What was sold, by whom and how many: for whoever rewards it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from gleanry.flow.order.models import Order, OrderLine, Product
from gleanry.flow.order.queries.reading import from_e4
from gleanry.kit import bulk


def units_sold(workspace_id: int, since: datetime, until: datetime) -> dict[tuple[int, str], Decimal]:
    """(owner, name of a product in lower case) -> units ordered from an instant up to another.

    Each unit counts under its product's code, names and line, and under the text of its order's line. Cancelled
    orders and those that the gate holds are not sold. Three statements.
    """
    rows = Order.objects.of(workspace_id).filter(ordered_at__gte=since, ordered_at__lt=until, owner_id__isnull=False)
    held = rows.exclude(state__in=("cancelled", "held")).values_list("pk", "owner_id")
    owners = {order_id: owner_id for order_id, owner_id in held if owner_id is not None}
    columns = ("order_id", "product_id", "text", "quantity_e4")
    lines = bulk.find(OrderLine, columns, workspace_id=workspace_id, key="order_id", among=owners)
    names = _names(workspace_id, {line[1] for line in lines if line[1]})
    found: dict[tuple[int, str], Decimal] = {}
    for order_id, product_id, text, quantity in lines:
        for name in names.get(product_id, frozenset()) | {text.strip().lower()}:
            key = (owners[order_id], name)
            found[key] = found.get(key, Decimal(0)) + from_e4(quantity)
    return found


def _names(workspace_id: int, product_ids: set[int]) -> dict[int | None, frozenset[str]]:
    columns = ("id", "code", "name_zh", "name_en", "line")
    rows = bulk.find(Product, columns, workspace_id=workspace_id, key="id", among=product_ids)
    return {row[0]: frozenset(name.strip().lower() for name in row[1:] if name.strip()) for row in rows}
