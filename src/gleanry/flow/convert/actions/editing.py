"""Change what is known of deals, so that nobody overwrites unseen what another wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from gleanry.flow.convert.actions.holding import Held, hold, keep_changes, versions_of
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.convert.rules import in_base
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

MONEY = ("amount_minor", "currency", "rate", "base_minor")
FIELDS = (
    "name",
    "product",
    "competitor",
    "decider",
    "expected_close",
    "word_minor",
    "next_grade",
    "next_grade_on",
)
LONGEST = {"name": 200, "product": 80, "competitor": 120, "decider": 120, "next_grade": 1}


@dataclass(frozen=True, slots=True)
class DealChange:
    """New values of some FIELDS of a deal, by name; `price` is (amount, rate). `version` is the one looked at."""

    deal_id: int
    fields: Mapping[str, Any]
    price: tuple[Money, Decimal] | None = None
    version: int | None = None


def edit_deals(viewer: Viewer, edits: Sequence[DealChange], at: datetime) -> None:
    """Change open deals. All of them, or none and a Refusal.

    `deal_changed` where somebody else changed one since it was looked at; `name_empty`, `bad_amount`, `bad_field`.
    """
    for edit in edits:
        _check(edit)
    seen = {edit.deal_id: edit.version for edit in edits if edit.version is not None}
    base = get_settings(viewer.workspace_id).currency
    with transaction.atomic():
        held = hold(viewer, (edit.deal_id for edit in edits), versions=seen)
        rows, told = [], {}
        for edit in edits:
            deal = held[edit.deal_id]
            new = {name: getattr(deal, name) for name in (*FIELDS, *MONEY)} | dict(edit.fields)
            if edit.price is not None:
                amount, rate = edit.price
                total = in_base(amount, base, rate).minor
                new |= dict(zip(MONEY, (amount.minor, amount.currency, rate, total), strict=True))
            told[deal.id] = _differences(deal, new)
            rows.append((deal.id, *(new[name] for name in (*FIELDS, *MONEY))))
        bulk.update(Opportunity, (*FIELDS, *MONEY), rows)
        keep_changes(viewer.workspace_id, versions_of(held), told, at, by=viewer.member_id)


def price_deals(viewer: Viewer, prices: Sequence[tuple[int, Money, Decimal]], at: datetime) -> None:
    """Set what open deals are expected to bring: (deal, amount, rate to the workspace's currency)."""
    edit_deals(viewer, [DealChange(deal_id, {}, (amount, rate)) for deal_id, amount, rate in prices], at)


def set_money(viewer: Viewer, prices: Sequence[tuple[int, Money, Decimal]]) -> None:
    """Write amounts of deals that are held."""
    base = get_settings(viewer.workspace_id).currency
    rows = [(i, amount.minor, amount.currency, rate, in_base(amount, base, rate).minor) for i, amount, rate in prices]
    bulk.update(Opportunity, MONEY, rows)


def _check(edit: DealChange) -> None:
    for name, value in edit.fields.items():
        if name not in FIELDS or (name in LONGEST and len(value) > LONGEST[name]):
            raise Refusal("bad_field", field=name)
    if "name" in edit.fields and not edit.fields["name"].strip():
        raise Refusal("name_empty")
    word = edit.fields.get("word_minor")
    if (word is not None and word < 0) or (edit.price is not None and edit.price[0].minor < 0):
        raise Refusal("bad_amount")


def _differences(deal: Held, new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What a change makes of a deal, as JSON holds it; an amount is one text with its currency."""
    found = {
        name: (_plain(getattr(deal, name)), _plain(new[name])) for name in FIELDS if getattr(deal, name) != new[name]
    }
    before, after = Money(deal.amount_minor, deal.currency), Money(new["amount_minor"], new["currency"])
    if before != after:
        found["amount"] = (f"{before.amount:f} {before.currency}", f"{after.amount:f} {after.currency}")
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
