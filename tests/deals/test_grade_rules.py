"""The table of the inquiry grades, row by row, and the laws of grading."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.convert.rules import (
    ALL_GRADES,
    OPEN_GRADES,
    Graded,
    coverage_of,
    faults_of_grades,
    grade_of,
    is_promotion,
    read_grades,
)
from gleanry.values.money import Money
from gleanry.wiring.playbooks import read_playbook

BODY: dict[str, Any] = read_playbook("tob-leads")["rules"]["grades"]
BOOK = read_grades(BODY)
CRITERIA = ("budget", "judged", "deciders", "specification")
TABLE = [
    # grade, share, budget, judged by, deciders, specification
    ("A", 80, "yes", "promise", "us", "ours"),
    ("A", 80, "yes", "our_specification", "us", "ours"),
    ("B", 60, "yes", "unclear", "unsure", "contested"),
    ("C", 30, "yes", "leaning_rival", "for_rival", "rivals"),
    ("D", 10, "none", "new_wanted", "application", "not_submitted"),
    ("E", 0, "none", "new_unwanted", "budget_check", "not_submitted"),
]


@pytest.mark.parametrize(("grade", "share", "row"), [(row[0], row[1], row[2:]) for row in TABLE])
def test_each_row_of_the_table_gives_its_grade_and_share(grade: str, share: int, row: tuple[str, ...]) -> None:
    assert grade_of(dict(zip(CRITERIA, row, strict=True)), BOOK).grade == grade
    assert BOOK.share_of(grade) == share


def test_the_ends_have_their_shares_and_no_answers_lead_there() -> None:
    assert (BOOK.share_of("S"), BOOK.share_of("F"), BOOK.share_of("")) == (100, 0, 0)
    assert {grade.code: grade.target for grade in BOOK.grades if grade.target} == {
        "B": "A",
        "C": "A",
        "D": "B",
        "E": "D",
    }


def test_the_weakest_answer_decides_and_is_named() -> None:
    sure = dict(zip(CRITERIA, ("yes", "promise", "us", "ours"), strict=True))
    assert grade_of(sure | {"specification": "contested"}, BOOK) == Graded("B", ("specification",))
    assert grade_of({"judged": "promise", "deciders": "us", "specification": "ours"}, BOOK) == Graded("D", ("budget",))
    assert grade_of({"budget": "yes"}, BOOK) == Graded("B", ("judged", "deciders", "specification"))
    assert grade_of({}, BOOK) == grade_of({"weather": "fine"}, BOOK) == Graded()


OFFERED = {criterion.code: ["", *(answer.code for answer in criterion.answers)] for criterion in BOOK.criteria}
ANSWERS = st.fixed_dictionaries({code: st.sampled_from(offered) for code, offered in OFFERED.items()})


@given(ANSWERS, st.dictionaries(st.text(max_size=5), st.text(max_size=5)))
def test_grading_is_total_and_the_same_answers_give_the_same_grade(
    answers: dict[str, str], noise: dict[str, str]
) -> None:
    found = grade_of(answers, BOOK)
    assert found.grade in ("", *OPEN_GRADES)
    assert found == grade_of(dict(reversed(answers.items())), BOOK)
    assert bool(found.grade) == any(answers.values()) == bool(found.because)
    assert grade_of(noise, BOOK).grade in ("", *OPEN_GRADES)


@given(ANSWERS, st.sampled_from(CRITERIA), st.data())
def test_a_better_answer_never_makes_a_grade_worse(answers: dict[str, str], code: str, data: Any) -> None:
    criterion = next(one for one in BOOK.criteria if one.code == code)
    other = data.draw(st.sampled_from([answer.code for answer in criterion.answers]))
    before, after = grade_of(answers, BOOK).grade, grade_of(answers | {code: other}, BOOK).grade
    if before and criterion.allows(other) <= criterion.allows(answers[code]):
        assert after <= before


def test_promotion_is_towards_a_and_s() -> None:
    ranked = ["S", "A", "B", "C", "D", "E", "F"]
    assert sorted(ALL_GRADES) == sorted(ranked)
    assert all(is_promotion(low, high) for n, low in enumerate(ranked) for high in ranked[:n])
    assert not any(is_promotion(high, low) for n, low in enumerate(ranked) for high in ranked[: n + 1])
    assert not is_promotion("", "A")


@pytest.mark.parametrize(
    ("numbers", "gap", "inquiries"),
    [
        ((10_000_000, 4_000_000, 2_000_000, 1_000_000), 3_000_000, 3_750_000),
        ((10_000_000, 0, 0, 0), 10_000_000, 12_500_000),
        ((10_000_000, 6_000_000, 4_000_000, 0), 0, 0),
        ((10_000_000, 9_000_000, 4_000_000, 0), 0, 0),
        ((1, 0, 0, 0), 1, 2),
    ],
)
def test_target_less_shipped_less_a_less_raised_is_the_gap_and_a_quarter_more_is_to_be_found(
    numbers: tuple[int, int, int, int], gap: int, inquiries: int
) -> None:
    target, shipped, sure, raised = (Money(minor, "CNY") for minor in numbers)
    found = coverage_of(target, shipped=shipped, sure=sure, raised=raised, factor=BOOK.factor)
    assert (found.gap.minor, found.inquiries.minor) == (gap, inquiries)


@given(*(st.integers(0, 10**12) for _ in range(4)))
def test_who_finds_the_inquiries_has_covered_the_target(target: int, shipped: int, sure: int, raised: int) -> None:
    """The factor is at least one, so that nothing is left when all of them come."""
    money = [Money(minor, "CNY") for minor in (target, shipped, sure, raised)]
    found = coverage_of(money[0], shipped=money[1], sure=money[2], raised=money[3], factor=Decimal("1.25"))
    assert shipped + sure + raised + found.inquiries.minor >= target
    assert found.inquiries.minor * 4 < found.gap.minor * 5 + 4


def broken(table: str, row: int, **more: Any) -> set[tuple[str, Any, str]]:
    rows = [one | more if n == row else one for n, one in enumerate(BODY[table], start=1)]
    return {(f.get("table", ""), f["row"], f["code"]) for f in faults_of_grades(BODY | {table: rows})}


def test_a_book_of_grades_is_checked() -> None:
    assert faults_of_grades(BODY) == []
    assert ("", 0, "share_rises") in broken("grades", 2, share=90)
    assert ("grades", 6, "fixed_share") in broken("grades", 6, share=90)
    assert ("grades", 2, "not_better") in broken("grades", 2, target="C")
    assert ("grades", 1, "unknown_grade") in broken("grades", 1, code="Q")
    assert ("", 0, "no_grade") in broken("grades", 1, code="Q")
    assert ("criteria", 1, "unknown_grade") in broken("criteria", 1, unanswered="S")
    assert ("answers", 1, "unknown_criterion") in broken("answers", 1, criterion="mood")
    assert ("criteria", 1, "never_sure") in broken("answers", 1, grade="B")
    assert ("", 0, "bad_factor") in {("", f["row"], f["code"]) for f in faults_of_grades(BODY | {"factor": "0.5"})}
