"""From what was received to a commission: the tier, the factors, the amount, the cap."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from gleanry.flow.reward.shapes import Book, Earning, Plan, Terms, Tier
from gleanry.values.money import Money

HUNDRED = Decimal(100)


def completion_of(achieved: Money, goal: Money | None) -> Decimal | None:
    """Achieved in percent of the target, exactly; None without a target. Both in the workspace's currency."""
    if goal is None or goal.minor <= 0:
        return None
    return Decimal(achieved.minor) * HUNDRED / Decimal(goal.minor)


def tier_for(tiers: Sequence[Tier], completion: Decimal | None) -> tuple[int, Tier] | None:
    """The tier of a completion in percent with its number from 1; None below all of them or without a target.

    The end of a tier belongs to it, so the beginning of the next does not: 100 and 120 are in "100 to 120", 120.01 is
    beyond.
    """
    if completion is None:
        return None
    before: Decimal | None = None
    for place, tier in enumerate(tiers, start=1):
        begun = completion > tier.least if before == tier.least else completion >= tier.least
        if begun and (tier.most is None or completion <= tier.most):
            return place, tier
        before = tier.most
    return None


def rate_for(plan: Plan, completion: Decimal | None) -> tuple[Decimal, int]:
    """(commission in percent, number of the tier); below the tiers and without a target the plan's own rate and 0."""
    found = tier_for(plan.tiers, completion)
    return (found[1].rate, found[0]) if found else (plan.rate, 0)


def factor_for(plan: Plan, completion: Decimal | None) -> tuple[Decimal, int]:
    """(what the bonus is multiplied by, number of the tier); below the tiers `below` and 0."""
    found = tier_for(plan.tiers, completion)
    return (found[1].factor, found[0]) if found else (plan.below, 0)


def factors_of(book: Book, plan: Plan, earning: Earning) -> tuple[tuple[str, Decimal], ...]:
    """The factors of a commission that are not one: product, source, customer, market, price kept."""
    price = Decimal(1)
    if earning.kept is not None:
        for least, factor in book.prices:
            price = factor if earning.kept >= least else price
    named = (
        ("product", book.weights.get(earning.product, Decimal(1))),
        ("outbound", plan.outbound) if earning.outbound else ("inbound", plan.inbound),
        ("new_customer", plan.new_customer if earning.new_customer else Decimal(1)),
        ("new_market", plan.new_market if earning.new_market else Decimal(1)),
        ("price", price),
    )
    return tuple((name, factor) for name, factor in named if factor != 1)


def pay_for(base: Money, terms: Terms) -> Money:
    """The commission on an amount: rounded once, half to even, to the currency's smallest unit."""
    return Money(_whole(Decimal(base.minor) * terms.whole), base.currency)


def bonus_for(plan: Plan, completion: Decimal | None) -> Money:
    """The bonus of a month by model A."""
    factor, _ = factor_for(plan, completion)
    return Money.of(plan.bonus * factor, plan.currency)


def in_base(money: Money, rate: Decimal, currency: str) -> Money:
    """In the workspace's currency by a rate for one unit; nothing where there is no rate."""
    return money if money.currency == currency else Money.of(money.amount * rate, currency)


def capped(pays: Sequence[Money], cap: Money | None) -> list[Money]:
    """Commissions in one currency, taken down together to the cap where they exceed it, to the cent.

    What was taken back (negative) is not taken down: it comes off before the cap is looked at.
    """
    if cap is None:
        return list(pays)
    earned = sum(pay.minor for pay in pays if pay.minor > 0)
    owed = sum(pay.minor for pay in pays if pay.minor < 0)
    if earned + owed <= cap.minor:
        return list(pays)
    parts = Money(cap.minor - owed, cap.currency).split([max(pay.minor, 0) for pay in pays])
    return [part if pay.minor > 0 else pay for pay, part in zip(pays, parts, strict=True)]


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_HALF_EVEN))
