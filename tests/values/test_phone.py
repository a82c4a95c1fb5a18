"""Phones: the forms people write, and the short path against the library it stands for."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import geocoder

from gleanry.values.phone import Phone, _read_number, parse_phone, parse_phones


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "０１３８００１３８０００",
        "+86 138 0013 8000",
        "0086-138-0013-8000",
        "8613800138000",
        "(+86)13800138000",
        "手机：138-0013-8000（微信同号）",
        "13800138000.0",
        "tel:+86-138-0013-8000",
    ],
)
def test_one_mobile_in_many_dresses(text: str) -> None:
    assert parse_phone(text) == Phone("+8613800138000", "CN", "mobile", "北京市")


@pytest.mark.parametrize("text", ["(0755)2677-0000转8001", "0086-755-26770000 ext 8001", "0755-26770000-8001"])
def test_extension_is_kept_apart(text: str) -> None:
    assert parse_phone(text) == Phone("+8675526770000", "CN", "fixed", "广东省深圳市", "8001")


@pytest.mark.parametrize("between", ["/", "、", "，", " ", "；", "或", "\n"])
def test_several_numbers_in_a_cell(between: str) -> None:
    found = parse_phones(f"13800138000{between}0755-26770000{between}13800138000")
    assert [phone.e164 for phone in found] == ["+8613800138000", "+8675526770000"]


def test_first_valid_number_wins() -> None:
    phone = parse_phone("12345/13900139000")
    assert phone is not None and phone.e164 == "+8613900139000"


def test_numbers_of_other_countries() -> None:
    assert parse_phone("0044 20 7946 0000") == Phone("+442079460000", "GB", "fixed", "英国")
    assert parse_phone("(650) 253-0000", region="US") == Phone("+16502530000", "US", "fixed_or_mobile", "美国")
    assert parse_phone("+800 12345678") == Phone("+80012345678", "", "toll_free", "")
    assert parse_phone("+39 06 678 12345") == Phone("+390667812345", "IT", "fixed", "意大利")


@pytest.mark.parametrize("text", ["", "无", "12345", "1380013800", "138001380001", "19999", "x", "#N/A", "26770000"])
def test_what_is_no_number(text: str) -> None:
    assert parse_phone(text) is None
    assert parse_phones(text) == ()


def _by_library(digits: str) -> tuple[str, str] | None:
    number = phonenumbers.parse(digits, "CN")
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, 0), geocoder.description_for_number(number, "zh")


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_short_path_equals_the_library(digits: str) -> None:
    phone = parse_phone(digits)
    assert (phone and (phone.e164, phone.place)) == _by_library(digits)
    assert phone == _read_number(digits, "CN") == parse_phone("+86" + digits, region="DE")


def test_every_mobile_prefix_equals_the_library() -> None:
    for prefix in range(13000, 20000):
        for tail in ("000000", "517263"):
            digits = f"{prefix}{tail}"
            assert (parse_phone(digits) is not None) == (_by_library(digits) is not None), digits


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    found = parse_phones(text)
    assert parse_phone(text) == (found[0] if found else None)
    for phone in found:
        again = parse_phone(phone.e164)
        assert again is not None and (again.e164, again.country) == (phone.e164, phone.country)
