"""Read products and prices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from gleanry.flow.order.models import PriceBook, PriceStep, Product
from gleanry.flow.order.queries.reading import from_e4, from_e6
from gleanry.flow.order.rules import Overlap, Sold, overlaps
from gleanry.flow.order.shapes import PriceBookRow, PricedBook, ProductRow, Step

PRODUCT = tuple(ProductRow.__dataclass_fields__)
BOOK = tuple(PriceBookRow.__dataclass_fields__)


def list_products(
    workspace_id: int, *, words: str = "", active: bool = False, after: str = "", limit: int = 50
) -> list[ProductRow]:
    """Products by code, by keyset on it; `words` are looked for in code, names and line."""
    rows = Product.objects.of(workspace_id).filter(code__gt=after)
    if active:
        rows = rows.filter(active=True)
    for word in words.split():
        rows = rows.filter(
            Q(code__icontains=word) | Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(line__icontains=word)
        )
    return [ProductRow(*values) for values in rows.order_by("code").values_list(*PRODUCT)[:limit]]


def products_by_id(workspace_id: int, product_ids: Iterable[int | None]) -> dict[int, ProductRow]:
    """Product id -> product; one statement."""
    wanted = [pk for pk in product_ids if pk is not None]
    rows = Product.objects.of(workspace_id).filter(pk__in=wanted)
    return {values[0]: ProductRow(*values) for values in rows.values_list(*PRODUCT)}


def products_by_code(workspace_id: int, codes: Iterable[str]) -> dict[str, ProductRow]:
    """Code -> product; one statement."""
    rows = Product.objects.of(workspace_id).filter(code__in=list(codes))
    return {values[1]: ProductRow(*values) for values in rows.values_list(*PRODUCT)}


def price_books(workspace_id: int) -> list[PriceBookRow]:
    """The price books, those that hold latest first."""
    rows = PriceBook.objects.of(workspace_id).order_by("-valid_from", "name")
    return [PriceBookRow(*values) for values in rows.values_list(*BOOK)]


def priced_books(
    workspace_id: int, product_ids: Iterable[int] | None = None, *, book_id: int | None = None
) -> list[PricedBook]:
    """Price books with their steps, of some products or of all; two statements."""
    rows = PriceStep.objects.of(workspace_id)
    if product_ids is not None:
        rows = rows.filter(product_id__in=list(product_ids))
    if book_id is not None:
        rows = rows.filter(book_id=book_id)
    steps: dict[int, dict[int, tuple[Step, ...]]] = {}
    ordered = rows.order_by("product_id", "quantity_e4")
    for book, product, quantity, price in ordered.values_list("book_id", "product_id", "quantity_e4", "price_e6"):
        of_book = steps.setdefault(book, {})
        of_book[product] = (*of_book.get(product, ()), Step(from_e4(quantity), from_e6(price)))
    return [PricedBook(book, steps.get(book.id, {})) for book in price_books(workspace_id)]


def overlapping(workspace_id: int) -> list[Overlap]:
    """Products that two books of one currency price on the same days: no price holds there."""
    return overlaps(priced_books(workspace_id))


def sold_by(
    workspace_id: int, product_ids: Iterable[int | None], *, day: date, currency: str, language: str = "en"
) -> Sold:
    """What lines are drafted against; three statements for any number of products."""
    products = products_by_id(workspace_id, product_ids)
    return Sold(products, priced_books(workspace_id, products), day, currency, language)
