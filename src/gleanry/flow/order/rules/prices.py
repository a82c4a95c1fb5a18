"""Which price holds: of one product, for a quantity, on a day, in a currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from gleanry.flow.order.shapes import PriceBookRow, PricedBook, Step


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one unit, and the book it stands in."""

    price: Decimal
    book_id: int
    book: str
    quantity: Decimal
    """From which quantity on it holds."""


@dataclass(frozen=True, slots=True)
class NoPrice:
    """Why there is none. `code` is missing, overlapping or too_few; `books` are the names of the books looked at.

    missing: no book of the currency prices the product on that day. overlapping: several do. too_few: the book's
    first step begins at `least`.
    """

    code: str
    product_id: int
    day: date
    currency: str
    books: tuple[str, ...] = ()
    least: Decimal = Decimal(0)


def price_for(
    books: Iterable[PricedBook], product_id: int, quantity: Decimal, day: date, currency: str
) -> Price | NoPrice:
    """The price of a product by the one book of the currency that holds on the day: that of the highest step reached.

    Several books, or none, are no price: nobody guesses which was meant.
    """
    holding = [priced for priced in books if priced.book.currency == currency and priced.book.holds_on(day)]
    pricing = [priced for priced in holding if priced.steps.get(product_id)]
    names = tuple(priced.book.name for priced in (pricing or holding))
    if len(pricing) != 1:
        return NoPrice("overlapping" if pricing else "missing", product_id, day, currency, names)
    book, steps = pricing[0].book, sorted(pricing[0].steps[product_id], key=lambda step: step.quantity)
    reached = [step for step in steps if step.quantity <= quantity]
    if not reached:
        return NoPrice("too_few", product_id, day, currency, names, steps[0].quantity)
    return Price(reached[-1].price, book.id, book.name, reached[-1].quantity)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two books of one currency that price the same product on the same days, from `since` on."""

    product_id: int
    first: str
    second: str
    since: date


def overlaps(books: Iterable[PricedBook]) -> list[Overlap]:
    """Every pair of books that would leave a product with two prices on a day, by product and book."""
    known = sorted(books, key=lambda priced: priced.book.id)
    found = []
    for index, one in enumerate(known):
        for other in known[index + 1 :]:
            since = _shared(one.book, other.book)
            if since is None:
                continue
            both = sorted(pk for pk in one.steps if one.steps[pk] and other.steps.get(pk))
            found += [Overlap(pk, one.book.name, other.book.name, since) for pk in both]
    return found


def _shared(one: PriceBookRow, other: PriceBookRow) -> date | None:
    """The first day both books hold on."""
    since = max(one.valid_from, other.valid_from)
    return since if one.currency == other.currency and one.holds_on(since) and other.holds_on(since) else None


def step_faults(steps: Iterable[Step]) -> list[str]:
    """What is wrong with the steps of a product: twice, not_positive, dearer (more costs more a unit)."""
    given = list(steps)
    rows = sorted(given, key=lambda step: step.quantity)
    found = []
    if any(step.quantity <= 0 or step.price < 0 for step in rows):
        found.append("not_positive")
    if len({step.quantity for step in rows}) < len(rows):
        found.append("twice")
    if any(later.price > step.price for step, later in pairwise(rows)):
        found.append("dearer")
    return found
