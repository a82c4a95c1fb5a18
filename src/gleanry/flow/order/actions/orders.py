"""Make orders, directly or from what was quoted or agreed, and end them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gleanry.flow.order.actions.gating import gate
from gleanry.flow.order.actions.quotes import quote_behind
from gleanry.flow.order.actions.writing import (
    checked_terms,
    keep_lines,
    need,
    note_step,
    parties_of,
    priced,
    said,
    sums_of,
    take_number,
)
from gleanry.flow.order.facts import Cancelled, Ordered
from gleanry.flow.order.models import ContractState, Order, OrderLine, OrderState
from gleanry.flow.order.queries import deliveries_of, get_contract, quote_lines, visible_orders
from gleanry.flow.order.queries.books import usual_terms
from gleanry.flow.order.queries.reading import keep_terms
from gleanry.flow.order.shapes import DraftLine, OrderDraft, PaperLine, QuoteRow
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer


def make_order(
    viewer: Viewer,
    draft: OrderDraft,
    at: datetime,
    *,
    deal_id: int | None,
    account_id: int | None = None,
    contract_id: int | None = None,
) -> int:
    """Make an order; give its id. The gate holds it, or it is announced as ordered.

    Raises Refusal `ordered_in_future`, `contract_not_signed`, `bad_lines` and what parties and terms refuse.
    """
    need(viewer, "orders.write")
    parties = parties_of(viewer, deal_id=deal_id, account_id=account_id)
    behind: dict[str, Any] = {name: getattr(parties, name) for name in parties.__dataclass_fields__}
    if contract_id is not None:
        contract = get_contract(viewer, contract_id)
        if contract.state != ContractState.SIGNED:
            raise Refusal("contract_not_signed", contract=contract_id)
        if contract.account_id != parties.account_id:
            raise Refusal("contract_of_another", contract=contract_id)
        behind["contract_id"] = contract_id
    return _make(viewer, draft, behind, at)


def order_from_quote(viewer: Viewer, quote_id: int, draft: OrderDraft, at: datetime) -> int:
    """Order what the latest version of a quote or proforma invoice offers; give the order's id.

    The draft's lines are left out: those of the quote are taken as they are, prices too, and its rate stays fixed.
    """
    need(viewer, "orders.write")
    quote = quote_behind(viewer, quote_id)
    behind = {name: getattr(quote, name) for name in PARTIES} | {"quote_id": quote.id}
    return _make(viewer, _as_quoted(viewer, quote, draft), behind, at)


PARTIES = ("opportunity_id", "account_id", "person_id", "owner_id", "lead_id")


def _as_quoted(viewer: Viewer, quote: QuoteRow, draft: OrderDraft) -> OrderDraft:
    return OrderDraft(
        quote.currency,
        tuple(_again(line) for line in quote_lines(viewer.workspace_id, quote)),
        draft.ordered_at,
        title=draft.title or quote.title,
        terms=draft.terms or quote.terms,
        rate=draft.rate or quote.rate or None,
        intent=draft.intent,
        specification=draft.specification,
        urgent=draft.urgent,
        key_project=draft.key_project,
        external_id=draft.external_id,
    )


def _again(line: PaperLine) -> DraftLine:
    return DraftLine(line.quantity, line.product_id, line.text, line.unit, line.price, line.discount, line.tax)


def _make(viewer: Viewer, draft: OrderDraft, behind: dict[str, Any], at: datetime) -> int:
    if draft.ordered_at > at:
        raise Refusal("ordered_in_future")
    day = timezone.localtime(draft.ordered_at).date()
    lines = priced(viewer, draft.lines, day=day, currency=draft.currency)
    terms = checked_terms(draft.terms, usual_terms(viewer.workspace_id))
    columns = behind | sums_of(viewer.workspace_id, lines, draft.currency, draft.rate)
    with transaction.atomic():
        row = Order(
            workspace_id=viewer.workspace_id,
            number=take_number(viewer.workspace_id, "order", day.year),
            title=draft.title.strip()[:200],
            ordered_at=draft.ordered_at,
            terms=keep_terms(terms),
            intent=draft.intent.strip()[:300],
            specification=draft.specification.strip()[:300],
            urgent=draft.urgent,
            key_project=draft.key_project,
            external_id=draft.external_id,
            made_by=viewer.member_id or None,
            made_at=at,
            **columns,
        )
        gate(row, at)
        row.save(force_insert=True)
        keep_lines(OrderLine, viewer.workspace_id, lines, key="order_id", paper_id=row.pk)
        note_step(viewer, "order", row.pk, step=row.state, at=at, reason=", ".join(row.held_for))
        if row.state == OrderState.OPEN:
            ledger.announce(viewer.workspace_id, Ordered((row.pk,)), at=at, by=viewer.member_id or None)
    return int(row.pk)


def cancel_order(viewer: Viewer, order_id: int, at: datetime, *, reason: str) -> None:
    """Cancel an order of which nothing went out. Raises Refusal `reason_missing`, `order_ended` or `order_shipped`."""
    need(viewer, "orders.write")
    why = said(reason)
    with transaction.atomic():
        held = hold_order(viewer, order_id)
        if held.state in ENDED:
            raise Refusal("order_ended", order=order_id)
        if deliveries_of(viewer.workspace_id, [order_id]):
            raise Refusal("order_shipped", order=order_id)
        _end(viewer, held, OrderState.CANCELLED, at, why)
        ledger.announce(viewer.workspace_id, Cancelled((order_id,)), at=at, by=viewer.member_id or None)


def close_order(viewer: Viewer, order_id: int, at: datetime, *, reason: str = "") -> None:
    """Close an order for good. One of which something is still to go out needs a reason."""
    need(viewer, "orders.write")
    with transaction.atomic():
        held = hold_order(viewer, order_id)
        if held.state in ENDED:
            raise Refusal("order_ended", order=order_id)
        why = reason if held.state == OrderState.DELIVERED else said(reason)
        _end(viewer, held, OrderState.CLOSED, at, why)


ENDED = (OrderState.CLOSED, OrderState.CANCELLED)


def hold_order(viewer: Viewer, order_id: int) -> Order:
    """The order, held until the transaction ends. Raises Refusal `not_found`."""
    row = visible_orders(viewer).select_for_update().filter(pk=order_id).first()
    if row is None:
        raise Refusal("not_found", order=order_id)
    return row


def _end(viewer: Viewer, held: Order, state: OrderState, at: datetime, reason: str) -> None:
    Order.objects.of(held.workspace_id).filter(pk=held.pk).update(state=state, closed_at=at)
    note_step(viewer, "order", held.pk, step=state.value, at=at, reason=reason)
