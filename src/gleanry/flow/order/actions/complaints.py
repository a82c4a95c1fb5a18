"""Take complaints, which hold shipments back, and resolve them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from gleanry.flow.order.actions.gating import ship
from gleanry.flow.order.actions.orders import hold_order
from gleanry.flow.order.actions.writing import need, note_step
from gleanry.flow.order.models import Complaint, Order, OrderState
from gleanry.flow.order.queries import visible_orders
from gleanry.flow.order.queries.behind import accounts_together
from gleanry.flow.order.queries.books import order_rules
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer


def open_complaint(viewer: Viewer, order_id: int, text: str, at: datetime, *, general: bool = False) -> int:
    """Take a complaint about an order, or (`general`) about everything its customer gets. Gives its id.

    Raises Refusal `empty_note`.
    """
    need(viewer, "orders.write")
    if not text.strip():
        raise Refusal("empty_note")
    with transaction.atomic():
        held = hold_order(viewer, order_id)
        row = Complaint.objects.create(
            workspace_id=viewer.workspace_id,
            order_id=None if general and held.account_id else held.pk,
            account_id=held.account_id,
            text=text.strip(),
            opened_at=at,
            opened_by=viewer.member_id or None,
        )
        note_step(viewer, "order", held.pk, step="complaint", at=at, reason=text)
        _pause_again(viewer.workspace_id, row, at)
    return int(row.pk)


def resolve_complaint(viewer: Viewer, complaint_id: int, at: datetime, *, resolution: str) -> None:
    """Write down how a complaint was resolved; what waited for it ships again. Raises Refusal `resolution_missing`."""
    need(viewer, "orders.write")
    if not resolution.strip():
        raise Refusal("resolution_missing")
    with transaction.atomic():
        row = Complaint.objects.of(viewer.workspace_id).select_for_update().filter(pk=complaint_id).first()
        if row is None or not _concerned(row, viewer):
            raise Refusal("not_found", complaint=complaint_id)
        if row.resolved_at is not None:
            raise Refusal("complaint_resolved", complaint=complaint_id)
        row.resolved_at, row.resolved_by, row.resolution = at, viewer.member_id or None, resolution.strip()
        row.save(update_fields=["resolved_at", "resolved_by", "resolution"])
        if row.order_id:
            note_step(viewer, "order", row.order_id, step="resolved", at=at, reason=resolution)
        _pause_again(viewer.workspace_id, row, at)


def _about(workspace_id: int, complaint: Complaint) -> Q:
    """The orders a complaint holds back."""
    if complaint.order_id:
        return Q(pk=complaint.order_id)
    return Q(account_id__in=accounts_together(workspace_id, complaint.account_id))


def _concerned(complaint: Complaint, viewer: Viewer) -> bool:
    """Whether the viewer sees an order the complaint is about."""
    return visible_orders(viewer).filter(_about(viewer.workspace_id, complaint)).exists()


def _pause_again(workspace_id: int, complaint: Complaint, at: datetime) -> None:
    rules, _ = order_rules(workspace_id)
    going = Order.objects.of(workspace_id).filter(_about(workspace_id, complaint))
    for order in going.filter(state__in=(OrderState.OPEN, OrderState.HELD)).select_for_update().order_by("pk"):
        ship(order, rules, at)
        order.save(update_fields=["raised_by", "priority", "paused"])
