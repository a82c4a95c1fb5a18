"""Products and prices, as others hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ProductRow:
    """Something sold by the unit, named in two languages."""

    id: int
    code: str
    name_zh: str
    name_en: str
    line: str
    unit: str
    active: bool

    def name(self, language: str) -> str:
        """Its name in a language, else in the other one, else its code."""
        zh = language.startswith("zh")
        return (self.name_zh if zh else self.name_en) or self.name_en or self.name_zh or self.code


@dataclass(frozen=True, slots=True)
class Step:
    """The price of one unit from a quantity on, in major units."""

    quantity: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class PriceBookRow:
    """Prices in one currency between two days, both included."""

    id: int
    name: str
    currency: str
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class PricedBook:
    """A price book with its steps: product id -> steps."""

    book: PriceBookRow
    steps: dict[int, tuple[Step, ...]]
