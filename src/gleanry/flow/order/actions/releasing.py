"""Let held orders go: what the gate asks for was filled in, or somebody answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gleanry.flow.followup.facts import FollowedUp
from gleanry.flow.order.actions.gating import GATED, gate
from gleanry.flow.order.actions.orders import ENDED, hold_order
from gleanry.flow.order.actions.writing import need, note_step, said
from gleanry.flow.order.facts import Ordered
from gleanry.flow.order.models import Order, OrderState
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import leads_by_id
from gleanry.tenants.queries import everybody
from gleanry.tenants.shapes import Viewer

WAITING = 500
"""At most so many held orders are looked at for one batch of follow-ups; what is left is looked at with the next."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the gate asks for, and how urgent an order is."""

    intent: str
    specification: str
    urgent: bool
    key_project: bool


def record_wanted(viewer: Viewer, order_id: int, wanted: Recorded, at: datetime) -> bool:
    """Record purchase intent, specification and urgency, and put the order before the gate again.

    Gives whether it may be fulfilled now. Raises Refusal `order_ended`.
    """
    need(viewer, "orders.write")
    with transaction.atomic():
        held = hold_order(viewer, order_id)
        if held.state in ENDED:
            raise Refusal("order_ended", order=order_id)
        held.intent, held.specification = wanted.intent.strip()[:300], wanted.specification.strip()[:300]
        held.urgent, held.key_project = wanted.urgent, wanted.key_project
        before = held.state
        gate(held, at)
        held.save(update_fields=[*GATED, "intent", "specification", "urgent", "key_project"])
        if before != held.state:
            _let_go(viewer, [held], at, step="let_through")
    return bool(held.state != OrderState.HELD)


def release_order(viewer: Viewer, order_id: int, at: datetime, *, reason: str) -> None:
    """Let a held order go although the gate holds it; why is required. Raises Refusal `not_held`."""
    need(viewer, "orders.release")
    why = said(reason)
    with transaction.atomic():
        held = hold_order(viewer, order_id)
        if held.state != OrderState.HELD:
            raise Refusal("not_held", order=order_id)
        held.state = OrderState.OPEN
        held.save(update_fields=["state"])
        _let_go(viewer, [held], at, step="released", reason=why)


def recheck_held(workspace_id: int, fact: FollowedUp, at: datetime) -> None:
    """Put the held orders of customers that were contacted before the gate again."""
    waiting = Order.objects.of(workspace_id).filter(state=OrderState.HELD).select_for_update()
    held = list(waiting.order_by("pk")[:WAITING])
    leads = leads_by_id(workspace_id, fact.lead_ids).values() if held else ()
    accounts = {lead.account_id for lead in leads if lead.account_id}
    rows = [row for row in held if row.account_id in accounts or row.lead_id in fact.lead_ids]
    gone = []
    for row in rows:
        gate(row, at)
        row.save(update_fields=list(GATED))
        if row.state != OrderState.HELD:
            gone.append(row)
    if gone:
        _let_go(everybody(workspace_id), gone, at, step="let_through")


def _let_go(viewer: Viewer, orders: list[Order], at: datetime, *, step: str, reason: str = "") -> None:
    for order in orders:
        note_step(viewer, "order", order.pk, step=step, at=at, reason=reason)
    announced = Ordered(tuple(order.pk for order in orders))
    ledger.announce(viewer.workspace_id, announced, at=at, by=viewer.member_id or None)
