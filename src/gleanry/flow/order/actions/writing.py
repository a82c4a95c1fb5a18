"""What every paper needs to be written: its lines, its sums at the rate of its day, its number, its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models

from gleanry.flow.convert.queries import fixed_rate, get_deal
from gleanry.flow.order.models import Contract, Delivery, NumberRun, Order, PaperChange, Quote
from gleanry.flow.order.queries.books import pattern_of
from gleanry.flow.order.queries.catalogue import sold_by
from gleanry.flow.order.rules import (
    LineSum,
    NewLine,
    draft_lines,
    faults_of_terms,
    paper_sum,
    run_year,
    worth_in,
    write_number,
)
from gleanry.flow.order.shapes import DraftLine, PartyIds, TermStep
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import is_currency

NUMBERING = 26_001
"""What transactions wait for one another by while they number papers of one workspace."""
TABLES: Mapping[str, type[models.Model]] = {
    "quote": Quote,
    "pi": Quote,
    "contract": Contract,
    "order": Order,
    "delivery": Delivery,
    "return": Delivery,
}


def take_number(workspace_id: int, kind: str, year: int) -> str:
    """The next number of a kind of paper. One transaction at a time; a number that is there already is passed over."""
    bulk.lock_workspace(workspace_id, NUMBERING)
    pattern = pattern_of(workspace_id, kind)
    run, _ = NumberRun.objects.of(workspace_id).get_or_create(
        workspace_id=workspace_id, kind=kind, year=run_year(pattern, year)
    )
    table: Any = TABLES[kind]
    while True:
        run.last += 1
        number = write_number(pattern, year=year, n=run.last)
        if not table.objects.of(workspace_id).filter(number=number).exists():
            break
    NumberRun.objects.of(workspace_id).filter(pk=run.pk).update(last=run.last)
    return number


def parties_of(viewer: Viewer, *, deal_id: int | None, account_id: int | None = None) -> PartyIds:
    """Whose a new paper is: its deal's, or a company's served by the viewer.

    Raises Refusal `not_found`, `deal_lost` or `no_customer`.
    """
    if deal_id is not None:
        deal = get_deal(viewer, deal_id)
        if deal.outcome == "lost":
            raise Refusal("deal_lost", deal=deal_id)
        return PartyIds(deal.id, deal.account_id, deal.person_id, deal.owner_id or viewer.member_id, deal.lead_id)
    if account_id is None:
        raise Refusal("no_customer")
    if account_id not in accounts_by_id(viewer.workspace_id, [account_id]):
        raise Refusal("not_found", account=account_id)
    return PartyIds(account_id=account_id, owner_id=viewer.member_id)


def priced(viewer: Viewer, drafts: Sequence[DraftLine], *, day: Any, currency: str) -> tuple[NewLine, ...]:
    """Lines with prices and sums. Raises Refusal `bad_currency`, or `bad_lines` with what is wrong with which."""
    if not is_currency(currency):
        raise Refusal("bad_currency", currency=currency)
    settings = get_settings(viewer.workspace_id)
    asked = [draft.product_id for draft in drafts]
    sold = sold_by(viewer.workspace_id, asked, day=day, currency=currency, language=settings.language)
    drafted = draft_lines(drafts, sold)
    if drafted.faults:
        raise Refusal("bad_lines", faults=drafted.faults, day=str(day), currency=currency)
    return drafted.lines


def sums_of(workspace_id: int, lines: Sequence[NewLine], currency: str, stated: Decimal | None) -> dict[str, Any]:
    """The amounts of a paper by column, with the rate of its day: 0 where none is known, and then not summed."""
    if stated is not None and (not stated.is_finite() or stated <= 0):
        raise Refusal("bad_rate")
    total: LineSum = paper_sum((line.sum for line in lines), currency)
    rate = fixed_rate(workspace_id, currency, stated)
    return {
        "currency": currency,
        "rate": rate,
        "net_minor": total.net.minor,
        "tax_minor": total.tax.minor,
        "amount_minor": total.total.minor,
        "base_minor": worth_in(total.total, get_settings(workspace_id).currency, rate).minor,
    }


LINE = ("workspace_id", "position", "product_id", "text", "unit", "quantity_e4", "price_e6", "list_price_e6")
PERCENTS = ("discount_e4", "tax_e4", "net_minor", "tax_minor")


def keep_lines(
    model: type[models.Model], workspace_id: int, lines: Sequence[NewLine], *, key: str, paper_id: int
) -> None:
    """Append the lines of a paper; `key` is the column that names it."""
    rows = []
    for position, line in enumerate(lines, start=1):
        listed = None if line.list_price is None else _e(line.list_price, 6)
        head = (workspace_id, position, line.product_id, line.text, line.unit)
        amounts = (_e(line.quantity, 4), _e(line.price, 6), listed, _e(line.discount, 4), _e(line.tax, 4))
        rows.append((*head, *amounts, line.sum.net.minor, line.sum.tax.minor, paper_id))
    bulk.insert(model, (*LINE, *PERCENTS, key), rows)


def checked_terms(terms: Sequence[TermStep], usual: Sequence[TermStep]) -> tuple[TermStep, ...]:
    """The steps of payment given, or the usual ones. Raises Refusal `bad_terms`."""
    chosen = tuple(terms or usual)
    if faults := faults_of_terms(chosen):
        raise Refusal("bad_terms", faults=faults)
    return chosen


def note_step(viewer: Viewer, paper: str, paper_id: int, *, step: str, at: datetime, reason: str = "") -> None:
    """Append what became of a paper."""
    PaperChange.objects.create(
        workspace_id=viewer.workspace_id,
        paper=paper,
        paper_id=paper_id,
        step=step,
        at=at,
        by=viewer.member_id or None,
        reason=reason.strip()[:300],
    )


def need(viewer: Viewer, permission: str) -> None:
    """Raise Refusal `forbidden` unless the viewer's roles carry the permission."""
    if not viewer.may(permission):
        raise Refusal("forbidden", permission=permission)


def said(reason: str) -> str:
    """The reason given. Raises Refusal `reason_missing` for none."""
    if not reason.strip():
        raise Refusal("reason_missing")
    return reason.strip()


def _e(number: Decimal, places: int) -> int:
    return int(number.scaleb(places))
