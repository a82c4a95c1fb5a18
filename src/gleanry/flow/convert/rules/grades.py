"""Grades A to F and S beside the stage: what is known of budget, deciders and specification says how sure a deal is.

The table is the inquiry table of the eight-step method: A 80 %, B 60 %, C 30 %, D 10 %, E not counted, S won, F lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from gleanry.values.money import Money

OPEN_GRADES = ("A", "B", "C", "D", "E")
"""The grades of open deals, the surest first."""
SURE, LOST_GRADE, WON_GRADE = "A", "F", "S"
ALL_GRADES = (*OPEN_GRADES, WON_GRADE, LOST_GRADE)


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade: `share` of a hundred counts in the forecast, `target` is the grade to reach next (empty: none)."""

    code: str
    share: int
    target: str
    goal_zh: str
    goal_en: str
    actions_zh: tuple[str, ...]
    actions_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GradeAnswer:
    """An answer to a criterion, and the best grade it allows."""

    code: str
    name_zh: str
    name_en: str
    grade: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is asked about a deal; `unanswered` is the best grade while nobody knows."""

    code: str
    name_zh: str
    name_en: str
    unanswered: str
    answers: tuple[GradeAnswer, ...]

    def allows(self, code: str) -> str:
        """The best grade an answer allows; one that is not offered (any more) counts as none."""
        return next((answer.grade for answer in self.answers if answer.code == code), self.unanswered)


@dataclass(frozen=True, slots=True)
class GradeBook:
    """The grades, the criteria and the factor of new inquiries for each unit of the gap."""

    grades: tuple[Grade, ...]
    criteria: tuple[Criterion, ...]
    factor: Decimal

    def grade(self, code: str) -> Grade | None:
        """A grade by its letter."""
        return next((grade for grade in self.grades if grade.code == code), None)

    def share_of(self, code: str) -> int:
        """How much of a deal's amount counts, of a hundred; nothing of one nobody judged."""
        grade = self.grade(code)
        return grade.share if grade else 0


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade and the criteria that hold it there; both empty while nothing was answered."""

    grade: str = ""
    because: tuple[str, ...] = ()


def read_grades(body: Mapping[str, Any]) -> GradeBook:
    """Read a body that has no faults."""
    answers: dict[str, list[GradeAnswer]] = {}
    for row in body.get("answers", ()):
        answer = GradeAnswer(row["code"], row["zh"], row["en"], row["grade"])
        answers.setdefault(row["criterion"], []).append(answer)
    grades = tuple(
        Grade(
            row["code"],
            int(row.get("share", 0)),
            row.get("target", ""),
            row.get("goal_zh", ""),
            row.get("goal_en", ""),
            tuple(row.get("actions_zh", ())),
            tuple(row.get("actions_en", ())),
        )
        for row in body["grades"]
    )
    criteria = tuple(
        Criterion(row["code"], row["zh"], row["en"], row["unanswered"], tuple(answers.get(row["code"], ())))
        for row in body.get("criteria", ())
    )
    return GradeBook(grades, criteria, Decimal(str(body.get("factor", "1.25"))))


def grade_of(answers: Mapping[str, str], book: GradeBook) -> Graded:
    """The grade of an open deal: the least of what its answers allow, so that every row of the table gives its own.

    The same answers give the same grade; a better answer never a worse one. Nothing answered is no grade.
    """
    if not book.criteria or not any(answers.get(criterion.code) for criterion in book.criteria):
        return Graded()
    allowed = {criterion.code: criterion.allows(answers.get(criterion.code, "")) for criterion in book.criteria}
    least = max(allowed.values())
    return Graded(least, tuple(code for code, grade in allowed.items() if grade == least))


def is_promotion(before: str, after: str) -> bool:
    """Whether a grade is better than the one before; the first grade is no promotion."""
    order = {WON_GRADE: 0, **{grade: n for n, grade in enumerate((*OPEN_GRADES, LOST_GRADE), start=1)}}
    return bool(before) and order[after] < order[before]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is still missing to a target, and for how much new inquiries are to be found."""

    gap: Money
    inquiries: Money


def coverage_of(target: Money, *, shipped: Money, sure: Money, raised: Money, factor: Decimal) -> Coverage:
    """target - shipped - A - what is raised to A = gap; new inquiries = gap x factor, rounded up to the minor unit.

    A target that is covered leaves no gap.
    """
    left = target - shipped - sure - raised
    gap = Money(max(0, left.minor), left.currency)
    needed = (gap.minor * factor).to_integral_value(rounding=ROUND_CEILING)
    return Coverage(gap, Money(int(needed), gap.currency))
