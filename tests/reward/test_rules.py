"""Tiers, shares, commissions, caps and corrections, as the sources state them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.reward.rules import (
    Staff,
    bonus_for,
    capped,
    claw_back,
    completion_of,
    corrections_for,
    factor_for,
    factors_of,
    pay_for,
    plans_for,
    rate_for,
    read_book,
    rewards_faults,
    shares_of,
)
from gleanry.flow.reward.shapes import Book, Earning, Plan, Share, Stated, Terms, Worker
from gleanry.values.money import Money
from gleanry.wiring.playbooks import read_playbook

DEFAULT = read_playbook("tob-leads")["rules"]["rewards"]
TIERS = [
    {"least": 100, "most": 120, "rate": 8, "factor": 1.2},
    {"least": 120, "rate": 10, "factor": 1.5},
]
ALONE = {"code": "alone", "model": "B", "people": ["role:seller"], "rate": 5, "tiers": TIERS}
BONUS = {"code": "bonus", "model": "A", "people": ["role:sdr"], "bonus": 3000, "currency": "CNY", "tiers": TIERS}
JOINT = {
    "code": "joint",
    "sales": 70,
    "presales": 20,
    "marketing": 10,
    "presales_to": ["sdr"],
    "marketing_to": ["role:marketer"],
}
DAY = date(2026, 3, 10)
STAFF = Staff(
    [
        Worker(1, ("seller",), "North", ""),
        Worker(2, ("seller",), "South", ""),
        Worker(3, ("sdr",), "", ""),
        Worker(4, ("marketer",), "", ""),
        Worker(5, ("marketer",), "", ""),
    ]
)


def book(**body: Any) -> Book:
    assert rewards_faults(body) == []
    return read_book(body)


def plan_of(row: dict[str, Any]) -> Plan:
    return book(plans=[row]).plans[0]


def earning(minor: int, *owners: tuple[int, int], **more: Any) -> Earning:
    amount = Money(minor, "CNY")
    split = tuple((who, Money(part, "CNY")) for who, part in owners) or ((1, amount),)
    return Earning(1, 1, None, 1, DAY, amount, Decimal(1), split, **more)


@pytest.mark.parametrize(
    ("completion", "rate", "factor"),
    [("100", 8, "1.2"), ("120", 8, "1.2"), ("120.01", 10, "1.5"), ("99.99", 5, "0"), ("500", 10, "1.5")],
)
def test_the_tiers_of_the_book(completion: str, rate: int, factor: str) -> None:
    """T8 of the source: 100 % and 120 % are in the first tier, 120.01 % in the second; below stands our own choice."""
    assert rate_for(plan_of(ALONE), Decimal(completion))[0] == rate
    assert factor_for(plan_of(BONUS), Decimal(completion))[0] == Decimal(factor)
    assert bonus_for(plan_of(BONUS), Decimal(completion)) == Money.of(3000 * Decimal(factor), "CNY")


def test_commission_is_on_cash_received():
    """T9: 100,000 received at 8 % are 8,000; what was billed and not paid is no earning, and gives nothing."""
    assert pay_for(Money.of(100_000, "CNY"), Terms("alone", Decimal(8))) == Money.of(8_000, "CNY")
    assert pay_for(Money(0, "CNY"), Terms("alone", Decimal(8))) == Money(0, "CNY")
    assert completion_of(Money(1, "CNY"), None) is None
    assert rate_for(plan_of(ALONE), None) == (Decimal(5), 0)


def test_departments_share_what_an_order_brought():
    """T10: sales > pre-sales > marketing, together all of it; who had no part in it leaves it to sales."""
    joint = book(plans=[ALONE], sharing=[JOINT])
    whole = [*shares_of(joint, earning(10_000, sdr_id=3, sourced=True), STAFF)]
    assert [(share.member_id, share.part, share.amount.minor) for share in whole] == [
        (1, "sales", 7000),
        (3, "presales", 2000),
        (4, "marketing", 500),
        (5, "marketing", 500),
    ]
    alone = shares_of(joint, earning(10_000), STAFF)
    assert [(share.member_id, share.amount.minor) for share in alone] == [(1, 10_000)]
    two = shares_of(joint, earning(10_001, (1, 6000), (2, 3000), sdr_id=3), STAFF)
    assert [(share.part, share.amount.minor) for share in two] == [("sales", 4800), ("sales", 2400), ("presales", 1800)]
    assert shares_of(joint, earning(-10_000, sdr_id=3), STAFF)[1].amount.minor == -2000


def test_outbound_counts_for_more_and_factors_multiply():
    """Factors are named, so that a line can say what made it."""
    richer = ALONE | {"outbound": 1.2, "new_market": 1.5, "new_customer": 1.1}
    rules = book(plans=[richer], products=[{"product": "pump", "weight": 2}], prices=[{"least": 95, "factor": 1.25}])
    mine = factors_of(rules, rules.plans[0], earning(1, outbound=True, product="pump", kept=Decimal(95)))
    assert mine == (("product", Decimal(2)), ("outbound", Decimal("1.2")), ("price", Decimal("1.25")))
    assert factors_of(rules, rules.plans[0], earning(1, new_market=True, new_customer=True, kept=Decimal(94))) == (
        ("new_customer", Decimal("1.1")),
        ("new_market", Decimal("1.5")),
    )
    assert Terms("x", Decimal(5), mine).whole == Decimal("0.15")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"sharing": [JOINT | {"sales": 80}]}, ("sharing", 1, "sales", "over_whole")),
        ({"sharing": [JOINT | {"sales": 60}]}, ("sharing", 1, "sales", "under_whole")),
        ({"sharing": [JOINT | {"sales": 20, "presales": 70}]}, ("sharing", 1, "sales", "order")),
        ({"sharing": [JOINT | {"marketing_to": []}]}, ("sharing", 1, "marketing_to", "nobody")),
        ({"sharing": [JOINT, JOINT | {"code": "b"}]}, ("sharing", 2, "products", "contradicts")),
        ({"plans": [ALONE | {"tiers": [TIERS[0], {"least": 130, "rate": 10}]}]}, ("plans", 1, "tiers", "gap")),
        ({"plans": [ALONE | {"tiers": [TIERS[0], {"least": 110, "rate": 10}]}]}, ("plans", 1, "tiers", "overlap")),
        ({"plans": [ALONE | {"tiers": [TIERS[0], {"least": 120, "rate": 7}]}]}, ("plans", 1, "tiers", "pays_less")),
        ({"plans": [ALONE | {"outbound": 0.5}]}, ("plans", 1, "outbound", "below_inbound")),
        ({"plans": [ALONE, ALONE | {"code": "b"}]}, ("plans", 2, "people", "contradicts")),
        ({"plans": [ALONE, ALONE]}, ("plans", 2, "code", "twice")),
        ({"plans": [ALONE | {"since": "2026-13-01"}]}, ("plans", 1, "since", "bad_date")),
        ({"plans": [ALONE | {"since": "2026-03-01", "until": "2026-02-01"}]}, ("plans", 1, "until", "turned_round")),
        ({"plans": [ALONE | {"rate": "much"}]}, ("plans", 1, "rate", "not_number")),
        ({"awards": [{"code": "x", "what": "luck", "people": ["*"], "least": 1, "amount": 5, "currency": "USD"}]},
         ("awards", 1, "what", "unknown")),
        ({"measured_over": "week"}, ("", 0, "measured_over", "unknown")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_book_is_named(changes: dict[str, Any], place: tuple[Any, ...]) -> None:
    [fault, *_] = rewards_faults({"plans": [ALONE], **changes})
    assert (fault["table"], fault["row"], fault["setting"], fault["code"]) == place


def test_plans_follow_one_another_without_contradiction():
    """A plan that ends the day before another begins leaves no doubt whose it is."""
    old, new = ALONE | {"until": "2026-06-30"}, ALONE | {"code": "new", "since": "2026-07-01", "rate": 6}
    rules = book(plans=[old, new, ALONE | {"code": "named", "people": ["member:2"]}, BONUS])
    worker = STAFF.workers[1]
    assert [plans_for(rules.plans, worker, day)["B"].code for day in (date(2026, 6, 30), date(2026, 7, 1))] == [
        "alone",
        "new",
    ]
    assert plans_for(rules.plans, STAFF.workers[4], DAY) == {}


def test_the_default_book_can_be_put_in_force_and_says_what_the_source_says():
    rules = book(**DEFAULT)
    seller = plans_for(rules.plans, Worker(1, ("seller",), "", ""), DAY)["B"]
    assert [rate_for(seller, Decimal(done))[0] for done in (99, 100, 120, 121)] == [5, 8, 8, 10]
    assert seller.outbound > seller.inbound
    [laptops] = [award for award in rules.awards if award.code == "laptops"]
    assert (laptops.least, Money.of(laptops.amount, laptops.currency)) == (Decimal(100), Money.of(5000, "USD"))


def test_a_cap_takes_all_lines_down_together():
    pays = [Money(minor, "CNY") for minor in (600, 300, -100, 100)]
    assert capped(pays, Money(1000, "CNY")) == pays
    assert [pay.minor for pay in capped(pays, Money(400, "CNY"))] == [300, 150, -100, 50]


AMOUNTS = st.integers(1, 10**9)
RATES = st.decimals(0, 30, places=2)


def line(number: int, who: int, base: int, pay: int, *, claim: int = 1, rate: Any = 5) -> Stated:
    return Stated(number, who, "sales", claim, Money(base, "CNY"), Money(pay, "CNY"), Terms("p", Decimal(rate)))


@given(AMOUNTS, AMOUNTS, RATES)
def test_corrections_make_the_lines_say_what_is_true_now(was: int, now: int, rate: Decimal) -> None:
    """Law: stated bases and corrections add up to the shares of today; taken back whole, they give nothing at all."""
    pay = pay_for(Money(was, "CNY"), Terms("p", rate)).minor
    stated = [line(1, 1, was, pay, rate=rate)]
    shares = [Share(1, "sales", Money(now // 2, "CNY")), Share(2, "sales", Money(now - now // 2, "CNY"))]
    made = corrections_for(stated, shares, lambda who, part: Terms("p", rate))
    total: dict[int, int] = {1: was}
    for correction in made:
        total[correction.member_id] = total.get(correction.member_id, 0) + correction.base.minor
    assert {who: minor for who, minor in total.items() if minor} == {
        share.member_id: share.amount.minor for share in shares if share.amount.minor
    }
    assert {c.corrects_id for c in made if c.member_id == 1} <= {1}
    assert all(c.corrects_id is None for c in made if c.member_id == 2)
    gone = corrections_for(stated, [], lambda who, part: None)
    assert [(c.base.minor, c.pay.minor) for c in gone] == [(-was, -pay)]
    assert corrections_for(stated, [Share(1, "sales", Money(was, "CNY"))], lambda who, part: None) == []


@given(st.lists(st.tuples(AMOUNTS, st.integers(0, 10**8)), min_size=1, max_size=5), st.data())
def test_a_claw_back_restores(paid: list[tuple[int, int]], data: st.DataObject) -> None:
    """Law: refunds in any number of steps take back exactly what was given once everything is refunded, never more."""
    lines = [line(n, 1, base, pay, claim=n) for n, (base, pay) in enumerate(paid, start=1)]
    total, gone = sum(base for base, _ in paid), 0
    left = {one.id: one for one in lines}
    while gone < total:
        step = data.draw(st.integers(1, total - gone))
        open_lines = [one for one in reversed(list(left.values())) if one.base.minor]
        made, rest = claw_back([Share(1, "sales", Money(-step, "CNY"))], open_lines)
        assert rest == [] and sum(c.base.minor for c in made) == -step
        for c in made:
            one = left[c.corrects_id or 0]
            left[one.id] = line(one.id, 1, one.base.minor + c.base.minor, one.pay.minor + c.pay.minor)
        gone += step
    assert [(one.base.minor, one.pay.minor) for one in left.values()] == [(0, 0)] * len(lines)
    assert claw_back([Share(2, "sales", Money(-5, "CNY"))], lines) == ([], [Share(2, "sales", Money(-5, "CNY"))])


@given(AMOUNTS, st.lists(st.integers(1, 100), min_size=1, max_size=4), st.booleans())
def test_shares_add_up_to_what_was_received(minor: int, weights: list[int], sourced: bool) -> None:
    """Law: the shares of a receipt add up to it, to the cent, however it is split."""
    parts = Money(minor, "CNY").split(weights)
    owners = tuple((100 + n, part.minor) for n, part in enumerate(parts))
    made = shares_of(book(plans=[ALONE], sharing=[JOINT]), earning(minor, *owners, sdr_id=3, sourced=sourced), STAFF)
    assert sum(share.amount.minor for share in made) == minor
