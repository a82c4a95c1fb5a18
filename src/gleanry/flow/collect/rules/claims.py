"""What a claim takes of a receipt: never more than is left, and no more for its target than is owed.

Amounts are exact in the receipt's currency. In the workspace's currency a claim is its amount at the receipt's rate,
rounded half to even; the claim that takes the last of a receipt takes what rounding left over, so that a receipt
claimed whole is worth the sum of its claims to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from gleanry.flow.collect.shapes import NewReceipt
from gleanry.values.money import Money, exponent_of, is_currency
from gleanry.world.rules.currency import convert


@dataclass(frozen=True, slots=True)
class Held:
    """A receipt while it is claimed: what is left of it, in its own currency and in the workspace's."""

    receipt_id: int
    rate: Decimal
    rest: Money
    rest_base: Money


@dataclass(frozen=True, slots=True)
class Part:
    """What one claim writes: a part of the receipt, its worth, and what it settles of the target.

    `over` is an overpayment: set aside for the payer, and settling nothing.
    """

    amount: Money
    base: Money
    settled: Money
    over: bool = False


def fault_of_receipt(receipt: NewReceipt, now: datetime) -> str:
    """Why money cannot be booked: bad_amount, bad_currency, outgoing or in_the_future; empty when it can."""
    if not is_currency(receipt.amount.currency):
        return "bad_currency"
    if not receipt.amount.minor:
        return "bad_amount"
    if receipt.amount.minor < 0:
        return "outgoing"
    return "in_the_future" if receipt.received_at > now else ""


def held_of(receipt_id: int, rate: Decimal, amount: Money, base: Money, parts: Iterable[tuple[int, int]]) -> Held:
    """What is left of a receipt after `parts` (amount, base in minor units), taken-back ones among them."""
    taken = worth = 0
    for minor, base_minor in parts:
        taken += minor
        worth += base_minor
    return Held(
        receipt_id, rate, Money(amount.minor - taken, amount.currency), Money(base.minor - worth, base.currency)
    )


def fault_of_claim(held: Held, amount: Money, to: str, target_rate: Decimal) -> str:
    """Why a part cannot be taken: bad_amount, other_currency, more_than_left or rate_missing; empty when it can.

    `to` is the currency of the target; another one than the receipt's needs the rates of both.
    """
    if amount.currency != held.rest.currency:
        return "other_currency"
    if amount.minor <= 0:
        return "bad_amount"
    if amount.minor > held.rest.minor:
        return "more_than_left"
    if amount.currency != to and not (held.rate and target_rate):
        return "rate_missing"
    return ""


def plan_claim(
    held: Held, amount: Money, owed: Money | None, *, to: str, target_rate: Decimal
) -> tuple[Held, tuple[Part, ...]]:
    """Take `amount` (which `fault_of_claim` passed): what pays, and what is more than owed; with what is left."""
    settled = _settled(amount, held, to, target_rate)
    if owed is None or settled.minor <= owed.minor:
        left, part = _take(held, amount, settled)
        return left, (part,)
    parts: list[Part] = []
    owed = Money(max(owed.minor, 0), owed.currency)
    pays = owed.minor if amount.currency == to else amount.minor * owed.minor // settled.minor
    if pays:
        held, part = _take(held, Money(pays, amount.currency), owed)
        parts.append(part)
    held, over = _take(held, Money(amount.minor - pays, amount.currency), Money(0, to))
    return held, (*parts, replace(over, over=True))


def worths(
    amount: Money, worth: Money, rate: Decimal, claims: Iterable[tuple[int, Money, int | None]]
) -> dict[int, Money]:
    """What the claims of a receipt are worth at another rate: (id, amount, the claim it takes back), in order.

    The same arithmetic as when they were claimed at that rate one after another.
    """
    held = Held(0, rate, amount, worth)
    found: dict[int, Money] = {}
    for claim_id, part, reverses in claims:
        if reverses is None:
            held, taken = _take(held, part, part)
            found[claim_id] = taken.base
        else:
            found[claim_id] = -found[reverses]
            held = replace(held, rest=held.rest - part, rest_base=held.rest_base - found[claim_id])
    return found


def refundable(claimed: Money, before: Iterable[Money]) -> Money:
    """What of a claim may still go back after refunds before it."""
    return Money(claimed.minor - sum(row.minor for row in before), claimed.currency)


def undo(part: Part) -> Part:
    """What takes a part back, to the cent."""
    return Part(-part.amount, -part.base, -part.settled, part.over)


def _settled(amount: Money, held: Held, to: str, target_rate: Decimal) -> Money:
    """What an amount is in the target's currency, at both fixed rates and rounded once, half to even."""
    if amount.currency == to:
        return amount
    places = exponent_of(to) - exponent_of(amount.currency)
    return Money(round(amount.minor * Fraction(held.rate) / Fraction(target_rate) * Fraction(10) ** places), to)


def _take(held: Held, amount: Money, settled: Money) -> tuple[Held, Part]:
    base = held.rest_base.currency
    if amount == held.rest:
        worth = held.rest_base
    elif amount.currency == base:
        worth = amount
    else:
        worth = convert(amount, to=base, rate=held.rate) if held.rate else Money(0, base)
    return replace(held, rest=held.rest - amount, rest_base=held.rest_base - worth), Part(amount, worth, settled)
