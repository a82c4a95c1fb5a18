"""How right a method was: its snapshots held against what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

TOLERANCE = Fraction(1, 5)
"""A snapshot hit when it ended within a fifth of what came."""


@dataclass(frozen=True, slots=True)
class Stood:
    """A deal as it stood in a snapshot: what a method made of it, and what became of it until now (minor units)."""

    said: int
    expected_close: date | None
    won_on: date | None
    won: int


@dataclass(frozen=True, slots=True)
class Held:
    """A snapshot held against a horizon, in minor units."""

    forecast: int
    actual: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`bias` and `error` are shares of what came; None where nothing came."""

    snapshots: int
    forecast: int
    actual: int
    bias: float | None
    error: float | None
    hit_rate: float | None


def due_by(week: date, weeks: int) -> date:
    """The first day after a horizon."""
    return week + timedelta(weeks=weeks)


def held_against(deals: Iterable[Stood], week: date, weeks: int) -> Held:
    """What a method said of the deals due within the horizon, and what the snapshot's deals brought in it.

    A deal without a day, or whose day has passed, is not due: it is in no period's forecast. One that is won counts
    whether it was due or not: a wrong day is an error of the forecast too.
    """
    end = due_by(week, weeks)
    forecast = actual = 0
    for deal in deals:
        if deal.expected_close is not None and week <= deal.expected_close < end:
            forecast += deal.said
        if deal.won_on is not None and week <= deal.won_on < end:
            actual += deal.won
    return Held(forecast, actual)


def figures_of(held: Sequence[Held], tolerance: Fraction = TOLERANCE) -> Figures:
    """Bias: the sum of the errors over the sum of what came. Error: the mean of each error's size over what came.

    Snapshots after which nothing came have no percent error: they are left out of it, and hit only with nothing said.
    """
    forecast, actual = sum(one.forecast for one in held), sum(one.actual for one in held)
    shares = [Fraction(abs(one.forecast - one.actual), one.actual) for one in held if one.actual > 0]
    hits = sum(1 for one in held if abs(one.forecast - one.actual) <= tolerance * max(one.actual, 0))
    return Figures(
        snapshots=len(held),
        forecast=forecast,
        actual=actual,
        bias=float(Fraction(forecast - actual, actual)) if actual > 0 else None,
        error=float(sum(shares, Fraction(0)) / len(shares)) if shares else None,
        hit_rate=hits / len(held) if held else None,
    )
