"""Company names: taken apart, compared both ways alike, found among many, and left alone where nothing supports it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleanry.likeness.names import Alias, Answer, NameIndex, compare_names, split_name
from gleanry.likeness.names.writing import plain

FENYANG = "北京纷扬科技有限公司"
LIST = [
    FENYANG,
    "深圳市禾木智能装备股份有限公司",
    "上海禾木食品有限公司",
    "广州云途物流集团有限公司",
    "杭州栖霞网络科技有限公司",
    "深圳江河自行车(集团)股份有限公司",
    "苏州工业园区晶测电子有限公司",
    "Northwind Traders GmbH",
    "Harbour & Sons Ltd.",
    "Café Müller S.A.",
]
PIECES = [
    "北京",
    "深圳市",
    "(上海)",
    "纷扬",
    "禾木",
    "云",
    "科技",
    "网络",
    "集团",
    "股份有限公司",
    "有限公司",
    "分公司",
    "A",
    "ST",
]
names = st.one_of(
    st.text(max_size=40),
    st.text("ab &.-北京纷扬()（）A12", max_size=12),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
)


@pytest.mark.parametrize(
    ("name", "brand", "places", "trades", "form"),
    [
        ("北京纷扬科技有限公司", "纷扬", ("北京",), ("科技",), "有限公司"),
        ("北京紛揚科技有限公司", "纷扬", ("北京",), ("科技",), "有限公司"),
        ("纷扬科技（北京）有限公司", "纷扬", ("北京",), ("科技",), "有限公司"),
        ("江苏省苏州市昆山纷扬网络科技有限公司", "纷扬", ("江苏", "苏州", "昆山"), ("网络科技",), "有限公司"),
        ("浙江医药股份有限公司", "浙江医药", ("浙江",), ("医药",), "股份有限公司"),
        ("纷享销客", "纷享销客", (), (), ""),
        ("*ST禾木A", "禾木", (), (), ""),
    ],
)
def test_a_name_is_taken_apart(name, brand, places, trades, form):
    parts = split_name(name)

    assert (parts.brand, parts.places, parts.trades, parts.form) == (brand, places, trades, form)


def test_a_branch_is_told_from_its_company():
    parts = split_name("北京纷扬科技有限公司深圳分公司")

    assert (parts.brand, parts.branch) == ("纷扬", "深圳分公司")


@settings(deadline=None)
@given(names)
def test_plain_writing_is_plain_already(name):
    assert plain(plain(name)) == plain(name)


@settings(deadline=None)
@given(names)
def test_every_letter_of_a_name_has_its_kind(name):
    parts = split_name(name)

    assert len(parts.kinds) == len(parts.text)


@settings(deadline=None)  # the first one loads the tables
@given(names, names)
def test_likeness_is_the_same_both_ways(one, other):
    assert compare_names(one, other) == compare_names(other, one)


@pytest.mark.parametrize(
    "name", ["北京纷扬", "纷扬科技", "纷扬", "北京紛揚", "北京纷扬科技（有限公司）", "北京纷扬科技"]
)
def test_ways_to_write_one_company_are_the_same(name):
    found = NameIndex(LIST).search(name)

    assert found.best is not None
    assert (found.answer, found.best.name) == (Answer.SAME, FENYANG)
    assert found.best.evidence


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("深江河", "深圳江河自行车(集团)股份有限公司"),
        ("晶测电子", "苏州工业园区晶测电子有限公司"),
        ("Beijing Fenyang Technology Co., Ltd.", FENYANG),
        ("Fenyang", FENYANG),
        ("Traders, Northwind", "Northwind Traders GmbH"),
        ("HARBOUR AND SONS", "Harbour & Sons Ltd."),
        ("Cafe Muller", "Café Müller S.A."),
        ("Northwnd Traders", "Northwind Traders GmbH"),
    ],
)
def test_a_name_is_found_by_what_is_left_of_it(name, right):
    found = NameIndex(LIST).search(name)

    assert found.best is not None
    assert (found.answer, found.best.name) == (Answer.SAME, right)


@pytest.mark.parametrize("name", ["纷享销客", "小红书", "Contoso", "科技", "", "有限公司", "中国平安"])
def test_what_nothing_supports_is_left_alone(name):
    assert NameIndex(LIST).search(name).answer != Answer.SAME


def test_two_companies_with_one_brand_are_a_question():
    found = NameIndex(LIST).search("禾木")

    assert found.answer == Answer.ASK
    assert {candidate.name for candidate in found.candidates[:2]} == {LIST[1], LIST[2]}


def test_the_place_settles_which_of_two_is_meant():
    found = NameIndex(LIST).search("上海禾木")

    assert found.best is not None
    assert (found.answer, found.best.name) == (Answer.SAME, LIST[2])


def test_a_learned_alias_is_evidence():
    index = NameIndex(LIST, aliases=[Alias("纷享销客", FENYANG)])

    found = index.search("纷享销客")

    assert found.best is not None
    assert (found.answer, found.best.name) == (Answer.SAME, FENYANG)
    assert found.best.evidence[0].code == "learned_alias"


def test_a_former_name_counts_for_its_time():
    index = NameIndex(LIST, aliases=[Alias("小康汽车", LIST[3], date(2015, 1, 1), date(2020, 12, 31))])

    assert index.search("小康汽车", at=date(2018, 5, 1)).answer == Answer.SAME
    assert index.search("小康汽车", at=date(2022, 5, 1)).answer != Answer.SAME
    assert index.search("小康汽车").answer == Answer.SAME


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("北京纷扬科技有限公司", "北京纷扬科技有限公司深圳分公司", "branch"),
        ("北京纷扬科技集团有限公司", "北京纷扬科技有限公司", "group"),
    ],
)
def test_a_branch_and_a_group_are_related_and_not_the_same(one, other, relation):
    found = compare_names(one, other)

    assert found.relation == relation
    assert found.answer != Answer.SAME


def test_the_same_company_written_twice_does_not_compete_with_itself():
    found = NameIndex([FENYANG, "北京纷扬科技(有限公司)", *LIST[1:]]).search("北京纷扬")

    assert found.answer == Answer.SAME


def test_ten_thousand_characters_are_read_as_far_as_a_name_goes():
    assert NameIndex(LIST).search("北京纷扬" * 2500).answer != Answer.SAME


@settings(deadline=None)
@given(st.lists(names, max_size=6), names)
def test_any_text_may_be_asked_for_in_any_list(listed, asked):
    found = NameIndex(listed).search(asked)

    assert all(0.0 <= candidate.probability <= 1.0 for candidate in found.candidates)
    assert sorted((c.probability for c in found.candidates), reverse=True) == [c.probability for c in found.candidates]


@settings(deadline=None)
@given(st.lists(names, min_size=1, max_size=6))
def test_a_full_name_finds_itself(listed):
    asked = listed[0] + "有限公司"
    found = NameIndex([*listed, asked]).search(asked)

    assert found.best is None or split_name(found.best.name).key == split_name(asked).key


@pytest.mark.parametrize("form", ["有限公司", "股份有限公司有限公司", "公司", "Co., Ltd.", "GmbH", "S.A.", " "])
def test_a_legal_form_alone_is_nobody(form):
    assert NameIndex(["股份有限公司有限公司", "北京纷扬科技有限公司", form]).search(form).best is None


def test_a_mark_of_direction_and_a_formula_change_nothing():
    assert NameIndex(LIST).search("\u202e北京纷扬\u200b科技有限公司\u202c").answer == Answer.SAME
    assert NameIndex(LIST).search("=cmd|'/c calc'!A1").answer != Answer.SAME
