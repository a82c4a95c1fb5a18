"""From lines as entered to lines with prices and sums, or what is wrong with which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gleanry.flow.order.rules.prices import NoPrice, price_for
from gleanry.flow.order.rules.totals import HUNDRED, MOST, LineSum, line_sum
from gleanry.flow.order.shapes import DraftLine, LineFault, PricedBook, ProductRow

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line ready to be kept. `list_price` is what the book says, None for what stands in none."""

    product_id: int | None
    text: str
    unit: str
    quantity: Decimal
    price: Decimal
    list_price: Decimal | None
    discount: Decimal
    tax: Decimal
    sum: LineSum


@dataclass(frozen=True, slots=True)
class Drafted:
    """Lines that can be kept, or what is wrong."""

    lines: tuple[NewLine, ...]
    faults: tuple[LineFault, ...]


@dataclass(frozen=True, slots=True)
class Sold:
    """What lines are drafted against: the products and price books of a workspace, the day, currency and language."""

    products: Mapping[int, ProductRow]
    books: Sequence[PricedBook]
    day: date
    currency: str
    language: str = "en"


def draft_lines(drafts: Sequence[DraftLine], sold: Sold) -> Drafted:
    """Price and sum up lines. All of them, or the faults of each."""
    if not drafts:
        return Drafted((), (LineFault(0, "lines", "none"),))
    if len(drafts) > MOST_LINES:
        return Drafted((), (LineFault(0, "lines", "too_many", str(MOST_LINES)),))
    lines: list[NewLine] = []
    faults: list[LineFault] = []
    for row, draft in enumerate(drafts, start=1):
        wrong = _faults(row, draft, sold)
        if not wrong:
            made = _priced(row, draft, sold)
            if isinstance(made, NewLine):
                lines.append(made)
            else:
                wrong.append(made)
        faults += wrong
    return Drafted(() if faults else tuple(lines), tuple(faults))


def _faults(row: int, draft: DraftLine, sold: Sold) -> list[LineFault]:
    found = []
    for field, value, most, places in (
        ("quantity", draft.quantity, MOST, 4),
        ("price", draft.price, MOST, 6),
        ("discount", draft.discount, HUNDRED, 4),
        ("tax", draft.tax, HUNDRED, 4),
    ):
        if value is None:
            continue
        if not value.is_finite() or value < 0 or value > most or (field == "quantity" and not value):
            found.append(LineFault(row, field, "out_of_range", str(value)))
        elif value != value.quantize(Decimal(1).scaleb(-places)):
            found.append(LineFault(row, field, "too_fine", str(places)))
    if draft.product_id is not None and draft.product_id not in sold.products:
        found.append(LineFault(row, "product", "unknown", str(draft.product_id)))
    if draft.product_id is None and not draft.text.strip():
        found.append(LineFault(row, "text", "missing"))
    return found


def _priced(row: int, draft: DraftLine, sold: Sold) -> NewLine | LineFault:
    product = sold.products[draft.product_id] if draft.product_id is not None else None
    listed = price_for(sold.books, product.id, draft.quantity, sold.day, sold.currency) if product else None
    list_price = None if listed is None or isinstance(listed, NoPrice) else listed.price
    price = draft.price if draft.price is not None else list_price
    if price is None:
        code = listed.code if isinstance(listed, NoPrice) else "missing"
        books = ", ".join(listed.books) if isinstance(listed, NoPrice) else ""
        return LineFault(row, "price", code, books)
    if isinstance(listed, NoPrice) and listed.code == "overlapping":
        return LineFault(row, "price", listed.code, ", ".join(listed.books))
    total = line_sum(draft.quantity, price, sold.currency, discount=draft.discount, tax=draft.tax)
    text = draft.text.strip() or (product.name(sold.language) if product else "")
    unit = draft.unit.strip() or (product.unit if product else "")
    given = (draft.quantity, price, list_price, draft.discount, draft.tax)
    return NewLine(draft.product_id, text[:300], unit[:20], *given, sum=total)
