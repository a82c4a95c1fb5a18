"""Ask for a discount beyond one's limit, and decide about it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gleanry.flow.order.actions.writing import need, note_step, said
from gleanry.flow.order.models import Approval, Quote
from gleanry.flow.order.queries import visible_quotes
from gleanry.flow.order.rules import GENERAL_MANAGER
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Role, Viewer


def ask_discount(viewer: Viewer, quote_id: int, at: datetime, *, reason: str) -> None:
    """Ask whoever may agree to a quote's discounts. Raises Refusal `nothing_to_approve` or `reason_missing`."""
    need(viewer, "quotes.write")
    why = said(reason)
    with transaction.atomic():
        held = _held(viewer, quote_id)
        if not held.needs or held.approval in (Approval.ASKED, Approval.APPROVED):
            raise Refusal("nothing_to_approve", quote=quote_id)
        _set(held, Approval.ASKED)
        note_step(viewer, "quote", quote_id, step="discount_asked", at=at, reason=why)


def judge_discount(viewer: Viewer, quote_id: int, *, agreed: bool, at: datetime, reason: str = "") -> None:
    """Agree to a quote's discounts or refuse them, which needs a reason.

    Raises Refusal `own_quote` to whoever made it, and `above_your_limit` where the general manager decides.
    """
    need(viewer, "quotes.approve")
    why = reason if agreed else said(reason)
    with transaction.atomic():
        held = _held(viewer, quote_id)
        if held.approval != Approval.ASKED:
            raise Refusal("nothing_to_approve", quote=quote_id)
        if viewer.member_id in (held.made_by, held.owner_id):
            raise Refusal("own_quote", quote=quote_id)
        if held.needs == GENERAL_MANAGER and Role.GENERAL_MANAGER not in viewer.roles:
            raise Refusal("above_your_limit", quote=quote_id)
        _set(held, Approval.APPROVED if agreed else Approval.REFUSED)
        step = "discount_approved" if agreed else "discount_refused"
        note_step(viewer, "quote", quote_id, step=step, at=at, reason=why)


def _set(held: Quote, approval: Approval) -> None:
    rows = Quote.objects.of(held.workspace_id).filter(pk=held.pk)
    rows.update(approval=approval, revision=held.revision + 1)


def _held(viewer: Viewer, quote_id: int) -> Quote:
    row = visible_quotes(viewer).select_for_update().filter(pk=quote_id, is_latest=True).first()
    if row is None:
        raise Refusal("not_found", quote=quote_id)
    return row
