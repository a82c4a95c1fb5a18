"""Deliver orders in parts, and take goods back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from gleanry.flow.order.actions.orders import hold_order
from gleanry.flow.order.actions.writing import need, note_step, said, take_number
from gleanry.flow.order.facts import Delivered, OrderReturned
from gleanry.flow.order.models import Delivery, DeliveryLine, Order, OrderState
from gleanry.flow.order.queries import deliveries_of, lines_of
from gleanry.flow.order.rules import is_delivered, moved_of, too_much, worth_in, worth_of
from gleanry.flow.order.shapes import PaperLine
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money


def deliver(
    viewer: Viewer, order_id: int, quantities: Mapping[int, Decimal], at: datetime, *, on: date, note: str = ""
) -> int:
    """Send goods out: order line id -> quantity. Gives the delivery's id.

    Raises Refusal `order_held`, `order_paused`, `order_ended`, `before_order`, `bad_quantity` or `too_much`.
    """
    with transaction.atomic():
        held = _shipped_by(viewer, order_id, on, at)
        if held.state == OrderState.HELD:
            raise Refusal("order_held", order=order_id, reasons=tuple(held.held_for))
        if held.state != OrderState.OPEN:
            raise Refusal("order_ended", order=order_id)
        if held.paused:
            raise Refusal("order_paused", order=order_id)
        return _move(viewer, held, quantities, at, on=on, note=note, is_return=False)


def take_back(
    viewer: Viewer, order_id: int, quantities: Mapping[int, Decimal], at: datetime, *, on: date, reason: str
) -> int:
    """Take goods back that went out; why is required. Gives the return's id.

    Raises Refusal `before_order`, `bad_quantity`, `too_much` or `reason_missing`.
    """
    why = said(reason)
    with transaction.atomic():
        held = _shipped_by(viewer, order_id, on, at)
        return _move(viewer, held, quantities, at, on=on, note=why, is_return=True)


def _shipped_by(viewer: Viewer, order_id: int, on: date, at: datetime) -> Order:
    need(viewer, "orders.write")
    held = hold_order(viewer, order_id)
    ordered = timezone.localtime(held.ordered_at).date()
    if on < ordered:
        raise Refusal("before_order", day=str(on), ordered=str(ordered))
    if on > timezone.localtime(at).date():
        raise Refusal("delivered_in_future", day=str(on))
    return held


def _move(
    viewer: Viewer,
    held: Order,
    quantities: Mapping[int, Decimal],
    at: datetime,
    *,
    on: date,
    note: str,
    is_return: bool,
) -> int:
    asked = _asked(quantities)
    lines = lines_of(held.workspace_id, [held.pk]).get(held.pk, [])
    if unknown := set(asked) - {line.id for line in lines}:
        raise Refusal("not_found", line=min(unknown))
    moved = moved_of(deliveries_of(held.workspace_id, [held.pk]).get(held.pk, []))
    if faults := too_much(lines, moved, asked, is_return=is_return):
        raise Refusal("too_much_back" if is_return else "too_much", faults=tuple(faults))
    worth = Money(worth_of(lines, moved, asked, is_return=is_return), held.currency)
    pk = _append(viewer, held, worth, at, on=on, note=note, is_return=is_return)
    bulk.insert(DeliveryLine, PART, [(held.workspace_id, pk, line, int(n.scaleb(4))) for line, n in asked.items()])
    note_step(viewer, "order", held.pk, step="returned" if is_return else "delivery", at=at, reason=note)
    _announce(viewer, held, pk, lines, at, is_return=is_return)
    return pk


PART = ("workspace_id", "delivery_id", "order_line_id", "quantity_e4")


def _asked(quantities: Mapping[int, Decimal]) -> dict[int, Decimal]:
    asked = {line_id: quantity for line_id, quantity in quantities.items() if quantity}
    fine = all(n.is_finite() and n > 0 and n == n.quantize(Decimal("0.0001")) for n in asked.values())
    if not asked or not fine:
        raise Refusal("bad_quantity")
    return asked


def _append(viewer: Viewer, held: Order, worth: Money, at: datetime, *, on: date, note: str, is_return: bool) -> int:
    base = get_settings(held.workspace_id).currency
    row = Delivery.objects.create(
        workspace_id=held.workspace_id,
        order_id=held.pk,
        number=take_number(held.workspace_id, "return" if is_return else "delivery", on.year),
        is_return=is_return,
        delivered_on=on,
        amount_minor=worth.minor,
        base_minor=worth_in(worth, base, held.rate).minor,
        note=note.strip()[:300],
        by=viewer.member_id or None,
        at=at,
    )
    return int(row.pk)


def _announce(viewer: Viewer, held: Order, pk: int, lines: list[PaperLine], at: datetime, *, is_return: bool) -> None:
    by = viewer.member_id or None
    if is_return:
        ledger.announce(held.workspace_id, OrderReturned((pk,), (held.pk,)), at=at, by=by)
        return
    moved = moved_of(deliveries_of(held.workspace_id, [held.pk])[held.pk])
    if is_delivered(lines, moved):
        Order.objects.of(held.workspace_id).filter(pk=held.pk).update(state=OrderState.DELIVERED)
        note_step(viewer, "order", held.pk, step="delivered", at=at)
    ledger.announce(held.workspace_id, Delivered((pk,), (held.pk,)), at=at, by=by)
