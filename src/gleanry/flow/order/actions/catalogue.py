"""Keep products, price books and prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from gleanry.flow.order.actions.writing import need
from gleanry.flow.order.models import PriceBook, PriceStep, Product
from gleanry.flow.order.queries.catalogue import priced_books, products_by_id
from gleanry.flow.order.rules import overlaps, step_faults
from gleanry.flow.order.shapes import PricedBook, Step
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import is_currency


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product as entered."""

    code: str
    name_zh: str = ""
    name_en: str = ""
    line: str = ""
    unit: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class BookDraft:
    """A price book as entered; without an end it holds until further notice."""

    name: str
    currency: str
    valid_from: date
    valid_to: date | None = None


def save_product(viewer: Viewer, draft: ProductDraft, at: datetime, *, product_id: int | None = None) -> int:
    """Add a product or change one; give its id. Raises Refusal `code_missing`, `name_empty` or `code_taken`."""
    need(viewer, "products.edit")
    code = draft.code.strip()
    if not code:
        raise Refusal("code_missing")
    if not (draft.name_zh.strip() or draft.name_en.strip()):
        raise Refusal("name_empty")
    columns = {
        "code": code[:80],
        "name_zh": draft.name_zh.strip()[:200],
        "name_en": draft.name_en.strip()[:200],
        "line": draft.line.strip()[:80],
        "unit": draft.unit.strip()[:20],
        "active": draft.active,
    }
    rows = Product.objects.of(viewer.workspace_id)
    try:
        with transaction.atomic():
            if product_id is None:
                return int(Product.objects.create(workspace_id=viewer.workspace_id, at=at, **columns).pk)
            if not rows.filter(pk=product_id).update(**columns):
                raise Refusal("not_found", product=product_id)
    except IntegrityError as error:
        raise Refusal("code_taken", product=code) from error
    return product_id


def save_book(viewer: Viewer, draft: BookDraft, at: datetime, *, book_id: int | None = None) -> int:
    """Add a price book or change one; give its id. Raises Refusal `name_empty`, `bad_currency` or `name_taken`.

    Its currency stays once it has prices (`book_in_use`): they would mean something else.
    """
    need(viewer, "products.edit")
    if not draft.name.strip():
        raise Refusal("name_empty")
    if not is_currency(draft.currency):
        raise Refusal("bad_currency")
    if draft.valid_to is not None and draft.valid_to < draft.valid_from:
        raise Refusal("ends_before_start")
    columns = {"valid_from": draft.valid_from, "valid_to": draft.valid_to, "currency": draft.currency}
    name = draft.name.strip()[:80]
    try:
        with transaction.atomic():
            if book_id is None:
                row = PriceBook.objects.create(workspace_id=viewer.workspace_id, name=name, at=at, **columns)
                return int(row.pk)
            _change_book(viewer, book_id, draft, columns | {"name": name})
    except IntegrityError as error:
        raise Refusal("name_taken") from error
    return book_id


def set_steps(viewer: Viewer, book_id: int, product_id: int, steps: Sequence[Step]) -> None:
    """Set what a book asks for a product, by quantity steps; none takes the product out of the book.

    Raises Refusal `bad_steps`, or `prices_overlap` when another book prices the product on the same days.
    """
    need(viewer, "products.edit")
    if faults := step_faults(steps):
        raise Refusal("bad_steps", faults=faults)
    with transaction.atomic():
        book = PriceBook.objects.of(viewer.workspace_id).select_for_update().filter(pk=book_id).exists()
        if not book or product_id not in products_by_id(viewer.workspace_id, [product_id]):
            raise Refusal("not_found", book=book_id, product=product_id)
        rows = PriceStep.objects.of(viewer.workspace_id)
        rows.filter(book_id=book_id, product_id=product_id).delete()
        given = [_row(viewer.workspace_id, book_id, product_id, step) for step in steps]
        bulk.insert(PriceStep, STEP, given)
        refuse_overlaps(viewer.workspace_id, [product_id])


STEP = ("workspace_id", "book_id", "product_id", "quantity_e4", "price_e6")


def _row(workspace_id: int, book_id: int, product_id: int, step: Step) -> tuple[int, ...]:
    quantity, price = step.quantity.scaleb(4), step.price.scaleb(6)
    if quantity != int(quantity) or price != int(price):
        raise Refusal("bad_steps", faults=["too_fine"])
    return (workspace_id, book_id, product_id, int(quantity), int(price))


def refuse_overlaps(workspace_id: int, product_ids: Sequence[int] | None) -> None:
    """Raise Refusal `prices_overlap` naming the first product and day with two prices."""
    _refuse(workspace_id, priced_books(workspace_id, product_ids))


def _refuse(workspace_id: int, books: Sequence[PricedBook]) -> None:
    for found in overlaps(books):
        product = products_by_id(workspace_id, [found.product_id])[found.product_id]
        names = {"first": found.first, "second": found.second}
        raise Refusal("prices_overlap", product=product.code, day=found.since.isoformat(), **names)


def _change_book(viewer: Viewer, book_id: int, draft: BookDraft, columns: Mapping[str, object]) -> None:
    rows = PriceBook.objects.of(viewer.workspace_id).filter(pk=book_id)
    held = rows.select_for_update().first()
    if held is None:
        raise Refusal("not_found", book=book_id)
    priced = PriceStep.objects.of(viewer.workspace_id).filter(book_id=book_id).exists()
    if held.currency != draft.currency and priced:
        raise Refusal("book_in_use")
    rows.update(**columns)
    refuse_overlaps(viewer.workspace_id, None)
