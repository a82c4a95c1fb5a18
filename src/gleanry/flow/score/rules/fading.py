"""What is left of a touch's points after some days."""

from __future__ import annotations

from decimal import Context, Decimal
from functools import lru_cache

from gleanry.flow.score.rules.points import rounded

EXACT = Context(prec=40)
HALF = Decimal("0.5")


@lru_cache(maxsize=1 << 16)
def faded(points: int, half_life: int, days: int) -> int:
    """Hundredths left of `points` after `days` whole days: points x 0.5 ** (days / half_life), half away from zero.

    Whole half-lives are halved exactly, the rest is worked out to forty digits, so that every machine agrees. A
    half-life of 0 means that nothing fades.
    """
    if not half_life or days <= 0:
        return points
    times, rest = divmod(days, half_life)
    left = Decimal(points)
    if rest:
        left = EXACT.multiply(left, EXACT.power(HALF, EXACT.divide(Decimal(rest), Decimal(half_life))))
    return rounded(EXACT.divide(left, Decimal(1 << times)))


def gone_after(points: int, half_life: int) -> int:
    """Days after which less than half a hundredth is left, so that nothing changes any more; an upper bound."""
    return half_life * (2 * abs(points)).bit_length()
