"""Money: sums and splits to the cent, and amounts as people write them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gleanry.values.amount import parse_money
from gleanry.values.money import Money, exponent_of, format_money
from gleanry.values.unreadable import Unreadable


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("1234.56", 123456, "CNY"),
        ("-12", -1200, "CNY"),
        ("1,234.56", 123456, "CNY"),
        ("1.234,56", 123456, "CNY"),
        ("1 234,56 €", 123456, "EUR"),
        ("1'234.50", 123450, "CNY"),
        ("1,234", 123400, "CNY"),
        ("0,50", 50, "CNY"),
        ("12,34,567.00", 123456700, "CNY"),
        ("¥12.5万", 12500000, "CNY"),
        ("￥１２．５万元", 12500000, "CNY"),
        ("1.2亿", 12000000000, "CNY"),
        ("3千万", 3000000000, "CNY"),
        ("$1,892", 189200, "USD"),
        ("US$ 3k", 300000, "USD"),
        ("2.5 million USD", 250000000, "USD"),
        ("CNY 100", 10000, "CNY"),
        ("100元人民币", 10000, "CNY"),
        ("R$ 1.234,56", 123456, "BRL"),
        ("(1,200.00)", -120000, "CNY"),
        ("1,200.00-", -120000, "CNY"),
        ("JPY 1200", 1200, "JPY"),
        ("KWD 1.234", 1234, "KWD"),
        ("0.125", 12, "CNY"),
        ("0.135", 14, "CNY"),
        (".5", 50, "CNY"),
        ("50 myr", 5000, "MYR"),
    ],
)
def test_amounts_people_write(text: str, minor: int, currency: str) -> None:
    assert parse_money(text, currency="CNY") == Money(minor, currency)


def test_shared_signs_follow_what_is_expected() -> None:
    assert parse_money("$5", currency="HKD").currency == "HKD"
    assert parse_money("¥5", currency="JPY") == Money(5, "JPY")
    assert parse_money("$5", currency="EUR").currency == "USD"


def test_a_source_may_say_its_decimal_mark() -> None:
    assert parse_money("1.234", currency="BRL", decimal_mark=",").minor == 123400
    assert parse_money("1,234", currency="BRL", decimal_mark=",").minor == 123
    assert parse_money("1234", currency="BRL", decimal_mark=",").minor == 123400


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad_amount"),
        ("面议", "bad_amount"),
        ("1.2.3", "bad_amount"),
        ("1,2", None),
        ("1,23,4", "bad_amount"),
        ("12 apples", "bad_currency"),
        ("$5 EUR", "bad_currency"),
        ("9" * 30, "bad_amount"),
        ("2018-02-01", "bad_amount"),
    ],
)
def test_refusals_have_codes(text: str, code: str | None) -> None:
    if code is None:
        assert parse_money(text, currency="CNY").minor == 120
        return
    with pytest.raises(Unreadable) as caught:
        parse_money(text, currency="CNY")
    assert caught.value.code == code


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="without a rate"):
        Money(1, "CNY") + Money(1, "USD")
    assert Money(1, "CNY") + Money(2, "CNY") - Money(4, "CNY") == -Money(1, "CNY")
    with pytest.raises(ValueError, match="unknown currency"):
        exponent_of("XYZ")


def test_format() -> None:
    assert format_money(Money(123450, "CNY"), "zh-Hans") == "¥1,234.50"
    assert format_money(Money(1234, "JPY"), "en") == "¥1,234"
    assert format_money(Money(1234, "KWD"), "en") == "KWD1.234"
    assert format_money(Money(-123456, "BRL"), "pt_BR") == "-R$\xa01.234,56"


_WEIGHTS: st.SearchStrategy[list[int | Fraction | Decimal]] = st.lists(
    st.one_of(st.integers(0, 10**6), st.fractions(0, 5), st.decimals(0, 9, places=3)), min_size=1, max_size=12
)


@given(st.integers(-(10**12), 10**12), _WEIGHTS)
def test_split_adds_up_and_is_fair(minor: int, weights: list[int | Fraction | Decimal]) -> None:
    total = sum((Fraction(weight) for weight in weights), Fraction(0))
    assume(total > 0)
    parts = Money(minor, "CNY").split(weights)
    assert sum(part.minor for part in parts) == minor
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - minor * Fraction(weight) / total) < 1
        assert weight != 0 or part.minor == 0


@pytest.mark.parametrize("weights", [[], [0], [1, -1], [-1, 3]])
def test_split_refuses_weights_that_share_nothing(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(100, "CNY").split(weights)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["CNY", "JPY", "KWD"]))
def test_writing_and_reading_an_amount_gives_it_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert parse_money(str(money.amount), currency=currency) == money
    assert parse_money(f"{money.amount:,} {currency}", currency="EUR", decimal_mark=".") == money
    assert parse_money(format_money(money, "en"), currency=currency, decimal_mark=".") == money


@given(st.text(max_size=20) | st.from_regex(r"[¥$]?[0-9.,' ]{1,12}[万k亿]?", fullmatch=True))
def test_any_text_is_answered(text: str) -> None:
    try:
        code = parse_money(text, currency="CNY").currency
    except Unreadable as refusal:
        code = refusal.code
    assert code in ("bad_amount", "bad_currency") or len(code) == 3
