"""How a target stands: what is missing, what must be found for it, and how fast it must go on."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from gleanry.cockpit.shapes import Pace

FACTOR = Decimal("1.25")
"""New inquiries for each unit of the gap: some will not come to anything."""


def gap_of(target: int, shipped: int, sure: int, raised: int = 0) -> int:
    """Target, less what is signed, less the open deals of grade A, less those raised to it; never below nothing.

    The eight-step method's table: target - shipped - A - raised = gap. All in minor units of one currency.
    """
    return max(target - shipped - sure - raised, 0)


def new_inquiries(gap: int, factor: Decimal = FACTOR) -> int:
    """The new inquiries to find for a gap, rounded up to a minor unit."""
    return int((gap * factor).to_integral_value(rounding=ROUND_CEILING))


def inquiries_for(deals: int, *, per_deal: Decimal, per_opportunity: Decimal) -> Decimal:
    """How many SQLs so many deals need, when each takes so many opportunities and each of those so many SQLs.

    The book's check of plausibility: 59 deals at 2.5 and 2.5 need 368.75, about 370.
    """
    return deals * per_deal * per_opportunity


def pace_of(target: int, actual: int, *, gone: int, total: int) -> Pace:
    """How it goes after `gone` of `total` working days: speed so far and needed, where it would land, how far behind.

    `needed_per_day` is None when no day is left; `behind` is below nothing when ahead.
    """
    left = total - gone
    due = round(Fraction(target * gone, total)) if total else target
    return Pace(
        per_day=actual / gone if gone else 0.0,
        needed_per_day=max(target - actual, 0) / left if left > 0 else None,
        landing=round(Fraction(actual * total, gone)) if gone else actual,
        due_by_now=due,
        behind=due - actual,
    )
