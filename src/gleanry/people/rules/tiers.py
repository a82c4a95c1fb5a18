"""Which tier an account has: by a table of conditions, by ABC, by RAD or by RFM."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import ceil

from gleanry.people.shapes import Bounds, Figures, Places, TierBook, TierRow

RFM_TYPES: Mapping[str, str] = {
    "111": "champion",
    "101": "developing",
    "011": "keeping",
    "001": "winning_back",
    "110": "steady",
    "100": "new",
    "010": "fading",
    "000": "lost",
}
"""High (1) or low (0) in recency, frequency and money -> one of the eight types."""


def tier_of(figures: Figures, rows: Iterable[TierRow], *, exponent: int = 2) -> str:
    """The first row whose conditions all hold; "" when none does. What is not known holds no condition of it.

    `value_least` is in major units of the workspace's currency, which has `exponent` decimals.
    """
    return next((row.code for row in rows if holds(figures, row, exponent=exponent)), "")


def holds(figures: Figures, row: TierRow, *, exponent: int = 2) -> bool:
    """Whether every condition of a row holds."""
    conditions = (
        row.strategic is None or figures.is_strategic is row.strategic,
        row.bought is None or (figures.deals > 0) is row.bought,
        not row.coverage or figures.coverage == row.coverage,
        row.level_least is None or figures.level >= row.level_least,
        row.level_most is None or figures.level <= row.level_most,
        row.share_over is None or (figures.share is not None and figures.share > row.share_over),
        row.share_most is None or (figures.share is not None and figures.share <= row.share_most),
        row.value_least is None or figures.value >= row.value_least.scaleb(exponent),
    )
    return all(conditions)


def share_of(value: int, power: int | None, stated: int | None) -> Decimal | None:
    """Our part of what an account spends, in percent: as somebody stated it, else won by spent; None if unknown."""
    if stated is not None:
        return Decimal(stated)
    return Decimal(100 * value) / power if power else None


def abc_bounds(values: Iterable[tuple[int, int]], *, a: int, b: int) -> tuple[int, int]:
    """The least values of class A and of class B, from (value, how many accounts have it).

    Source: the ABC analysis of stock keeping. An account is A while those worth more than it make up less than `a`
    percent of everything, B while they make up less than `b`. Equal values share a class.
    """
    ranked = sorted(((value, count) for value, count in values if value > 0), reverse=True)
    total = sum(value * count for value, count in ranked)
    before, least_a, least_b = 0, 0, 0
    for value, count in ranked:
        if before * 100 < a * total:
            least_a = value
        if before * 100 < b * total:
            least_b = value
        before += value * count
    return least_a, least_b


def abc_of(value: int, bounds: tuple[int, int]) -> str:
    """A, B or C by the bounds of the population; "" for who bought nothing."""
    if value <= 0:
        return ""
    return "A" if value >= bounds[0] else "B" if value >= bounds[1] else "C"


def rad_of(power: Decimal | None, share: Decimal | None, book: TierBook) -> str:
    """The cell of the 3 x 3: R, D or A by our share, 1, 2 or 3 by what the account spends (in the book's currency).

    Source: seed 000, figure 7-18. Below the low bound is 1, above the high one 3, both bounds themselves are 2; above
    the upper share is R, below the lower one A, both themselves are D. "" while either is unknown.
    """
    if power is None or share is None:
        return ""
    letter = "R" if share > book.rad_retain else "A" if share < book.rad_develop else "D"
    return f"{letter}{1 if power < book.rad_low else 3 if power > book.rad_high else 2}"


def cuts_of(values: Iterable[int]) -> tuple[int, ...]:
    """The four values that part a population into fifths: the largest of the first, second, third and fourth fifth."""
    ranked = sorted(values)
    return tuple(ranked[ceil(len(ranked) * k / 5) - 1] for k in range(1, 5)) if ranked else ()


def score_of(value: int, cuts: Sequence[int]) -> int:
    """1 to 5: one more for each cut that the value is above."""
    return 1 + sum(1 for cut in cuts if value > cut)


def rfm_of(figures: Figures, today: date, book: TierBook, bounds: Bounds, *, exponent: int = 2) -> str:
    """Three digits from 1 to 5, recency, frequency and money, 5 the best; "" for who never bought.

    By the bands of the book (days: at most so many; deals and money: at least so many), or by the population's fifths.
    """
    if figures.last_on is None or not figures.deals:
        return ""
    days = max((today - figures.last_on).days, 0)
    if book.rfm_quintiles:
        return (
            f"{6 - score_of(days, bounds.days)}{score_of(figures.deals, bounds.deals)}"
            f"{score_of(figures.value, bounds.value)}"
        )
    recency = 5 - sum(1 for most in book.days if days > most)
    frequency = 1 + sum(1 for least in book.deals if figures.deals >= least)
    money = 1 + sum(1 for least in book.value if figures.value >= least.scaleb(exponent))
    return f"{recency}{frequency}{money}"


def rfm_type(rfm: str, high: int) -> str:
    """One of the eight types: a digit of `high` or more is high."""
    return RFM_TYPES["".join("1" if int(digit) >= high else "0" for digit in rfm)] if rfm else ""


def places_of(
    figures: Figures, book: TierBook, bounds: Bounds, *, today: date, power: Decimal | None = None, exponent: int = 2
) -> Places:
    """Where an account stands in every table; its tier is what the table named by the book says.

    `power` is what it spends in a year in the currency of the RAD bounds, None while unknown.
    """
    abc = abc_of(figures.value, bounds.abc)
    rad = rad_of(power, figures.share, book)
    rfm = rfm_of(figures, today, book, bounds, exponent=exponent)
    by = {"abc": abc, "rad": rad, "rfm": rfm}
    tier = by[book.by] if book.by in by else tier_of(figures, book.rows, exponent=exponent)
    return Places(tier, abc, rad, rfm)
