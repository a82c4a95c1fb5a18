"""Take products and prices from files: what is fine is kept, every other row is named."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gleanry.flow.order.actions.catalogue import STEP, refuse_overlaps
from gleanry.flow.order.actions.writing import need
from gleanry.flow.order.models import PriceBook, PriceStep, Product
from gleanry.flow.order.rules import read_prices, read_products, step_faults
from gleanry.flow.order.shapes import LineFault
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer

COLUMNS = ("name_zh", "name_en", "line", "unit", "active")


def take_products(viewer: Viewer, text: str, at: datetime) -> tuple[int, tuple[LineFault, ...]]:
    """Add or change the products of a CSV text, known by their code: how many, and the rows that were refused.

    The same number of statements for any number of rows.
    """
    need(viewer, "products.edit")
    read = read_products(text)
    with transaction.atomic():
        codes = [row.code for row in read.products]
        there = dict(Product.objects.of(viewer.workspace_id).filter(code__in=codes).values_list("code", "pk"))
        kept = [(there[row.code], *(getattr(row, c) for c in COLUMNS)) for row in read.products if row.code in there]
        bulk.update(Product, COLUMNS, kept)
        new = [
            (viewer.workspace_id, row.code, at, *(getattr(row, c) for c in COLUMNS))
            for row in read.products
            if row.code not in there
        ]
        bulk.insert(Product, ("workspace_id", "code", "at", *COLUMNS), new)
    return len(read.products), read.faults


def take_prices(viewer: Viewer, book_id: int, text: str) -> tuple[int, tuple[LineFault, ...]]:
    """Set the prices of a book from a CSV text, product by product: how many products, and what was refused.

    Products the file does not name keep their prices. Raises Refusal `prices_overlap` and then keeps nothing.
    """
    need(viewer, "products.edit")
    codes = dict(Product.objects.of(viewer.workspace_id).values_list("code", "pk"))
    read = read_prices(text, codes)
    names = {pk: code for code, pk in codes.items()}
    odd = {pk: found for pk, steps in read.steps.items() if (found := step_faults(steps))}
    faults = [LineFault(0, "price", wrong[0], names[pk]) for pk, wrong in odd.items()]
    with transaction.atomic():
        if not PriceBook.objects.of(viewer.workspace_id).select_for_update().filter(pk=book_id).exists():
            raise Refusal("not_found", book=book_id)
        good = {pk: steps for pk, steps in read.steps.items() if pk not in odd}
        PriceStep.objects.of(viewer.workspace_id).filter(book_id=book_id, product_id__in=list(good)).delete()
        rows = [
            (viewer.workspace_id, book_id, pk, int(step.quantity.scaleb(4)), int(step.price.scaleb(6)))
            for pk, steps in good.items()
            for step in steps
        ]
        bulk.insert(PriceStep, STEP, rows)
        refuse_overlaps(viewer.workspace_id, list(good))
    return len(good), (*read.faults, *faults)
