"""Products that a file tells of, with a price for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gleanry.flow.capture.facts import ProductsCaptured
from gleanry.flow.capture.queries import fields_of
from gleanry.flow.order.models import PriceBook, PriceStep, Product
from gleanry.kit import bulk
from gleanry.tenants.queries import get_settings
from gleanry.values.money import exponent_of

LOCK = 91
BOOK = "Imported {currency}"

Rows = Mapping[str, Mapping[str, Any]]
"""Code -> the fields of its row; of a product told twice, the last."""


def take_products(workspace_id: int, fact: ProductsCaptured, at: datetime) -> None:
    """Add the products nobody knew and bring the others up to date: name, line, price; a fixed number of statements.

    A product without a code is known by its name. A price goes into a book of imported prices of its currency, unless
    another book prices the product in that currency: then that book stays as it is.
    """
    bulk.lock_workspace(workspace_id, LOCK)
    told = {code_of(read.fields): read.fields for read in fields_of(workspace_id, fact.submission_ids)}
    known = bulk.find(
        Product,
        ("id", "code", "name_zh", "name_en", "line"),
        workspace_id=workspace_id,
        key="code",
        among=told,
        lock=True,
    )
    columns = ("name_zh", "name_en", "line")
    before = {code: (zh, en, line) for _, code, zh, en, line in known}
    after = {code: _told(told[code], before.get(code, ("", "", ""))) for code in told}
    changed = [(pk, *after[code]) for pk, code, *_ in known if after[code] != before[code]]
    bulk.update(Product, columns, changed)
    fresh = [code for code in told if code not in before]
    ids = bulk.allocate(Product, len(fresh))
    bulk.insert(
        Product,
        ("id", "workspace_id", "code", *columns, "unit", "active", "at"),
        [(i, workspace_id, code, *after[code], "", True, at) for i, code in zip(ids, fresh, strict=True)],
    )
    product_ids = {code: pk for pk, code, *_ in known} | dict(zip(fresh, ids, strict=True))
    _price(workspace_id, {product_ids[code]: fields for code, fields in told.items()}, at)


def add_products(workspace_id: int, names: Sequence[str], *, at: datetime) -> None:
    """Add products that only a name is known of; one that is here stays as it is."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        wanted = {name[:80]: {"product": name} for name in names if name}
        known = {row[0] for row in bulk.find(Product, ("code",), workspace_id=workspace_id, key="code", among=wanted)}
        columns = ("workspace_id", "code", "name_zh", "name_en", "line", "unit", "active", "at")
        fresh = [(code, _told(fields, ("", "", ""))) for code, fields in wanted.items() if code not in known]
        bulk.insert(Product, columns, [(workspace_id, code, *told, "", True, at) for code, told in fresh])


def code_of(fields: Mapping[str, Any]) -> str:
    """By what a product is known: its code, else its name."""
    return str(fields.get("code") or fields.get("product") or "")[:80]


def _told(fields: Mapping[str, Any], before: tuple[str, str, str]) -> tuple[str, str, str]:
    """(Chinese name, English name, line) after a row; what it does not say stays."""
    name = str(fields.get("product") or code_of(fields))[:200]
    zh, en, line = before
    chinese = any("\u4e00" <= sign <= "\u9fff" for sign in name)
    said = str(fields.get("product_line") or "")[:80]
    return (name, en, said or line) if chinese else (zh, name, said or line)


def _price(workspace_id: int, told: Mapping[int, Mapping[str, Any]], at: datetime) -> None:
    usual = get_settings(workspace_id).currency
    priced = {
        product: (str(fields.get("currency") or usual), int(fields["price_minor"]))
        for product, fields in told.items()
        if "price_minor" in fields
    }
    if not priced:
        return
    books = _books(workspace_id, {currency for currency, _ in priced.values()}, at)
    currency_of = {book: currency for currency, found in books.items() for book in found}
    steps = bulk.find(
        PriceStep,
        ("id", "product_id", "book_id", "quantity_e4"),
        workspace_id=workspace_id,
        key="product_id",
        among=priced,
    )
    ours = {found[0] for found in books.values()}
    mine = {(product, book): step for step, product, book, quantity in steps if book in ours and quantity == 0}
    elsewhere = {
        (product, currency_of[book]) for _, product, book, _ in steps if book in currency_of and book not in ours
    }
    wanted = {
        (product, books[currency][0]): _in_millionths(minor, currency)
        for product, (currency, minor) in priced.items()
        if (product, currency) not in elsewhere
    }
    bulk.update(PriceStep, ("price_e6",), [(mine[key], price) for key, price in wanted.items() if key in mine])
    fresh = [
        (workspace_id, book, product, 0, price)
        for (product, book), price in wanted.items()
        if (product, book) not in mine
    ]
    bulk.insert(PriceStep, ("workspace_id", "book_id", "product_id", "quantity_e4", "price_e6"), fresh)


def _books(workspace_id: int, currencies: set[str], at: datetime) -> dict[str, Sequence[int]]:
    """Currency -> its books, that of imported prices first; made where there is none."""
    rows = PriceBook.objects.of(workspace_id).filter(currency__in=currencies).order_by("pk")
    found = list(rows.values_list("pk", "name", "currency"))
    named = {name: pk for pk, name, _ in found}
    missing = sorted(currency for currency in currencies if BOOK.format(currency=currency) not in named)
    ids = bulk.allocate(PriceBook, len(missing))
    new = [
        (i, workspace_id, BOOK.format(currency=currency), currency, at.date(), None, at)
        for i, currency in zip(ids, missing, strict=True)
    ]
    bulk.insert(PriceBook, ("id", "workspace_id", "name", "currency", "valid_from", "valid_to", "at"), new)
    named |= {row[2]: row[0] for row in new}
    others: dict[str, list[int]] = {currency: [named[BOOK.format(currency=currency)]] for currency in currencies}
    for pk, _, currency in found:
        if pk not in others[currency]:
            others[currency].append(pk)
    return dict(others)


def _in_millionths(minor: int, currency: str) -> int:
    """An amount in minor units as millionths of the major unit."""
    return minor * int(10 ** (6 - exponent_of(currency)))
