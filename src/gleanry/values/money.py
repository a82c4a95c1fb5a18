"""Money as whole minor units and a currency: exact sums, exact splits, amounts as people write them.

How many decimals a currency has comes from the table of `py-moneyed`; a ledger needs one table for ever,
so it is asked in one place only, `exponent_of`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import cache

import moneyed
from babel import Locale
from babel.numbers import NumberPattern, parse_pattern

Weight = int | Decimal | Fraction


@cache
def exponent_of(currency: str) -> int:
    """Give the number of decimals of an ISO 4217 currency; ValueError for a code nobody knows."""
    try:
        sub_unit = moneyed.get_currency(currency).sub_unit
    except moneyed.CurrencyDoesNotExist:
        raise ValueError(f"unknown currency {currency!r}") from None
    return len(str(sub_unit)) - 1


def is_currency(code: str) -> bool:
    """Say whether a three-letter code is in the table."""
    return code in moneyed.CURRENCIES


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: `minor` whole minor units (cents, fen; yen for JPY) of `currency` (ISO 4217)."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | int, currency: str) -> "Money":
        """Take an amount in major units; what is finer than the currency rounds half to even."""
        scaled = Decimal(amount).scaleb(exponent_of(currency))
        return cls(int(scaled.to_integral_value(rounding=ROUND_HALF_EVEN)), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exactly."""
        return Decimal(self.minor).scaleb(-exponent_of(self.currency))

    def __add__(self, other: "Money") -> "Money":
        """Add; ValueError when the currencies differ."""
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """Subtract; ValueError when the currencies differ."""
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        """Turn the sign."""
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        """Compare; ValueError when the currencies differ."""
        self._same(other)
        return self.minor < other.minor

    def split(self, weights: Sequence[Weight]) -> tuple["Money", ...]:
        """Share the amount by weights so that the parts add up to it exactly.

        Method: largest remainder (Hamilton); equal remainders go to the earlier part. A part with
        weight zero gets nothing. ValueError for no weights, a negative one, or a sum of zero.
        """
        shares = [Fraction(weight) for weight in weights]
        total = sum(shares, Fraction(0))
        if total <= 0 or min(shares) < 0:
            raise ValueError("weights must not be negative and must not all be zero")
        sign, size = (-1, -self.minor) if self.minor < 0 else (1, self.minor)
        exact = [size * share / total for share in shares]
        parts = [int(part) for part in exact]
        by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
        for at in by_remainder[: size - sum(parts)]:
            parts[at] += 1
        return tuple(Money(sign * part, self.currency) for part in parts)

    def _same(self, other: "Money") -> None:
        if other.currency != self.currency:
            raise ValueError(f"{other.currency} cannot meet {self.currency} without a rate")


def format_money(money: Money, locale: str) -> str:
    """Write the amount as a locale does, always with all the currency's decimals: ¥1,234.50."""
    known, pattern = _pattern(locale, exponent_of(money.currency))
    written: str = pattern.apply(money.amount, known, currency=money.currency, currency_digits=False)
    return written


@cache
def _pattern(locale: str, exponent: int) -> tuple[Locale, NumberPattern]:
    known = Locale.parse(locale.replace("-", "_"))
    pattern = parse_pattern(known.currency_formats["standard"].pattern)
    pattern.frac_prec = (exponent, exponent)
    return known, pattern
