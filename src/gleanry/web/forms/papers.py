"""Lines, terms and heads of papers as people type them. What cannot be read stays as it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from gleanry.flow.order.queries.catalogue import products_by_code
from gleanry.flow.order.shapes import DraftLine, LineFault, PaperLine, TermStep

FIELDS = ("product", "text", "quantity", "unit", "price", "discount", "tax")
BLANK = 3
MOST = 200


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A row of the form, as text."""

    product: str = ""
    text: str = ""
    quantity: str = ""
    unit: str = ""
    price: str = ""
    discount: str = ""
    tax: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed: a tax alone was there before."""
        return not any((self.product, self.text, self.quantity, self.price))


@dataclass(frozen=True, slots=True)
class ReadLines:
    """Rows as typed, the lines they mean, and what cannot be read."""

    typed: tuple[TypedLine, ...]
    drafts: tuple[DraftLine, ...]
    faults: tuple[LineFault, ...]


def read_lines(workspace_id: int, post: QueryDict) -> ReadLines:
    """The lines of a form; rows in which nothing was typed are left out."""
    columns = [post.getlist(field)[: MOST + BLANK] for field in FIELDS]
    rows = [TypedLine(*(cell.strip()[:300] for cell in row)) for row in zip(*columns, strict=False)]
    typed = tuple(row for row in rows if not row.is_empty)
    codes = products_by_code(workspace_id, [row.product for row in typed])
    drafts: list[DraftLine] = []
    faults: list[LineFault] = []
    for number, row in enumerate(typed, start=1):
        read = {name: _number(getattr(row, name)) for name in ("quantity", "price", "discount", "tax")}
        for name, value in read.items():
            if value is None and (getattr(row, name) or name == "quantity"):
                faults.append(LineFault(number, name, "unreadable", getattr(row, name)))
        if row.product and row.product not in codes:
            faults.append(LineFault(number, "product", "unknown", row.product))
        drafts.append(
            DraftLine(
                read["quantity"] or Decimal(0),
                codes[row.product].id if row.product in codes else None,
                row.text,
                row.unit,
                read["price"],
                read["discount"] or Decimal(0),
                read["tax"] or Decimal(0),
            )
        )
    return ReadLines(typed, tuple(drafts), tuple(faults))


def typed_lines(lines: Sequence[PaperLine], codes: dict[int, str]) -> tuple[TypedLine, ...]:
    """The rows of a form for lines that are there."""
    return tuple(
        TypedLine(
            codes.get(line.product_id or 0, ""),
            line.text,
            plain(line.quantity),
            line.unit,
            plain(line.price),
            plain(line.discount) if line.discount else "",
            plain(line.tax) if line.tax else "",
        )
        for line in lines
    )


def with_blanks(typed: Sequence[TypedLine], tax: str) -> list[TypedLine]:
    """The rows to show: what is there, and some empty ones."""
    return [*typed, *(TypedLine(tax=tax) for _ in range(BLANK if typed else BLANK + 1))]


def read_terms(post: QueryDict) -> tuple[TermStep, ...]:
    """The steps of payment of a form; rows without a share are left out, an unreadable share counts as nothing."""
    rows = zip(post.getlist("percent"), post.getlist("when"), post.getlist("days"), strict=False)
    return tuple(
        TermStep(_number(percent) or Decimal(0), when[:20], int(days) if days.isascii() and days.isdigit() else 0)
        for percent, when, days in list(rows)[:10]
        if percent.strip()
    )


def read_day(text: str) -> date | None:
    """A day such as 2026-11-30, or nothing."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def read_quantities(post: QueryDict) -> dict[int, Decimal]:
    """Line id -> quantity from fields `q-<id>`; what cannot be read is not a number, and is refused as such."""
    found = {}
    for name, text in post.items():
        key = name.removeprefix("q-")
        if name.startswith("q-") and key.isascii() and key.isdigit() and len(key) < 19 and str(text).strip():
            found[int(key)] = _number(str(text)) or Decimal("NaN")
    return found


def plain(number: Decimal) -> str:
    """A number without needless zeros: 12, 12.5."""
    return f"{number.normalize():f}"


def _number(text: str) -> Decimal | None:
    cleaned = text.replace(",", "").replace("\N{FULLWIDTH COMMA}", "").replace("%", "").replace(" ", "")
    try:
        number = Decimal(cleaned)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 13 else None
