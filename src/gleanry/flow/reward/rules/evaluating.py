"""A stretch of receipts by a rule book, in memory: what each person would get. Dry runs use it; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gleanry.flow.reward.rules.paying import capped, completion_of, factors_of, in_base, pay_for, rate_for
from gleanry.flow.reward.rules.reading import Staff
from gleanry.flow.reward.rules.sharing import shares_of
from gleanry.flow.reward.shapes import Book, Compared, ComparedLine, Earning, Plan, Share, Terms
from gleanry.values.money import Money
from gleanry.values.period import month_of, quarter_of

Goals = Mapping[tuple[int, date], Money]
"""(member, first day of a month) -> the target in the workspace's currency."""


def begin_of(month: date, over: str) -> date:
    """The first day of the month, quarter or year that completion is measured from."""
    if over == "year":
        return date(month.year, 1, 1)
    return quarter_of(month).first if over == "quarter" else month_of(month).first


def goal_of(goals: Goals, member_id: int, month: date, over: str) -> Money | None:
    """The targets of somebody from the beginning of the stretch to a month, together; None where there is none."""
    begin = begin_of(month, over)
    days = [begin.replace(month=number) for number in range(begin.month, month.month + 1)]
    found = [goals[member_id, day] for day in days if (member_id, day) in goals]
    return sum(found[1:], found[0]) if found else None


@dataclass(frozen=True, slots=True)
class Valued:
    """A share of an earning and what it gives; `pay` in the workspace's currency."""

    earning: Earning
    share: Share
    rate: Decimal
    pay: Money


def value(
    book: Book, earnings: Sequence[Earning], staff: Staff, goals: Goals, currency: str
) -> dict[tuple[int, str, int], Valued]:
    """(claim, department, member) -> what it gives by a book, in the workspace's currency, caps looked at."""
    shared = [(earning, share) for earning in earnings for share in shares_of(book, earning, staff)]
    rates = _Rates(book, _achieved(shared, currency), goals, currency)
    by_month: dict[tuple[int, date], list[tuple[Earning, Share, Terms]]] = {}
    for earning, share in shared:
        month = month_of(earning.day).first
        plan = staff.plans(book, share.member_id, month).get("B")
        if plan is not None:
            done, rate, tier = rates.of(plan, share.member_id, month)
            terms = Terms(plan.code, rate, factors_of(book, plan, earning), done, tier)
            by_month.setdefault((share.member_id, month), []).append((earning, share, terms))
    plans = {plan.code: plan for plan in book.plans}
    return {
        (one.earning.claim_id, one.share.part, one.share.member_id): one
        for rows in by_month.values()
        for one in _paid(rows, plans, currency)
    }


class _Rates:
    """The rate of a member and month, found once."""

    def __init__(self, book: Book, achieved: Mapping[tuple[int, date], Money], goals: Goals, currency: str) -> None:
        self.over, self.zero, self.goals = book.measured_over, Money(0, currency), goals
        self.achieved: dict[int, list[tuple[date, Money]]] = {}
        for (who, day), money in achieved.items():
            self.achieved.setdefault(who, []).append((day, money))
        self.found: dict[tuple[int, date], Decimal | None] = {}

    def of(self, plan: Plan, member_id: int, month: date) -> tuple[Decimal | None, Decimal, int]:
        key = (member_id, month)
        if key not in self.found:
            begin = begin_of(month, self.over)
            done = [money for day, money in self.achieved.get(member_id, ()) if begin <= day <= month]
            self.found[key] = completion_of(sum(done, self.zero), goal_of(self.goals, member_id, month, self.over))
        return self.found[key], *rate_for(plan, self.found[key])


def _achieved(shared: Iterable[tuple[Earning, Share]], currency: str) -> dict[tuple[int, date], Money]:
    found: dict[tuple[int, date], Money] = {}
    for earning, share in shared:
        key = (share.member_id, month_of(earning.day).first)
        found[key] = found.get(key, Money(0, currency)) + in_base(share.amount, earning.rate, currency)
    return found


def _paid(rows: Sequence[tuple[Earning, Share, Terms]], plans: Mapping[str, Plan], currency: str) -> Iterable[Valued]:
    cap = plans[rows[0][2].plan].cap
    pays = [in_base(pay_for(share.amount, terms), earning.rate, currency) for earning, share, terms in rows]
    most = Money.of(cap, currency) if cap is not None else None
    for (earning, share, terms), pay in zip(rows, capped(pays, most), strict=True):
        yield Valued(earning, share, terms.rate, pay)


Values = Mapping[tuple[int, str, int], Valued]


def compare(old: Values, new: Values, currency: str, *, wanted: Callable[[int], bool]) -> list[Compared]:
    """Both valuations side by side for each person, the greatest change first; lines of those who are `wanted`."""
    lines: dict[int, list[ComparedLine]] = {}
    zero, none = Money(0, currency), Decimal(0)
    for key in dict.fromkeys([*old, *new]):
        was, now = old.get(key), new.get(key)
        found = now or was
        if found is not None:
            earning = found.earning
            line = ComparedLine(
                month_of(earning.day).first,
                found.share.part,
                earning.claim_id,
                earning.deal_id,
                was.pay if was else zero,
                now.pay if now else zero,
                was.rate if was else none,
                now.rate if now else none,
            )
            lines.setdefault(key[2], []).append(line)
    people = [
        Compared(
            who,
            sum((line.old for line in mine), zero),
            sum((line.new for line in mine), zero),
            tuple(sorted(mine, key=lambda line: -abs((line.new - line.old).minor))) if wanted(who) else (),
        )
        for who, mine in lines.items()
    ]
    return sorted(people, key=lambda one: (-abs(one.difference.minor), one.member_id))
