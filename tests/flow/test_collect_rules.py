"""Claims by their rules: to the cent, never more than came in, whatever is done in whatever order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gleanry.flow.collect.rules import (
    ageing,
    dues_of,
    fault_of_claim,
    fault_of_receipt,
    fault_of_shares,
    fault_of_terms,
    faults_of_collecting,
    fill,
    fingerprint_of,
    held_of,
    named_numbers,
    plan_amounts,
    plan_claim,
    plan_days,
    read_lines,
    refundable,
    share_out,
    steps_due,
    undo,
    worths,
)
from gleanry.flow.collect.rules.claims import Part
from gleanry.flow.collect.shapes import Debt, DunningStep, NewReceipt, Share, Term
from gleanry.values.money import Money
from gleanry.values.unreadable import Unreadable
from gleanry.world.rules.currency import convert

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
RATES = st.decimals(min_value="0.0005", max_value="2000", places=8)
ROWS = [
    ["流水号", "交易日期", "收入金额", "币种", "对方户名", "附言"],
    ["A1", "2026-02-27", "12,000.00", "", "北京纷扬科技有限公司", "SO-2026-0001 货款"],
    ["A2", "2026-02-27", "0", "", "甲", ""],
    ["A3", "2026-02-27", "-30", "", "乙", ""],
    ["A4", "2027-01-01", "5", "", "丙", ""],
    ["A5", "2026-02-27", "5", "XXQ", "丁", ""],
    ["A6", "soon", "5", "USD", "戊", ""],
    ["", "", "", "", "", ""],
    ["A7", "2026-02-28", "100.10", "USD", "Acme Inc", "PI-7"],
]


def test_a_statement_is_read_line_by_line_and_what_cannot_be_taken_says_why() -> None:
    lines = read_lines(ROWS, currency="CNY", zone=UTC, now=NOW)

    assert [(line.number, line.fault) for line in lines] == [
        (2, ""),
        (3, "bad_amount"),
        (4, "outgoing"),
        (5, "in_the_future"),
        (6, "bad_currency"),
        (7, "bad_date"),
        (9, ""),
    ]
    first, last = lines[0].receipt, lines[-1].receipt
    assert first is not None
    assert last is not None
    assert (first.amount, first.payer, first.external_id) == (Money(1_200_000, "CNY"), "北京纷扬科技有限公司", "A1")
    assert (last.amount, last.reference) == (Money(10_010, "USD"), "PI-7")
    with pytest.raises(Unreadable, match="no_columns"):
        read_lines([["colour"], ["blue"]], currency="CNY", zone=UTC, now=NOW)


def test_the_same_line_is_known_by_its_number_or_by_what_it_says() -> None:
    plain = NewReceipt(Money(500, "CNY"), NOW, payer="北京 纷扬", reference="Order 7")

    assert fingerprint_of(plain) == fingerprint_of(
        NewReceipt(Money(500, "CNY"), NOW, payer="北京纷扬", reference="order7")
    )
    assert fingerprint_of(plain) != fingerprint_of(plain, 2)
    assert fingerprint_of(plain) != fingerprint_of(
        NewReceipt(Money(501, "CNY"), NOW, payer="北京纷扬", reference="order7")
    )
    numbered = NewReceipt(Money(500, "CNY"), NOW, external_id="A1")
    assert fingerprint_of(numbered) == fingerprint_of(NewReceipt(Money(9, "CNY"), NOW, external_id="A1"))


@pytest.mark.parametrize(
    ("amount", "received", "fault"),
    [
        (Money(0, "CNY"), NOW, "bad_amount"),
        (Money(-1, "CNY"), NOW, "outgoing"),
        (Money(1, "ZZZ"), NOW, "bad_currency"),
        (Money(1, "CNY"), NOW + timedelta(seconds=1), "in_the_future"),
        (Money(1, "CNY"), NOW, ""),
    ],
)
def test_what_cannot_be_booked(amount: Money, received: datetime, fault: str) -> None:
    assert fault_of_receipt(NewReceipt(amount, received), NOW) == fault


def test_more_than_owed_is_set_aside_and_settles_nothing() -> None:
    held = held_of(1, Decimal("7.1"), Money(10_000, "USD"), Money(71_000, "CNY"), [])
    left, parts = plan_claim(held, Money(10_000, "USD"), Money(35_500, "CNY"), to="CNY", target_rate=Decimal(1))

    assert [(part.amount.minor, part.base.minor, part.settled.minor, part.over) for part in parts] == [
        (5_000, 35_500, 35_500, False),
        (5_000, 35_500, 0, True),
    ]
    assert (left.rest.minor, left.rest_base.minor) == (0, 0)


def test_what_cannot_be_claimed() -> None:
    held = held_of(1, Decimal(0), Money(100, "USD"), Money(0, "CNY"), [(40, 0)])
    cases = [(61, "USD", "more_than_left"), (0, "USD", "bad_amount"), (60, "CNY", "rate_missing"), (60, "USD", "")]

    for minor, to, fault in cases:
        assert fault_of_claim(held, Money(minor, "USD"), to, Decimal(1)) == fault
    assert fault_of_claim(held, Money(1, "EUR"), "EUR", Decimal(1)) == "other_currency"


class Till(RuleBasedStateMachine):
    """Money is taken, claimed in parts, corrected, sent back and rated anew: nothing exceeds and nothing vanishes."""

    def __init__(self) -> None:
        super().__init__()
        self.amount, self.rate = Money(0, "USD"), Decimal(0)
        self.claims: list[tuple[Part, int | None]] = []
        self.refunds: dict[int, list[Money]] = {}
        self.owed = 0

    @property
    def worth(self) -> Money:
        return convert(self.amount, to="JPY", rate=self.rate) if self.rate else Money(0, "JPY")

    def held(self):
        parts = [(part.amount.minor, part.base.minor) for part, _ in self.claims]
        return held_of(1, self.rate, self.amount, self.worth, parts)

    def in_force(self) -> list[int]:
        back = {reverses for _, reverses in self.claims}
        return [n for n, (_, reverses) in enumerate(self.claims) if reverses is None and n not in back]

    @precondition(lambda self: not self.amount.minor)
    @rule(minor=st.integers(1, 10**9), rate=RATES, owed=st.integers(0, 10**9))
    def take(self, minor: int, rate: Decimal, owed: int) -> None:
        self.amount, self.rate, self.owed = Money(minor, "USD"), rate, owed

    @precondition(lambda self: self.amount.minor)
    @rule(part=st.integers(-3, 110))
    def claim(self, part: int) -> None:
        held = self.held()
        amount = Money(held.rest.minor * part // 100, "USD")
        fault = fault_of_claim(held, amount, "USD", Decimal(1))
        assert bool(fault) == (amount.minor <= 0 or amount.minor > held.rest.minor)
        if not fault:
            left, parts = plan_claim(held, amount, Money(self.owed, "USD"), to="USD", target_rate=Decimal(1))
            self.claims += [(one, None) for one in parts]
            self.owed -= sum(one.settled.minor for one in parts)
            assert left == self.held()

    @precondition(lambda self: self.in_force())
    @rule(which=st.integers(0, 9))
    def correct(self, which: int) -> None:
        n = self.in_force()[which % len(self.in_force())]
        if n in self.refunds:
            return
        self.claims.append((undo(self.claims[n][0]), n))
        self.owed += self.claims[n][0].settled.minor

    @precondition(lambda self: self.in_force())
    @rule(which=st.integers(0, 9), minor=st.integers(1, 10**9))
    def refund(self, which: int, minor: int) -> None:
        n = self.in_force()[which % len(self.in_force())]
        before = self.refunds.get(n, [])
        if minor <= refundable(self.claims[n][0].amount, before).minor:
            self.refunds[n] = [*before, Money(minor, "USD")]

    @precondition(lambda self: self.amount.minor)
    @rule(rate=RATES)
    def rate_anew(self, rate: Decimal) -> None:
        self.rate = rate
        rows = [(n, part.amount, reverses) for n, (part, reverses) in enumerate(self.claims)]
        anew = worths(self.amount, self.worth, rate, rows)
        self.claims = [
            (Part(part.amount, anew[n], part.settled, part.over), reverses)
            for n, (part, reverses) in enumerate(self.claims)
        ]

    @invariant()
    def nothing_exceeds_and_nothing_vanishes(self) -> None:
        held = self.held()
        claimed = sum(part.amount.minor for part, _ in self.claims)
        assert 0 <= held.rest.minor <= self.amount.minor
        assert claimed + held.rest.minor == self.amount.minor
        assert sum(part.base.minor for part, _ in self.claims) + held.rest_base.minor == self.worth.minor
        if not held.rest.minor:
            assert held.rest_base.minor == 0
        assert self.owed >= 0
        for n, sent in self.refunds.items():
            assert sum(money.minor for money in sent) <= self.claims[n][0].amount.minor


TestTill = Till.TestCase


@given(minor=st.integers(-(10**12), 10**12), points=st.lists(st.integers(1, 10_000), min_size=1, max_size=8))
def test_shares_add_up_to_the_cent(minor: int, points: list[int]) -> None:
    shares = [Share(n, None, part) for n, part in enumerate(points, start=1)]
    parts = share_out(Money(minor, "CNY"), shares)

    assert sum(part.minor for part in parts) == minor
    assert (fault_of_shares(shares) == "") == (sum(points) == 10_000)


def test_a_split_names_each_once_and_comes_to_a_hundred() -> None:
    cases = {
        "shares_missing": [],
        "share_of_nobody": [Share(None, None, 10_000)],
        "share_twice": [Share(1, None, 5_000), Share(1, None, 5_000)],
        "bad_share": [Share(1, None, 10_001), Share(2, None, -1)],
        "not_whole": [Share(1, None, 9_999)],
        "": [Share(1, None, 6_000), Share(None, 1, 4_000)],
    }
    for fault, shares in cases.items():
        assert fault_of_shares(shares) == fault


@given(minor=st.integers(0, 10**12), points=st.lists(st.integers(1, 5_000), min_size=1, max_size=6))
def test_a_plan_adds_up_to_its_order(minor: int, points: list[int]) -> None:
    terms = [Term(part, "order") for part in points]

    assert sum(part.minor for part in plan_amounts(Money(minor, "JPY"), terms)) == minor
    assert (fault_of_terms(terms) == "") == (sum(points) == 10_000)


def test_a_step_of_a_plan_is_due_once_what_it_waits_for_has_happened() -> None:
    terms = [Term(3_000, "order", 3), Term(6_000, "shipment"), Term(1_000, "acceptance", 30)]
    happened = {"order": date(2026, 3, 1), "acceptance": date(2026, 3, 10)}

    assert plan_days(terms, happened) == [date(2026, 3, 4), None, date(2026, 4, 9)]


@given(
    total=st.integers(0, 10_000),
    billed=st.lists(st.tuples(st.dates(), st.integers(1, 4_000)), max_size=4),
    planned=st.lists(st.tuples(st.none() | st.dates(), st.integers(0, 5_000)), max_size=4),
    paid=st.integers(-10, 20_000),
)
def test_what_is_due_adds_up_to_what_is_owed(total, billed, planned, paid) -> None:
    dues = dues_of(total, billed, planned)
    asked = max(total, sum(minor for _, minor in billed))

    assert sum(minor for _, minor, _ in dues) == asked
    assert sum(minor for _, minor, _ in fill(dues, paid)) == max(asked - max(paid, 0), 0)


def test_a_credit_note_takes_from_the_latest_invoice_and_what_is_not_billed_follows_the_plan() -> None:
    billed = [(date(2026, 3, 1), 300), (date(2026, 4, 1), 400), (date(2026, 4, 2), -100)]
    planned = [(date(2026, 2, 1), 500), (None, 500)]

    assert dues_of(1_000, billed, planned) == [
        (date(2026, 3, 1), 300, True),
        (date(2026, 4, 1), 300, True),
        (None, 400, False),
    ]


def test_ageing_stands_in_five_columns_that_add_up() -> None:
    today = date(2026, 6, 30)
    days = [None, 0, -5, 1, 30, 31, 60, 61, 90, 91, 400]
    debts = [
        Debt(n, 1, 2, Money(100 + n, "CNY"), Money(0, "CNY"), None if late is None else today - timedelta(late), False)
        for n, late in enumerate(days)
    ]
    (row,) = ageing(debts, lambda debt: debt.account_id, today)

    assert [amount.minor for amount in row.amounts] == [303, 207, 211, 215, 219]
    assert row.total.minor == sum(debt.open.minor for debt in debts)


def test_steps_of_dunning_come_by_calendar_or_working_days() -> None:
    steps = [DunningStep("a", 1, True, "owner", "", "A"), DunningStep("b", 3, False, "director", "", "B", True)]
    friday = date(2026, 3, 6)

    def weekday(day: date) -> bool:
        return day.weekday() < 5

    def codes(late: int) -> list[str]:
        return [step.code for step in steps_due(friday, friday + timedelta(late), steps, weekday)]

    assert [codes(late) for late in range(5)] == [[], [], [], ["a", "b"], ["a", "b"]]


def test_numbers_in_a_reference_are_words_with_a_figure() -> None:
    assert named_numbers("货款 SO-2026-0001，PI/7/2026; thanks. 12") == ["SO-2026-0001", "PI/7/2026"]


def test_the_book_is_checked() -> None:
    body = {
        "invoice_days": -1,
        "terms": [{"percent": 30, "trigger": "order"}, {"percent": 0, "trigger": "soon", "days": -1}],
        "steps": [{"code": "a", "days": 0, "tell": "owner", "en": "x"}, {"code": "a", "days": 1, "tell": "me"}],
    }
    found = {(fault["row"], fault["setting"], fault["code"]) for fault in faults_of_collecting(body)}

    assert found == {
        (0, "invoice_days", "not_whole"),
        (2, "percent", "bad_share"),
        (2, "trigger", "unknown"),
        (2, "days", "not_whole"),
        (1, "days", "not_whole"),
        (2, "code", "twice"),
        (2, "tell", "unknown"),
        (2, "en", "missing"),
    }
    assert faults_of_collecting(
        {"invoice_days": 30, "terms": [{"percent": 99.5, "trigger": "order"}], "steps": []}
    ) == [{"row": 0, "setting": "terms", "code": "not_hundred"}]
