"""What is typed finds what is meant: tokens propose it, and the record's own text confirms it. Pure."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gleanry.search.rules.asking import Question, Step, question_of, steps_of
from gleanry.search.rules.judging import Verdict, fields_of_account, fields_of_person, judge, matched_of
from gleanry.search.rules.pinyin import readings_of, syllables_of, syllables_of_name
from gleanry.search.rules.planning import WHOLE, common_among, plan_of
from gleanry.search.rules.tokens import numbers_of, seed_of, tokens_of_account, tokens_of_person, written
from gleanry.search.rules.writing import folded, origins, without_form
from gleanry.search.shapes import AccountText, Kind, PersonText, Rank

WANG = PersonText(
    1,
    "王小明",
    phones=("+8613800138000",),
    emails=("xm.wang123@huawei.com",),
    handles=("wxid_abc12",),
    codes=("W00000001",),
    companies=((5, "深圳市华恒鼎瑞机械有限公司"),),
)
SMITH = PersonText(2, "John Müller Smith", phones=("+442079460123",), companies=((6, "Acme Industries GmbH"),))
FENYANG = AccountText(3, ("北京纷扬科技有限公司",), codes=("91110108MA01ABCD2X",))


def proposes(step: Step, tokens: set[str]) -> bool:
    return any(one.every <= tokens and (not one.some or one.some & tokens) for one in step.alternatives)


def found(text: str, record: PersonText | AccountText) -> Verdict | None:
    """The verdict on a record, if the index would have proposed it."""
    question = question_of(text)
    if question is None:
        return None
    is_person = isinstance(record, PersonText)
    tokens = tokens_of_person(record) if isinstance(record, PersonText) else tokens_of_account(record)
    steps = steps_of(question, Kind.PERSON if is_person else Kind.ACCOUNT)
    if not any(proposes(step, tokens) for step in steps):
        return None
    fields = fields_of_person(record) if isinstance(record, PersonText) else fields_of_account(record)
    return judge(question, fields)


@pytest.mark.parametrize(
    ("text", "rank", "marked"),
    [
        ("王小明", Rank.EXACT, "王小明"),
        ("王小", Rank.START, "王小"),
        ("王", Rank.START, "王"),
        ("小明", Rank.INSIDE, "小明"),
        ("wangxiaoming", Rank.EXACT, "王小明"),
        ("wangx", Rank.START, "王小"),
        ("wangxm", Rank.START, "王小明"),
        ("wang", Rank.START, "王"),
        ("xiaoming", Rank.INSIDE, "小明"),
        ("wxm", Rank.START, "王小明"),
        ("wx", Rank.START, "王小"),
        ("王晓明", Rank.ALIKE, "王小明"),
        ("王大明", Rank.ALIKE, "王小明"),
        ("王明", Rank.ALIKE, "王小明"),
        ("王小小明", Rank.ALIKE, "王小明"),
        ("8000", Rank.START, "8000"),
        ("0138", Rank.INSIDE, "0138"),
        ("13800138000", Rank.EXACT, "13800138000"),
        ("+86 138-0013-8000", Rank.EXACT, "13800138000"),
        ("１３８００１３８", Rank.INSIDE, "13800138"),
        ("13800138001", Rank.ALIKE, "13800138000"),
        ("huawei.com", Rank.START, "huawei.com"),
        ("@huawei.com", Rank.INSIDE, "@huawei.com"),
        ("xm.wang", Rank.START, "xm.wang"),
        ("wang123", Rank.START, "wang123"),
        ("XM.Wang123@Huawei.com", Rank.EXACT, "xm.wang123@huawei.com"),
        ("w00000001", Rank.EXACT, "W00000001"),
        ("wxid_abc12", Rank.EXACT, "wxid_abc12"),
        ("华恒鼎瑞", Rank.INSIDE, "华恒鼎瑞"),
        ("深圳市华恒鼎瑞机械有限", Rank.START, "深圳市华恒鼎瑞机械有限"),
        ("王小明 华恒", Rank.INSIDE, "王小明"),
        ("华恒 wang", Rank.INSIDE, "华恒"),
        ("wang xiaoming", Rank.INSIDE, "王"),
    ],
)
def test_a_person_is_found(text: str, rank: Rank, marked: str) -> None:
    verdict = found(text, WANG)

    assert verdict is not None
    assert verdict.rank is rank
    first = matched_of(verdict)[0]
    assert first.text[first.spans[0].start : first.spans[0].end] == marked


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("smith", Rank.START),
        ("smi", Rank.START),
        ("smiht", Rank.ALIKE),
        ("smth", Rank.ALIKE),
        ("john smith", Rank.START),
        ("smith john", Rank.START),
        ("johm smith", Rank.ALIKE),
        ("MULLER", Rank.START),
        ("müller", Rank.START),
        ("uller", Rank.INSIDE),
        ("acme", Rank.START),
        ("acme gmbh", Rank.START),
        ("44 20 7946", Rank.INSIDE),
    ],
)
def test_somebody_from_abroad_is_found(text: str, rank: Rank) -> None:
    verdict = found(text, SMITH)

    assert verdict is not None
    assert verdict.rank is rank


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("纷扬", Rank.INSIDE),
        ("北京纷扬科技", Rank.EXACT),
        ("北京纷扬科技有限公司", Rank.EXACT),
        ("fenyang", Rank.INSIDE),
        ("fenyangkeji", Rank.INSIDE),
        ("fykj", Rank.INSIDE),
        ("bjfy", Rank.START),
        ("纷杨科技", Rank.ALIKE),
        ("分扬科技", Rank.ALIKE),
        ("纷阳", Rank.ALIKE),
        ("纷羊科技", Rank.ALIKE),
        ("北京纷科技", Rank.ALIKE),
        ("91110108MA01ABCD2X", Rank.EXACT),
        ("ma01abcd", Rank.INSIDE),
    ],
)
def test_a_company_is_found(text: str, rank: Rank) -> None:
    verdict = found(text, FENYANG)

    assert verdict is not None
    assert verdict.rank is rank


@pytest.mark.parametrize(
    "text", ["李大明", "smith", "13900139000", "huawei.org", "纷扬", "张伟", "wangdaming", "999", "qz"]
)
def test_who_is_not_meant_is_not_found(text: str) -> None:
    assert found(text, WANG) is None


@pytest.mark.parametrize("text", ["", "   ", "\0", "!!!", "\u202e\u200b", "()", "。，"])
def test_nothing_is_no_question(text: str) -> None:
    assert question_of(text) is None


@given(st.text(max_size=200))
@example("=cmd|' /C calc'!A0")
@example("a" * 10_000)
def test_anything_can_be_typed(text: str) -> None:
    question = question_of(text)
    for kind in Kind:
        for step in steps_of(question, kind) if question else ():
            assert all(one.every or one.some for one in step.alternatives)
    if question:
        judge(question, fields_of_person(WANG))


NAMES = st.text(alphabet="王李张刘陈杨伟芳娜敏静丽强磊洋勇", min_size=2, max_size=4)


@given(NAMES, st.data())
def test_every_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    person = PersonText(1, name)
    start = data.draw(st.integers(0, len(name) - 2))
    end = data.draw(st.integers(start + 2, len(name)))

    assert found(name[start:end], person) is not None
    assert found("".join(syllables_of_name(name)), person) is not None


@given(st.text(alphabet="0123456789", min_size=8, max_size=8), st.data())
def test_every_four_digits_of_a_phone_find_it(digits: str, data: st.DataObject) -> None:
    person = PersonText(1, "", phones=(f"+86138{digits}",))
    start = data.draw(st.integers(0, 7))
    end = data.draw(st.integers(start + 4, 11))

    assert found(f"138{digits}"[start:end], person) is not None


@given(st.text(alphabet="abcdefghijklmnop", min_size=5, max_size=11), st.data())
def test_a_word_with_one_slip_finds_it(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + "z" + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ]

    assert found(data.draw(st.sampled_from(slips)), PersonText(1, word)) is not None


@given(st.text(max_size=60))
def test_the_way_back_from_folded_text_is_as_long_as_it(text: str) -> None:
    back = origins(text)

    assert len(back) == len(folded(text)) + 1
    assert back == sorted(back)


def test_chinese_is_read_as_it_is_said() -> None:
    assert syllables_of("重庆长安") == ("chong", "qing", "chang", "an")
    assert syllables_of_name("单小红") == ("shan", "xiao", "hong")
    assert readings_of("xian")[:2] == ((("xian",), ""), (("xi", "an"), ""))
    assert readings_of("wangx") == ((("wang",), "x"),)
    assert readings_of("smith") == ()


def test_a_legal_form_is_left_out_begun_or_whole() -> None:
    assert [without_form(text) for text in ("华为技术有限公司", "华为技术有限", "华为技术", "有限公司", "公司")] == [
        "华为技术", "华为技术", "华为技术", "有限", "公司",
    ]  # fmt: skip


def test_numbers_differ_by_workspace_and_kind() -> None:
    tokens = tokens_of_person(WANG)
    numbers = [set(numbers_of(tokens, seed_of(1, Kind.PERSON))), set(numbers_of(tokens, seed_of(2, Kind.PERSON)))]

    assert len(numbers[0]) == len(tokens)
    assert not numbers[0] & numbers[1]
    assert all(int(written(number), 32) == number and len(written(number)) == 6 for number in numbers[0])


def test_the_rarest_are_looked_up() -> None:
    common = {1: 90_000, 2: 40_000, 3: 500}

    assert plan_of([1, 2, 3, 4], [], common).every == (4, 3, 2, 1)
    assert not plan_of([1, 2, 3, 4], [], common).is_common
    assert plan_of([1, 2], [], common).is_common
    assert not plan_of([3, 2], [], common).is_common
    assert len(plan_of(range(10, 30), [], common).every) == 5


def test_what_is_common_is_learnt_from_a_sample() -> None:
    assert common_among([[1, 2], [1, 3], [1, 2], [1, 4]]) == {1: WHOLE, 2: WHOLE // 2, 3: WHOLE // 4, 4: WHOLE // 4}
    assert common_among([]) == {}
    assert 5 not in common_among([[5], *[[6]] * 999])


def test_a_question_of_two_words_is_one_whole_and_two_terms() -> None:
    question = question_of("  Wang   华恒 ")

    assert isinstance(question, Question)
    assert question.whole.text == "wang 华恒"
    assert [term.text for term in question.terms] == ["wang", "华恒"]
