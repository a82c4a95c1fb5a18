"""Conversion: one rounding, half to even, and back within one minor unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.values.money import Money
from gleanry.world.rules.currency import convert


def test_worked_cases() -> None:
    assert convert(Money(10000, "USD"), to="CNY", rate=Decimal("7.1234")) == Money(71234, "CNY")
    assert convert(Money(1, "CNY"), to="USD", rate=Decimal("0.5")) == Money(0, "USD")
    assert convert(Money(3, "CNY"), to="USD", rate=Decimal("0.5")) == Money(2, "USD")
    assert convert(Money(-3, "CNY"), to="USD", rate=Decimal("0.5")) == Money(-2, "USD")
    assert convert(Money(1000, "JPY"), to="CNY", rate=Decimal("0.05")) == Money(5000, "CNY")
    assert convert(Money(7, "CNY"), to="CNY", rate=Decimal(1)) == Money(7, "CNY")


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "Infinity"])
def test_rates_that_are_none(rate: str) -> None:
    with pytest.raises(ValueError, match="positive"):
        convert(Money(1, "CNY"), to="USD", rate=Decimal(rate))
    with pytest.raises(ValueError, match="no rate but one"):
        convert(Money(1, "CNY"), to="CNY", rate=Decimal(2))


@given(st.integers(-(10**15), 10**15), st.decimals("0.001", "1000", places=6))
def test_rounding_is_within_half_a_unit(minor: int, rate: Decimal) -> None:
    there = convert(Money(minor, "CNY"), to="USD", rate=rate)
    assert abs(there.minor - minor * rate) <= Decimal("0.5")
    assert convert(Money(-minor, "CNY"), to="USD", rate=rate) == -there
