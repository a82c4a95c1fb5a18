"""What lines come to: exact decimals, rounded once a line, half up, as invoices are.

A line's net is quantity times price less its discount, rounded to the currency's minor unit, halves up; its tax is
taken from the rounded net and rounded the same way. A paper is the sum of its lines, so it always adds up by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gleanry.values.money import Money, exponent_of
from gleanry.world.rules.currency import convert

HUNDRED = Decimal(100)
MOST = Decimal("99999999")
"""A quantity or a price of one unit above this is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class LineSum:
    """A line in money: before tax, its tax."""

    net: Money
    tax: Money

    @property
    def total(self) -> Money:
        """Tax included."""
        return self.net + self.tax


def line_sum(quantity: Decimal, price: Decimal, currency: str, *, discount: Decimal, tax: Decimal) -> LineSum:
    """A line's net and tax. `price` is of one unit in major units; `discount` and `tax` are per cent."""
    net = _rounded(quantity * price * (HUNDRED - discount) / HUNDRED, currency)
    return LineSum(net, _rounded(net.amount * tax / HUNDRED, currency))


def paper_sum(lines: Iterable[LineSum], currency: str) -> LineSum:
    """The sum of a paper's lines."""
    net = tax = Money(0, currency)
    for line in lines:
        net, tax = net + line.net, tax + line.tax
    return LineSum(net, tax)


def worth_in(amount: Money, base: str, rate: Decimal) -> Money:
    """An amount in the workspace's currency at a fixed rate; nothing while no rate is known (rate 0)."""
    if amount.currency == base:
        return amount
    return convert(amount, to=base, rate=rate) if rate else Money(0, base)


def part_of(total: Money, quantity: Decimal, *, before: Decimal, now: Decimal) -> Money:
    """What `now` of a line's `quantity` are worth after `before` of it: differences of the rounded running worth.

    So all parts of a line come to its total exactly, however it is cut.
    """
    return _worth(total, quantity, before + now) - _worth(total, quantity, before)


def _worth(total: Money, quantity: Decimal, so_far: Decimal) -> Money:
    return _rounded(total.amount * so_far / quantity, total.currency)


def _rounded(amount: Decimal, currency: str) -> Money:
    minor = amount.scaleb(exponent_of(currency)).to_integral_value(rounding=ROUND_HALF_UP)
    return Money(int(minor), currency)
