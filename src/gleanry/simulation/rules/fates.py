"""What becomes of a lead, drawn once: who wants more goes further, within the channel's rates."""

from __future__ import annotations

from dataclasses import dataclass

from gleanry.simulation.rules import words
from gleanry.simulation.rules.channels import RATES
from gleanry.simulation.rules.dice import Dice, running
from gleanry.simulation.rules.prospects import channel_of, person_of, who_is
from gleanry.simulation.shapes import Plan

INVALID_SHARE = 0.22
"""Of the leads that do not become MQL, those nobody wants back."""

_PRODUCT_SHARES = running([share for _, share, _ in words.PRODUCTS])


@dataclass(frozen=True, slots=True)
class Fate:
    """How far lead `n` will come, and why no further. `amount` is in fen, `parts` are its receipts."""

    is_mql: bool
    is_sql: bool
    is_won: bool
    is_invalid: bool
    is_handed_over: bool
    reason: str
    loss_reason: str
    amount: int
    parts: tuple[tuple[int, int], ...]


def fate_of(plan: Plan, n: int) -> Fate:
    """The fate of lead `n`. The chance of MQL follows the person's intent, between 0.7 and 1.3 of the channel's."""
    dice = Dice(plan.seed, "fate", n)
    rates = RATES[channel_of(plan, n).source]
    person = person_of(plan, who_is(plan, n))
    is_mql = dice.happens(rates.mql * (0.7 + 0.6 * person.intent))
    is_sql = is_mql and dice.happens(rates.sql)
    is_won = is_sql and dice.happens(rates.order)
    is_invalid = not is_mql and dice.happens(INVALID_SHARE)
    reason = dice.pick(words.INVALID_REASONS if is_invalid else words.RETURN_REASONS)
    _, _, (least, most) = dice.weighted(words.PRODUCTS, _PRODUCT_SHARES)
    amount = round(least * (most / least) ** dice.unit() / 100) * 100_00
    return Fate(
        is_mql=is_mql,
        is_sql=is_sql,
        is_won=is_won,
        is_invalid=is_invalid,
        is_handed_over=is_mql and dice.happens(0.02),
        reason=reason,
        loss_reason=dice.pick(words.LOSS_REASONS),
        amount=amount,
        parts=_parts(amount, dice) if is_won else (),
    )


def _parts(amount: int, dice: Dice) -> tuple[tuple[int, int], ...]:
    """(days after signing, fen) of each receipt: at once, or 30, 60 and 10 per cent; some never pay, a few get back."""
    if dice.happens(0.06):
        return ()
    first = 3 + dice.below(10)
    if dice.happens(0.35):
        parts = [(first, amount)]
    else:
        begun, kept = amount * 30 // 100, amount * 10 // 100
        parts = [
            (first, begun),
            (first + 30 + dice.below(30), amount - begun - kept),
            (first + 80 + dice.below(25), kept),
        ]
    if dice.happens(0.03):
        parts.append((parts[-1][0] + 7, -(parts[-1][1] // 2)))
    return tuple(parts)
