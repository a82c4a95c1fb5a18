"""Points as whole hundredths: exact to add, the same on every machine."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

Number = int | float
"""Points as they are stored and shown: whole where they are whole."""


def hundredths(points: Any) -> int:
    """A number of a table, or its text, in hundredths. Raises ValueError when it is none, or finer than a hundredth."""
    if isinstance(points, bool):
        raise ValueError(f"not points: {points}")
    try:
        exact = Decimal(str(points)) * 100
        whole = exact.to_integral_value()
    except InvalidOperation as error:
        raise ValueError(f"not points: {points}") from error
    if exact != whole:
        raise ValueError(f"not points: {points}")
    return int(whole)


def number(points: int) -> Number:
    """Hundredths as a number of points."""
    return points // 100 if points % 100 == 0 else points / 100


def to_tenth(points: int) -> int:
    """A sum of hundredths, not below zero, rounded half up to a tenth of a point; in hundredths again."""
    return (points + 5) // 10 * 10


def within(points: int, cap: int | None) -> int:
    """Points held to a cap either way."""
    return points if cap is None else max(-cap, min(cap, points))


def rounded(points: Decimal) -> int:
    """To whole hundredths, half away from zero."""
    return int(points.to_integral_value(ROUND_HALF_UP))
