"""Prices, discounts, sums, numbers, terms and the order gate, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.order.rules import (
    Asked,
    Customer,
    Moved,
    NoPrice,
    Price,
    Sold,
    draft_lines,
    due_parts,
    faults_of_limits,
    faults_of_numbers,
    faults_of_orders,
    faults_of_papers,
    faults_of_pattern,
    faults_of_terms,
    given_away,
    held_for,
    is_paused,
    level_of,
    line_sum,
    moved_of,
    overlaps,
    paper_sum,
    part_of,
    price_for,
    raised_by,
    read_limits,
    read_rules,
    run_year,
    step_faults,
    too_much,
    worth_of,
    write_number,
)
from gleanry.flow.order.shapes import (
    DeliveryRow,
    DraftLine,
    PaperLine,
    PriceBookRow,
    PricedBook,
    ProductRow,
    Step,
    TermStep,
)
from gleanry.values.money import Money
from gleanry.wiring.playbooks import read_playbook

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
BOOKS = read_playbook("tob-leads")["rules"]
D = Decimal


def book(pk: int, *steps: tuple[str, str], since: date = DAY, until: date | None = None, currency: str = "CNY"):
    row = PriceBookRow(pk, f"Book {pk}", currency, since, until)
    return PricedBook(row, {7: tuple(Step(D(quantity), D(price)) for quantity, price in steps)})


def test_the_price_is_that_of_the_highest_step_reached() -> None:
    books = [book(1, ("1", "100"), ("10", "90"), ("100", "80.5"))]

    prices = [price_for(books, 7, D(n), DAY, "CNY") for n in ("1", "9.9999", "10", "99", "100", "5000")]

    assert [price.price for price in prices if isinstance(price, Price)] == [100, 100, 90, 90, D("80.5"), D("80.5")]


@pytest.mark.parametrize(
    ("books", "quantity", "code", "names"),
    [
        ([], "1", "missing", ()),
        ([book(1, ("1", "100"), currency="USD")], "1", "missing", ()),
        ([book(1, ("1", "100"), since=DAY + timedelta(days=1))], "1", "missing", ()),
        ([book(1, ("1", "100"), since=date(2025, 1, 1), until=DAY - timedelta(days=1))], "1", "missing", ()),
        ([book(1)], "1", "missing", ("Book 1",)),
        ([book(1, ("1", "100")), book(2, ("1", "99"))], "1", "overlapping", ("Book 1", "Book 2")),
        ([book(1, ("10", "100"))], "9", "too_few", ("Book 1",)),
    ],
)
def test_no_price_says_why(books, quantity, code, names) -> None:
    found = price_for(books, 7, D(quantity), DAY, "CNY")

    assert isinstance(found, NoPrice)
    assert (found.code, found.books, found.product_id, found.day) == (code, names, 7, DAY)


def test_both_days_of_a_book_are_in_it() -> None:
    books = [book(1, ("1", "5"), since=DAY, until=DAY), book(2, ("1", "6"), since=DAY + timedelta(days=1))]

    assert price_for(books, 7, D(1), DAY, "CNY") == Price(D(5), 1, "Book 1", D(1))
    assert price_for(books, 7, D(1), DAY + timedelta(days=1), "CNY") == Price(D(6), 2, "Book 2", D(1))
    assert overlaps(books) == []
    clash = overlaps([books[0], book(3, ("1", "7"), since=date(2026, 1, 1))])
    assert [(found.product_id, found.first, found.second, found.since) for found in clash] == [
        (7, "Book 1", "Book 3", DAY)
    ]


def test_steps_that_make_no_sense() -> None:
    assert step_faults([Step(D(1), D(9)), Step(D(10), D(8))]) == []
    assert step_faults([Step(D(0), D(9))]) == ["not_positive"]
    assert step_faults([Step(D(1), D(9)), Step(D(1), D(8))]) == ["twice"]
    assert step_faults([Step(D(10), D(9)), Step(D(1), D(8))]) == ["dearer"]


@pytest.mark.parametrize(
    ("discount", "roles", "level"),
    [
        ("0", ["seller"], ""),
        ("5", ["seller"], ""),
        ("5.01", ["seller"], "director"),
        ("15", ["seller"], "director"),
        ("15.01", ["seller"], "general_manager"),
        ("40", ["seller"], "general_manager"),
        ("40.01", ["seller"], "never"),
        ("15", ["seller", "sales_director"], ""),
        ("40", ["general_manager"], ""),
        ("40.01", ["general_manager"], "never"),
        ("0.01", ["sdr"], "general_manager"),
    ],
)
def test_who_agrees_to_a_discount(discount, roles, level) -> None:
    assert level_of(D(discount), roles, read_limits(BOOKS["prices"])) == level


def test_a_lower_price_typed_in_is_a_discount_too() -> None:
    assert given_away(D(90), D(0), D(100)) == D("10.00")
    assert given_away(D(90), D(10), D(100)) == D("19.00")
    assert given_away(D(120), D(10), D(100)) == 0
    assert given_away(D(90), D(3), None) == 3


def test_a_line_rounds_halves_up_once_for_net_and_once_for_tax() -> None:
    half = line_sum(D(1), D("0.125"), "CNY", discount=D(0), tax=D(0))
    assert half.net.minor == 13

    line = line_sum(D(3), D("33.335"), "CNY", discount=D(10), tax=D(13))
    assert (line.net.minor, line.tax.minor, line.total.minor) == (9000, 1170, 10170)
    assert line_sum(D(3), D("33.5"), "JPY", discount=D(0), tax=D(10)).net == Money(101, "JPY")


amounts = st.decimals(min_value=0, max_value=9999, places=4)
percents = st.decimals(min_value=0, max_value=100, places=2)


@given(st.lists(st.tuples(amounts, amounts, percents, percents), min_size=1, max_size=8))
def test_a_paper_is_the_sum_of_its_lines(rows) -> None:
    lines = [line_sum(n, price, "CNY", discount=off, tax=tax) for n, price, off, tax in rows]
    total = paper_sum(lines, "CNY")

    assert total.total.minor == sum(line.net.minor + line.tax.minor for line in lines)
    for line, (n, price, off, _) in zip(lines, rows, strict=True):
        assert abs(line.net.amount - n * price * (100 - off) / 100) <= D("0.005")


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10_000), min_size=1, max_size=10))
def test_parts_of_a_line_come_to_its_total(minor, parts) -> None:
    total, quantity, before, worth = Money(minor, "CNY"), D(sum(parts)), D(0), 0
    for part in parts:
        piece = part_of(total, quantity, before=before, now=D(part)).minor
        assert piece >= 0
        worth, before = worth + piece, before + part

    assert worth == minor


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(1, 50), min_size=1, max_size=6))
def test_the_parts_that_fall_due_come_to_the_amount(minor, weights) -> None:
    terms = [TermStep(D(weight), "order") for weight in weights]

    assert sum(part.minor for part in due_parts(Money(minor, "CNY"), terms)) == minor


def test_numbers_follow_their_pattern() -> None:
    assert write_number("QT-{year}-{n:05}", year=2026, n=42) == "QT-2026-00042"
    assert write_number("{n}/{year}", year=2026, n=7) == "7/2026"
    assert write_number("A{n:3}", year=2026, n=1234) == "A1234"
    assert (run_year("QT-{year}-{n}", 2026), run_year("QT-{n}", 2026)) == (2026, 0)
    assert [faults_of_pattern(p) for p in ("Q-{n:05}", "Q", "Q {n}", "Q{x}{n}", "Q" * 40 + "{n}")] == [
        "",
        "no_count",
        "bad_part",
        "bad_part",
        "too_long",
    ]
    assert [fault["code"] for fault in faults_of_numbers(dict(BOOKS["papers"]["numbers"], pi="QT-{year}-{n:05}"))] == [
        "twice"
    ]


def test_terms_come_to_a_hundred() -> None:
    thirty, seventy = TermStep(D(30), "order"), TermStep(D(70), "before_shipment")

    assert faults_of_terms([thirty, seventy]) == []
    assert faults_of_terms([]) == ["none"]
    assert faults_of_terms([thirty]) == ["not_hundred"]
    assert faults_of_terms([TermStep(D(-10), "order"), TermStep(D(110), "order")]) == ["not_positive"]
    assert faults_of_terms([TermStep(D(100), "someday", -1)]) == ["unknown_when", "bad_days"]


def asked(days: int | None = 3, intent: str = "buys in May", specification: str = "7.5 kW") -> Asked:
    last = None if days is None else NOON - timedelta(days=days)
    return Asked(NOON, last, intent, specification)


@pytest.mark.parametrize(
    ("known", "reasons"),
    [
        (asked(), ()),
        (asked(30), ()),
        (asked(31), ("no_contact",)),
        (asked(None), ("no_contact",)),
        (asked(intent=" "), ("no_intent",)),
        (asked(specification=""), ("no_specification",)),
        (asked(None, "", ""), ("no_contact", "no_intent", "no_specification")),
    ],
)
def test_the_order_gate(known, reasons) -> None:
    assert held_for(read_rules(BOOKS["orders"]), known) == reasons
    assert held_for(read_rules({}), known) == ()


@pytest.mark.parametrize(
    ("urgent", "project", "since", "value", "reasons"),
    [
        (False, False, 400, "2000000", ("long_term",)),
        (False, False, 300, "2000000", ()),
        (False, False, 400, "999999", ()),
        (True, True, None, "0", ("urgent", "key_project")),
        (False, False, None, "0", ()),
    ],
)
def test_who_is_served_first(urgent, project, since, value, reasons) -> None:
    customer = Customer(None if since is None else NOON - timedelta(days=since), D(value))

    found = raised_by(read_rules(BOOKS["orders"]), urgent=urgent, key_project=project, customer=customer, at=NOON)

    assert found == reasons
    assert raised_by(read_rules({}), urgent=True, key_project=True, customer=customer, at=NOON) == ()


def test_complaints_stop_shipments_where_the_book_says_so() -> None:
    assert is_paused(read_rules(BOOKS["orders"]), 1)
    assert not is_paused(read_rules(BOOKS["orders"]), 0)
    assert not is_paused(read_rules({}), 3)


def test_bad_books_are_named() -> None:
    assert faults_of_limits(BOOKS["prices"]) == []
    assert faults_of_papers(BOOKS["papers"]) == []
    assert faults_of_orders(BOOKS["orders"]) == []
    limits = {"floor": 20, "limits": [{"role": "seller", "own": 9, "director": 5}, {"role": "seller", "own": "x"}]}
    assert [fault["code"] for fault in faults_of_limits(limits)] == [
        "below_own",
        "twice",
        "not_percent",
        "not_percent",
    ]
    gate = {"gate": {"contact_days": -1, "kinds": ["dream"]}, "priority": {"long_term_value": "much"}}
    assert [fault["code"] for fault in faults_of_orders(gate)] == ["not_days", "unknown", "not_amount"]


SOLD = Sold({7: ProductRow(7, "P-7", "泵", "Pump", "", "pcs", True)}, [book(1, ("1", "100"))], DAY, "CNY", "en")


def test_lines_are_taken_whole_or_not_at_all() -> None:
    fine = draft_lines([DraftLine(D(2), 7), DraftLine(D(1), text="Freight", price=D(50))], SOLD)
    assert [(line.text, line.price, line.sum.net.minor) for line in fine.lines] == [
        ("Pump", D(100), 20000),
        ("Freight", D(50), 5000),
    ]
    bad = draft_lines(
        [
            DraftLine(D(2), 7),
            DraftLine(D(0), 7),
            DraftLine(D(-1), 7),
            DraftLine(D("0.00001"), 7),
            DraftLine(D(1), 8),
            DraftLine(D(1)),
            DraftLine(D(1), 7, discount=D(101)),
            DraftLine(D(1), text="Freight"),
        ],
        SOLD,
    )
    assert bad.lines == ()
    assert [(fault.row, fault.field, fault.code) for fault in bad.faults] == [
        (2, "quantity", "out_of_range"),
        (3, "quantity", "out_of_range"),
        (4, "quantity", "too_fine"),
        (5, "product", "unknown"),
        (6, "text", "missing"),
        (7, "discount", "out_of_range"),
        (8, "price", "missing"),
    ]
    assert draft_lines([], SOLD).faults[0].code == "none"


def test_more_than_is_left_is_named() -> None:
    zero = Money(0, "CNY")
    line = PaperLine(1, 1, None, "Pump", "", D(10), D(1), None, D(0), D(0), zero, zero)
    moved = {1: Moved(D(6), D(2))}

    assert too_much([line], moved, {1: D(4)}, is_return=False) == []
    assert too_much([line], moved, {1: D("4.0001")}, is_return=False)[0].most == 4
    assert too_much([line], moved, {1: D(4)}, is_return=True) == []
    assert too_much([line], moved, {1: D(5)}, is_return=True)[0].most == 4


@given(st.integers(1, 40), st.lists(st.tuples(st.booleans(), st.integers(1, 20)), max_size=25))
def test_whatever_is_tried_no_more_goes_out_than_ordered_nor_back_than_sent(ordered, tries) -> None:
    total = Money(9_999, "CNY")
    line = PaperLine(1, 1, None, "Pump", "", D(ordered), D(1), None, D(0), D(0), total, Money(0, "CNY"))
    rows: list[DeliveryRow] = []
    for is_return, quantity in tries:
        moved, asked = moved_of(rows), {1: D(quantity)}
        if too_much([line], moved, asked, is_return=is_return):
            continue
        worth = Money(worth_of([line], moved, asked, is_return=is_return), "CNY")
        rows.append(DeliveryRow(0, 1, "", is_return, DAY, worth, worth, "", None, asked))

    done = moved_of(rows).get(1, Moved())
    out = sum(row.amount.minor for row in rows if not row.is_return)
    assert 0 <= done.returned <= done.delivered <= ordered
    assert out <= total.minor
    assert (out == total.minor) or done.delivered < ordered
    assert sum(row.amount.minor for row in rows if row.is_return) <= total.minor
