"""Make quotes and proforma invoices, change them by versions, send them, and write down what the customer said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from gleanry.flow.order.actions.writing import (
    checked_terms,
    keep_lines,
    need,
    note_step,
    parties_of,
    priced,
    sums_of,
    take_number,
)
from gleanry.flow.order.models import Approval, Quote, QuoteKind, QuoteLine, QuoteState
from gleanry.flow.order.queries import get_quote, quote_lines, visible_quotes
from gleanry.flow.order.queries.books import limits_of, paper_rules, usual_terms
from gleanry.flow.order.queries.reading import keep_terms
from gleanry.flow.order.rules import NEVER, NewLine, given_away, highest, level_of, valid_until
from gleanry.flow.order.shapes import DraftLine, QuoteDraft, QuoteRow
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer


def make_quote(
    viewer: Viewer, draft: QuoteDraft, at: datetime, *, deal_id: int | None, account_id: int | None = None
) -> int:
    """Make a quote or proforma invoice in its first version; give its id."""
    need(viewer, "quotes.write")
    parties = parties_of(viewer, deal_id=deal_id, account_id=account_id)
    columns, lines = _drafted(viewer, draft)
    with transaction.atomic():
        number = take_number(viewer.workspace_id, QuoteKind(draft.kind), draft.quoted_on.year)
        whose = {name: getattr(parties, name) for name in parties.__dataclass_fields__}
        row = _append(viewer, columns | whose | {"number": number}, lines, at)
        note_step(viewer, "quote", row.pk, step="made", at=at)
    return int(row.pk)


def make_invoice_from(viewer: Viewer, quote_id: int, at: datetime) -> int:
    """A proforma invoice with the lines, prices and terms of a quote; give its id. Approved discounts stay approved."""
    need(viewer, "quotes.write")
    quote = get_quote(viewer, quote_id)
    if quote.approval == Approval.REFUSED or (quote.needs and quote.approval != Approval.APPROVED):
        raise Refusal("discount_not_approved", quote=quote_id)
    lines = tuple(
        DraftLine(line.quantity, line.product_id, line.text, line.unit, line.price, line.discount, line.tax)
        for line in quote_lines(viewer.workspace_id, quote)
    )
    draft = QuoteDraft(
        quote.currency,
        lines,
        at.date(),
        kind=QuoteKind.PI,
        title=quote.title,
        incoterm=quote.incoterm,
        terms=quote.terms,
        note=quote.note,
        rate=quote.rate or None,
    )
    with transaction.atomic():
        made = make_quote(viewer, draft, at, deal_id=quote.opportunity_id, account_id=quote.account_id)
        kept = {"approval": quote.approval} if quote.approval == Approval.APPROVED else {}
        Quote.objects.of(viewer.workspace_id).filter(pk=made).update(quote_id=quote.id, **kept)
    return made


def edit_quote(viewer: Viewer, quote_id: int, draft: QuoteDraft, at: datetime) -> int:
    """Change a quote; give the id of the version that now holds it.

    A draft is changed where it stands. What was sent stays as it was sent: a new version takes its place as the
    latest. Raises Refusal `not_latest`, or `changed_meanwhile` when somebody saved it since `draft.revision`.
    """
    need(viewer, "quotes.write")
    columns, lines = _drafted(viewer, draft)
    with transaction.atomic():
        held = _held(viewer, quote_id)
        if draft.revision is not None and draft.revision != held.revision:
            raise Refusal("changed_meanwhile", quote=quote_id)
        columns["kind"] = held.kind
        if held.state == QuoteState.DRAFT:
            _overwrite(viewer, held, columns, lines)
            note_step(viewer, "quote", held.pk, step="changed", at=at)
            return int(held.pk)
        Quote.objects.of(viewer.workspace_id).filter(pk=held.pk).update(is_latest=False)
        whose = {name: getattr(held, name) for name in KEPT}
        row = _append(viewer, columns | whose | {"version": held.version + 1}, lines, at)
        note_step(viewer, "quote", row.pk, step="new_version", at=at)
    return int(row.pk)


KEPT = ("number", "opportunity_id", "account_id", "person_id", "owner_id", "lead_id", "quote_id")


def send_quote(viewer: Viewer, quote_id: int, at: datetime) -> None:
    """Mark the latest version as sent. Raises Refusal `discount_not_approved`, `quote_over` or `not_draft`."""
    need(viewer, "quotes.write")
    with transaction.atomic():
        held = _held(viewer, quote_id)
        if held.state != QuoteState.DRAFT:
            raise Refusal("not_draft", quote=quote_id)
        if held.needs and held.approval != Approval.APPROVED:
            raise Refusal("discount_not_approved", quote=quote_id)
        if held.valid_until < at.date():
            raise Refusal("quote_over", quote=quote_id, until=str(held.valid_until))
        rows = Quote.objects.of(viewer.workspace_id).filter(pk=quote_id)
        rows.update(state=QuoteState.SENT, sent_at=at, revision=held.revision + 1)
        note_step(viewer, "quote", quote_id, step="sent", at=at)


def answer_quote(viewer: Viewer, quote_id: int, *, accepted: bool, at: datetime, reason: str = "") -> None:
    """Write down what the customer said to what was sent. Raises Refusal `not_sent`."""
    need(viewer, "quotes.write")
    with transaction.atomic():
        held = _held(viewer, quote_id)
        if held.state != QuoteState.SENT:
            raise Refusal("not_sent", quote=quote_id)
        state = QuoteState.ACCEPTED if accepted else QuoteState.DECLINED
        rows = Quote.objects.of(viewer.workspace_id).filter(pk=quote_id)
        rows.update(state=state, revision=held.revision + 1)
        note_step(viewer, "quote", quote_id, step=state.value, at=at, reason=reason)


def _drafted(viewer: Viewer, draft: QuoteDraft) -> tuple[dict[str, Any], tuple[NewLine, ...]]:
    """The columns of a quote and its lines, checked."""
    if draft.kind not in QuoteKind.values:
        raise Refusal("bad_choice", kind=draft.kind)
    lines = priced(viewer, draft.lines, day=draft.quoted_on, currency=draft.currency)
    until = draft.valid_until or valid_until(draft.quoted_on, paper_rules(viewer.workspace_id))
    if until < draft.quoted_on:
        raise Refusal("valid_before_quoted")
    limits, rules_id = limits_of(viewer.workspace_id)
    roles = [role.value for role in viewer.roles]
    off = [given_away(line.price, line.discount, line.list_price) for line in lines]
    needs = highest(level_of(discount, roles, limits) for discount in off)
    if needs == NEVER:
        raise Refusal("discount_floor", floor=str(limits.floor), asked=str(max(off)))
    terms = checked_terms(draft.terms, usual_terms(viewer.workspace_id))
    columns = {
        "kind": draft.kind,
        "title": draft.title.strip()[:200],
        "quoted_on": draft.quoted_on,
        "valid_until": until,
        "incoterm": draft.incoterm.strip()[:60],
        "terms": keep_terms(terms),
        "note": draft.note.strip(),
        "needs": needs,
        "approval": Approval.NOT_NEEDED,
        "rules_id": rules_id,
    }
    return columns | sums_of(viewer.workspace_id, lines, draft.currency, draft.rate), lines


def _append(viewer: Viewer, columns: dict[str, Any], lines: tuple[NewLine, ...], at: datetime) -> Quote:
    made = {"made_by": viewer.member_id or None, "made_at": at}
    row = Quote.objects.create(workspace_id=viewer.workspace_id, **columns, **made)
    keep_lines(QuoteLine, viewer.workspace_id, lines, key="quote_id", paper_id=row.pk)
    return row


def _overwrite(viewer: Viewer, held: Quote, columns: dict[str, Any], lines: tuple[NewLine, ...]) -> None:
    """Replace a draft's lines. Whoever saves it last is its maker: the discounts are theirs now."""
    more = {"revision": held.revision + 1, "made_by": viewer.member_id or None}
    Quote.objects.of(viewer.workspace_id).filter(pk=held.pk).update(**columns, **more)
    QuoteLine.objects.of(viewer.workspace_id).filter(quote_id=held.pk).delete()
    keep_lines(QuoteLine, viewer.workspace_id, lines, key="quote_id", paper_id=held.pk)


def _held(viewer: Viewer, quote_id: int) -> Quote:
    """The latest version, held until the transaction ends. Raises Refusal `not_found` or `not_latest`."""
    row = visible_quotes(viewer).select_for_update().filter(pk=quote_id).first()
    if row is None:
        raise Refusal("not_found", quote=quote_id)
    if not row.is_latest:
        raise Refusal("not_latest", quote=quote_id)
    return row


def quote_behind(viewer: Viewer, quote_id: int) -> QuoteRow:
    """A quote an order or contract may be made from: the latest version, its discounts agreed to."""
    quote = get_quote(viewer, quote_id)
    if not quote.is_latest:
        raise Refusal("not_latest", quote=quote_id)
    if quote.needs and quote.approval != Approval.APPROVED:
        raise Refusal("discount_not_approved", quote=quote_id)
    return quote
