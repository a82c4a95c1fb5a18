"""The pure decisions of cleaning: tidy text, faults of numbers, credit codes, nonsense, what is filled in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.clean.rules.credit_code import check_sign, province_of, read_credit_code
from gleanry.flow.clean.rules.disposable import is_disposable, is_free
from gleanry.flow.clean.rules.fields import Cleaning, clean_fields
from gleanry.flow.clean.rules.filling import fill
from gleanry.flow.clean.rules.listed import Lists, key_of
from gleanry.flow.clean.rules.nonsense import is_phone, nonsense_of
from gleanry.flow.clean.rules.numbers import fault_of_number
from gleanry.flow.clean.rules.places import place_of_address, place_of_company
from gleanry.flow.clean.rules.screens import Case, is_refused, read_screens, reasons_against
from gleanry.flow.clean.rules.senders import NOBODY, Sender, marks_of, take_sender
from gleanry.flow.clean.rules.text import computes, mixes_scripts, tidy, tidy_prose
from gleanry.flow.clean.rules.trades import trade_of
from gleanry.flow.clean.shapes import ListKind, Reason
from gleanry.wiring.playbooks import read_playbook

SCREENS = read_screens(read_playbook("tob-leads")["rules"]["clean"])
WORDS = frozenset(["测试", "test", "foo"])
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

typed = st.fixed_dictionaries(
    {},
    optional={
        "person_name": st.sampled_from(["王小明", "测试", "13912345678", "Ann Lee", "aaaa"]),
        "phone": st.sampled_from(["13912345678", "12345", "0512-65529988", "1.38E+10", "+49 30 123456"]),
        "email": st.sampled_from(["li@acme.example", "x@mailinator.com", "a@qq.com", "nobody"]),
        "company": st.sampled_from(
            ["北京纷扬科技有限公司", "昆山宏达精密机械有限公司", "Acme Software Ltd", "测试公司"]
        ),
        "region": st.sampled_from(["浙江", "Bayern"]),
        "industry": st.sampled_from(["贸易"]),
        "address": st.sampled_from(["广东省深圳市南山区科技园", "somewhere"]),
        "credit_code": st.sampled_from(["91440300708461136T", "91440300708461136X"]),
        "phone_carrier": st.just("typed"),
        "message": st.text(max_size=30),
    },
)


@given(text=st.text(max_size=80))
def test_tidy_text_is_one_visible_line_and_stays_so(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert once.isprintable() or "\u200d" in once
    assert once == once.strip()
    assert "  " not in once


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("王\x00小\x07明", "王 小 明"),
        ("\u202eevil\u202c\ufeff", "evil"),
        ("ＡＣＭＥ　１２", "ACME 12"),
        ("王小明🌹💪", "王小明"),
        ("🌹", "🌹"),
        ("  a \t\n b ", "a b"),
        ("O’Brien-Łukasz", "O’Brien-Łukasz"),
    ],
)
def test_tidy(text: str, said: str) -> None:
    assert tidy(text) == said


def test_a_message_keeps_its_lines() -> None:
    assert tidy_prose("one \r\n two\x08\u202e\nthree") == "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("text", "mixed"), [("Аpple", True), ("Пётр Smith", False), ("Ωmega", True), ("苹果Apple", False)]
)
def test_alphabets_mixed_in_one_word(text: str, mixed: bool) -> None:
    assert mixes_scripts(text) is mixed


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "@SUM(1+1)", "+cmd|'x'", "-2+3+cmd|' /C calc'!A0"]
)
def test_formulas_are_known(text: str) -> None:
    assert computes(text)


@pytest.mark.parametrize("text", ["+86 138 0013 8000", "@wang_ming", "-", "王小明", "", "--"])
def test_plain_text_is_no_formula(text: str) -> None:
    assert not computes(text)


@given(raw=typed)
def test_filling_never_overwrites_and_names_what_it_filled(raw: dict[str, Any]) -> None:
    cleaning = clean_fields(raw, phone_region="CN")
    before = dict(cleaning.fields)
    filled = fill(cleaning.fields, {"acme.example": "上海阿克米有限公司"})
    for name, value in before.items():
        assert cleaning.fields[name] == value
    fresh = set(cleaning.fields) - set(before) - {"company_key"}
    assert fresh <= set(filled)
    assert all(name in cleaning.fields and method and source for name, (method, source) in filled.items())
    assert set(filled) - fresh <= {"phone_place"}
    assert fill(dict(cleaning.fields), {}).keys() <= {"phone_place"}


@given(
    raw=typed,
    entries=st.lists(
        st.sampled_from(
            [(1, "phone", "+8613912345678"), (2, "domain", "acme.example"), (3, "company", "北京纷扬科技")]
        ),
        unique=True,
    ),
)
def test_a_longer_list_holds_back_no_less(raw: dict[str, Any], entries: list[tuple[int, str, str]]) -> None:
    cleaning = clean_fields(raw, phone_region="CN")
    none = reasons_against(Case(cleaning), Lists(()), SCREENS)
    some = reasons_against(Case(cleaning), Lists((n, kind, key, key) for n, kind, key in entries), SCREENS)
    assert set(none) <= set(some)
    assert is_refused(none, SCREENS) <= is_refused(some, SCREENS)


def test_each_code_counts_once() -> None:
    light = [Reason("test_text", 60, "company"), Reason("test_text", 60, "message")]
    assert not is_refused(light, SCREENS)
    assert is_refused([*light, Reason("name_is_phone", 40)], SCREENS)


@given(first=st.text(SIGNS, min_size=17, max_size=17), at=st.integers(0, 16), other=st.sampled_from(SIGNS))
def test_one_wrong_sign_is_always_noticed(first: str, at: int, other: str) -> None:
    code = first + check_sign(first)
    assert read_credit_code(code.lower()) == code
    altered = code[:at] + other + code[at + 1 :]
    assert (read_credit_code(altered) is None) is (other != first[at])


def test_codes_of_known_companies() -> None:
    known = {"91440300708461136T": "广东省", "91110000802100433B": "北京市", "91310000MA1FL70B67": "上海市"}
    assert {code: province_of(str(read_credit_code(code))) for code in known} == known
    assert read_credit_code("9144030070846113ST") is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("12345", "impossible"),
        ("138001380001", "unassigned"),
        ("10012345678", "unassigned"),
        ("1.38E+10", "lost_digits"),
        ("１.３８Ｅ+10", "lost_digits"),
        ("没有", "no_number"),
    ],
)
def test_why_a_number_is_none(text: str, fault: str) -> None:
    assert fault_of_number(text, region="CN") == fault


@pytest.mark.parametrize(
    "text", ["王莎莎", "Ann", "Bob", "欧阳", "Aa Bb", "Anna", "李丽丽", "Otto", "Test-Achats SA", "Testa", "1号店", ""]
)
def test_real_names_are_no_nonsense(text: str) -> None:
    assert nonsense_of(text, WORDS) == ""


@pytest.mark.parametrize(
    "text", ["测试", "测-试 3", "TEST12", "asdf", "qwertyui", "111", "abcabcabc", "aaa", "987654", "哈哈哈哈"]
)
def test_nonsense_is_known(text: str) -> None:
    assert nonsense_of(text, WORDS)


def test_a_name_that_is_its_phone() -> None:
    assert is_phone("139 1234 5678", ["+8613912345678"])
    assert not is_phone("12345", ["+8613900012345"])
    assert not is_phone("王13912345678", ["+8613912345678"])


def test_what_a_form_tells_of_its_sender() -> None:
    fields = {"phone": "1", "extra": {"_hp": " x ", "_elapsed_ms": "1200.7", "_ip": "1.2.3.4", "colour": "red"}}
    assert take_sender(fields) == Sender("x", 1200, "1.2.3.4", "")
    assert fields == {"phone": "1", "extra": {"colour": "red"}}
    assert take_sender({"phone": "1"}) is NOBODY
    assert take_sender({"extra": {"_elapsed_ms": "soon"}}).elapsed_ms is None


def test_a_file_does_not_flood_its_source_and_marks_hide_the_address() -> None:
    most = {"address": 1, "visitor": 0, "source": 5}
    live = marks_of(Sender(address="1.2.3.4", visitor="v"), "SEM", live=True, most=most)
    assert sorted(live.values()) == ["address", "source"]
    assert list(marks_of(NOBODY, "SEM", live=False, most=most)) == []


@pytest.mark.parametrize(
    ("kind", "value", "key"),
    [
        ("phone", "１３８-0013-8000", "+8613800138000"),
        ("email", "Bad <BAD@Acme.Example>", "bad@acme.example"),
        ("domain", "https://www.Acme.Example/x?y", "acme.example"),
        ("domain", "@acme.example", "acme.example"),
        ("company", "北京纷扬科技（集团）有限公司", "北京纷扬科技"),
        ("competitor", "acme.example", "acme.example"),
        ("competitor", "Acme Inc.", "acme"),
        ("word", "代開發-票", "代开发票"),
        ("word", "票", ""),
        ("phone", "none", ""),
        ("unheard_of", "x", ""),
    ],
)
def test_how_an_entry_is_recognised(kind: str, value: str, key: str) -> None:
    assert key_of(kind, value) == key


def test_a_domain_means_what_is_under_it() -> None:
    lists = Lists([(1, ListKind.DOMAIN, "acme.example", "acme.example")])
    found = [
        list(lists.matches({"email": f"a@{d}", "email_domain": d})) for d in ("x.y.acme.example", "notacme.example")
    ]
    assert [len(one) for one in found] == [1, 0]


def test_free_and_throw_away_mail() -> None:
    assert is_disposable("mailinator.com") and is_disposable("a.mailinator.com") and not is_disposable("qq.com")
    assert is_free("qq.com") and not is_free("siemens.com")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("北京纷扬科技有限公司", "北京市"),
        ("广东深圳纷扬科技", "广东省深圳市"),
        ("纷扬(苏州)精密机械有限公司", "江苏省苏州市"),
        ("昆山恒信精密", "江苏省昆山市"),
        ("吉林市化工", "吉林省吉林市"),
        ("吉林化工", "吉林省"),
        ("朝阳区某某", ""),
        ("中国移动", ""),
        ("Acme", ""),
    ],
)
def test_where_a_company_is_by_its_name(name: str, place: str) -> None:
    assert place_of_company(name) == place


def test_where_an_address_is() -> None:
    assert place_of_address("中国广东省深圳市南山区科技园") == "广东省深圳市"
    assert place_of_address("Building 3, Nanshan") == ""


@pytest.mark.parametrize(
    ("name", "trade"),
    [
        ("昆山宏达精密机械有限公司", "机械制造"),
        ("上海机械软件有限公司", "软件与信息技术"),
        ("深圳市第一人民医院", "医疗健康"),
        ("Acme Medical Devices Ltd", "Medical"),
        ("北京纷扬科技有限公司", ""),
    ],
)
def test_what_a_company_does_by_its_name(name: str, trade: str) -> None:
    assert trade_of(name)[0] == trade


def test_several_contacts_of_one_cell_are_kept() -> None:
    cleaning = clean_fields(
        {"phone": "138 0013 8000 / 010-65529988", "email": "a@acme.example; b@acme.example"}, phone_region="CN"
    )
    assert cleaning.fields["phone"] == "+8613800138000"
    assert cleaning.fields["more_phones"] == ["+861065529988"]
    assert (cleaning.fields["email"], cleaning.fields["more_emails"]) == ("a@acme.example", ["b@acme.example"])
    assert cleaning.defects == ()


def test_person_and_company_in_each_others_place() -> None:
    cleaning = clean_fields(
        {"person_name": "北京纷扬科技有限公司", "company": "王小明", "phone": "13800138000"}, phone_region="CN"
    )
    assert (cleaning.fields["person_name"], cleaning.fields["company"]) == ("王小明", "北京纷扬科技有限公司")
    assert set(cleaning.defects) == {("person_name", "swapped"), ("company", "swapped")}
    kept = clean_fields({"person_name": "欧阳娜娜", "company": "有限公司", "phone": "13800138000"}, phone_region="CN")
    assert kept.fields["person_name"] == "欧阳娜娜"


def test_what_is_unreachable_is_always_held_back() -> None:
    nobody = Cleaning({}, (), passed=False)
    off = read_screens({"screens": {}})
    assert is_refused(reasons_against(Case(nobody), Lists(()), off), off)
