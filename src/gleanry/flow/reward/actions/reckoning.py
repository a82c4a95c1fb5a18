"""The second half of making statements: what a month's people achieved, by which terms, and what that gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gleanry.flow.convert.queries import fixed_rate
from gleanry.flow.reward.actions.sharing import COLUMNS, Making
from gleanry.flow.reward.models import Line, Statement, StatementState
from gleanry.flow.reward.queries.events import Events
from gleanry.flow.reward.queries.lines import how_of
from gleanry.flow.reward.rules import (
    begin_of,
    bonus_for,
    capped,
    completion_of,
    factor_for,
    factors_of,
    goal_of,
    in_base,
    pay_for,
    rate_for,
)
from gleanry.flow.reward.shapes import Earning, Plan, Terms
from gleanry.kit import bulk
from gleanry.values.money import Money

LINE = ("id", "statement_id", "kind", "part", "base_minor", "currency", "rate", "worth_minor", "pay_minor", "how")
FIXED = ("correction", "clawback")
ADDED = ("bonus", "award", "given")


@dataclass(slots=True)
class Sheet:
    """A statement on its way: its lines, and what becomes of them."""

    id: int
    member_id: int
    lines: list[tuple[Any, ...]] = field(default_factory=list)
    achieved: int = 0
    pays: list[tuple[Any, ...]] = field(default_factory=list)
    added: list[tuple[Any, ...]] = field(default_factory=list)
    total: int = 0
    sums: dict[str, int] = field(default_factory=dict)
    unrated: int = 0


def reckon(making: Making, statements: Sequence[tuple[int, int]], at: datetime) -> None:
    """Reckon some drafts, given as (statement, member). Inside a transaction; as many queries for many as for few."""
    sheets = {pk: Sheet(pk, who) for pk, who in statements}
    columns = bulk.find(Line, LINE, workspace_id=making.workspace_id, key="statement_id", among=sheets)
    for row in columns:
        if row[2] not in ADDED:
            sheets[row[1]].lines.append(row)
    Line.objects.of(making.workspace_id).filter(statement_id__in=list(sheets), kind__in=ADDED).delete()
    people = [who for _, who in statements]
    events = Events(making.workspace_id, making.month, making.book, people)
    earlier = _achieved_before(making, people)
    done = [_reckoned(making, sheet, events, earlier.get(sheet.member_id, 0)) for sheet in sheets.values()]
    bulk.update(Line, ("pay_minor", "pay_base_minor", "how"), [pay for sheet in sheets.values() for pay in sheet.pays])
    bulk.insert(Line, COLUMNS, [row for sheet in sheets.values() for row in sheet.added])
    columns_of = (
        "plan",
        "rules_id",
        "goal_minor",
        "achieved_minor",
        "terms",
        "sums",
        "total_minor",
        "lines",
        "unrated",
    )
    rows = [(*row, True, at) for row in done]
    bulk.update(Statement, (*columns_of, "fresh", "made_at"), rows)


def _achieved_before(making: Making, people: Iterable[int]) -> dict[int, int]:
    """Member -> what the statements of earlier months of the same stretch say they achieved; one statement."""
    begin = begin_of(making.month, making.book.measured_over)
    rows = Statement.objects.of(making.workspace_id).filter(member_id__in=list(people))
    found: dict[int, int] = {}
    for who, minor in rows.filter(month__gte=begin, month__lt=making.month).values_list("member_id", "achieved_minor"):
        found[who] = found.get(who, 0) + minor
    return found


def _reckoned(making: Making, sheet: Sheet, events: Events, earlier: int) -> tuple[Any, ...]:
    """Fill a sheet and give the row of its statement."""
    sheet.achieved = sum(line[7] for line in sheet.lines)
    plans = making.staff.plans(making.book, sheet.member_id, making.month)
    goal = goal_of(events.goals, sheet.member_id, making.month, making.book.measured_over)
    completion = completion_of(Money(sheet.achieved + earlier, making.currency), goal)
    _commission(making, sheet, plans.get("B"), completion)
    if "A" in plans:
        _bonus(making, sheet, plans["A"], completion)
    for kind, how, money in events.awards_of(making.staff, sheet.member_id):
        _add(making, sheet, kind, how, money)
    rate, tier = rate_for(plans["B"], completion) if "B" in plans else (None, 0)
    terms = {
        "completion": str(completion) if completion is not None else None,
        "rate": str(rate) if rate is not None else None,
        "tier": tier,
    }
    codes = "+".join(plan.code for plan in plans.values())[:40]
    count = len(sheet.lines) + len(sheet.added)
    row = (sheet.id, codes, making.book.rules_id or None, goal.minor if goal else None, sheet.achieved, terms)
    return (*row, sheet.sums, sheet.total, count, sheet.unrated)


def _commission(making: Making, sheet: Sheet, plan: Plan | None, completion: Decimal | None) -> None:
    """Pay each share by the terms of the month, the cap looked at; who has no plan gets nothing for it."""
    terms = [_terms(making, plan, line, completion) for line in sheet.lines]
    pays = [
        Money(line[8], line[5]) if line[2] in FIXED else pay_for(Money(line[4], line[5]), term)
        for line, term in zip(sheet.lines, terms, strict=True)
    ]
    worth = [in_base(pay, line[6], making.currency) for pay, line in zip(pays, sheet.lines, strict=True)]
    cap = Money.of(plan.cap, making.currency) if plan is not None and plan.cap is not None else None
    taken = capped(worth, cap)
    for line, term, pay, full, least in zip(sheet.lines, terms, pays, worth, taken, strict=True):
        how = line[9] if line[2] in FIXED else how_of(term) | {"of": line[9].get("of", line[9])}
        paid = pay
        if least != full:
            how, paid = how | {"uncapped": pay.minor}, cut(pay, least, full)
        sheet.pays.append((line[0], paid.minor, least.minor, how))
        _count(sheet, paid, least, line[6])


def cut(pay: Money, least: Money, full: Money) -> Money:
    """A commission in its own currency after the cap took it down in the workspace's."""
    if pay.currency == least.currency or not full.minor:
        return least if pay.currency == least.currency else pay
    return Money.of(pay.amount * Decimal(least.minor) / Decimal(full.minor), pay.currency)


