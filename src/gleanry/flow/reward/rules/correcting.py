"""What was stated does not change: what becomes of it later is corrected in the next open month, at the old terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gleanry.flow.reward.rules.paying import pay_for
from gleanry.flow.reward.shapes import Correction, Share, Stated, Terms
from gleanry.values.money import Money


def corrections_for(
    stated: Sequence[Stated], now: Sequence[Share], terms_of: Callable[[int, str], Terms | None]
) -> list[Correction]:
    """What closed lines of one claim are to be corrected by, so that all of them together say what is true now.

    `stated` are the lines with their earlier corrections, in order; `now` what counts for whom today (nothing where the
    claim was taken back); `terms_of(member, department)` are the terms of somebody who had no share then, None where no
    plan is theirs. A claim taken back whole takes back exactly what was given for it.
    """
    before: dict[tuple[int, str], list[Stated]] = {}
    for line in stated:
        before.setdefault((line.member_id, line.part), []).append(line)
    wanted = {(share.member_id, share.part): share.amount for share in now}
    found = []
    for key in dict.fromkeys([*before, *wanted]):
        lines = before.get(key, [])
        terms = lines[0].terms if lines else terms_of(*key)
        if terms is None:
            continue
        made = _difference(key, lines, wanted.get(key), terms)
        if made is not None:
            found.append(made)
    return found


def _difference(key: tuple[int, str], lines: Sequence[Stated], wanted: Money | None, terms: Terms) -> Correction | None:
    currency = wanted.currency if wanted else lines[0].base.currency
    base = Money(sum(line.base.minor for line in lines), currency)
    pay = Money(sum(line.pay.minor for line in lines), currency)
    goal = wanted or Money(0, currency)
    if goal == base:
        return None
    due = Money(0, currency) if not goal.minor else pay_for(goal, terms) if not base.minor else _scaled(pay, goal, base)
    return Correction(key[0], key[1], goal - base, due - pay, terms, lines[0].id if lines else None)


def _scaled(pay: Money, part: Money, whole: Money) -> Money:
    """What was paid, cap and all, for another amount: in proportion, to the nearest smallest unit."""
    if (part.minor < 0) != (whole.minor < 0):
        return Money(0, pay.currency)
    sign = -1 if pay.minor < 0 else 1
    scaled, rest = divmod(abs(pay.minor) * abs(part.minor), abs(whole.minor))
    return Money(sign * (scaled + (2 * rest >= abs(whole.minor))), pay.currency)


def claw_back(refunds: Sequence[Share], stated: Sequence[Stated]) -> tuple[list[Correction], list[Share]]:
    """Take back what was given for money that was paid back: (corrections, what no stated line stands for).

    `refunds` are negative shares of a refund, `stated` the lines of the same deal with what is left of each, the latest
    first. Each refund takes from its own person's lines, the latest first, at what that line was paid.
    """
    left = {line.id: [line.base.minor, line.pay.minor] for line in stated}
    found: list[Correction] = []
    rest: list[Share] = []
    for refund in refunds:
        owed = -refund.amount.minor
        for line in stated:
            if (line.member_id, line.part) != (refund.member_id, refund.part) or owed <= 0:
                continue
            base, pay = left[line.id]
            if base <= 0 or line.base.currency != refund.amount.currency:
                continue
            taken = min(base, owed)
            money = _scaled(Money(pay, line.pay.currency), Money(taken, "X"), Money(base, "X"))
            left[line.id] = [base - taken, pay - money.minor]
            owed -= taken
            amount = Money(-taken, line.base.currency)
            found.append(Correction(refund.member_id, refund.part, amount, -money, line.terms, line.id))
        if owed > 0:
            rest.append(Share(refund.member_id, refund.part, Money(-owed, refund.amount.currency)))
    return found, rest
