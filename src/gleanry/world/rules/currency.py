"""Conversion of money at a rate fixed by whoever fixes the amount."""

from decimal import Decimal

from gleanry.values.money import Money, exponent_of


def convert(money: Money, *, to: str, rate: Decimal) -> Money:
    """Give the amount in another currency; `rate` is units of `to` for one unit of the money's own.

    Rounds half to even at the last decimal of `to`, once. ValueError for a rate that is not positive, for
    a rate other than one within a currency, and for an unknown currency.
    """
    if not rate.is_finite() or rate <= 0:
        raise ValueError("a rate is positive")
    if to == money.currency:
        if rate != 1:
            raise ValueError(f"{to} to itself has no rate but one")
        return money
    # Through whole numbers: a Decimal context would round a long product before the last step.
    numerator, denominator = rate.as_integer_ratio()
    top = money.minor * numerator * 10 ** exponent_of(to)
    bottom = denominator * 10 ** exponent_of(money.currency)
    return Money(_half_even(top, bottom), to)


def _half_even(top: int, bottom: int) -> int:
    quotient, remainder = divmod(top, bottom)
    twice = 2 * remainder
    if twice > bottom or (twice == bottom and quotient % 2):
        quotient += 1
    return quotient