def _terms(making: Making, plan: Plan | None, line: tuple[Any, ...], completion: Decimal | None) -> Terms:
    if plan is None:
        return Terms("", Decimal(0), (), completion)
    of = line[9].get("of", line[9])
    rate, tier = rate_for(plan, completion)
    factors = factors_of(making.book, plan, _as_earning(making.month, of)) if of else ()
    return Terms(plan.code, rate, factors, completion, tier)


def _as_earning(day: date, of: Mapping[str, Any]) -> Earning:
    """What the factors look at, from what was kept with the line."""
    return Earning(
        *(0, 0, None, None, day, Money(0, "XXX"), Decimal(1), ()),
        product=str(of.get("product", "")),
        outbound=bool(of.get("outbound")),
        new_customer=bool(of.get("new_customer")),
        new_market=bool(of.get("new_market")),
        kept=Decimal(of["kept"]) if of.get("kept") is not None else None,
    )


def _bonus(making: Making, sheet: Sheet, plan: Plan, completion: Decimal | None) -> None:
    factor, tier = factor_for(plan, completion)
    how = how_of(Terms(plan.code, Decimal(0), (("bonus", factor),), completion, tier))
    _add(making, sheet, "bonus", how | {"full": str(plan.bonus)}, bonus_for(plan, completion))


def _add(making: Making, sheet: Sheet, kind: str, how: dict[str, Any], pay: Money) -> None:
    rate = Decimal(1) if pay.currency == making.currency else fixed_rate(making.workspace_id, pay.currency)
    least = in_base(pay, rate, making.currency)
    sheet.added.append(
        (
            *(making.workspace_id, sheet.id, sheet.member_id, making.month, kind, "", None, None, None, None, 0),
            *(pay.currency, rate, 0, pay.minor, least.minor, how, None, making.book.rules_id or None),
        )
    )
    _count(sheet, pay, least, rate)


def _count(sheet: Sheet, pay: Money, least: Money, rate: Decimal) -> None:
    sheet.sums[pay.currency] = sheet.sums.get(pay.currency, 0) + pay.minor
    sheet.total += least.minor
    sheet.unrated += bool(pay.minor and not rate)


def stale_statements(workspace_id: int, month: date, limit: int) -> list[tuple[int, int]]:
    """(statement, member) of drafts that have to be reckoned, by member; one statement."""
    rows = Statement.objects.of(workspace_id).filter(month=month, state=StatementState.DRAFT, fresh=False)
    return list(rows.order_by("member_id").values_list("pk", "member_id")[:limit])
