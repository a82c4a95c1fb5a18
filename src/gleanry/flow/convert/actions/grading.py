"""Grade deals: by the rule from what is answered, with a reason when a grade changes; S when won, F when lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from gleanry.flow.convert.actions.holding import Held, hold, keep_changes, versions_of
from gleanry.flow.convert.facts import DealsGraded
from gleanry.flow.convert.models import GradeChange, Opportunity
from gleanry.flow.convert.queries import deal_rules
from gleanry.flow.convert.rules import GradeBook, grade_of
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer

COLUMNS = (
    "workspace_id",
    "opportunity_id",
    "from_grade",
    "grade",
    "criteria",
    "because",
    "reason",
    "by",
    "at",
    "rules_id",
)


@dataclass(frozen=True, slots=True)
class Grading:
    """What is answered about a deal: criterion -> answer. `reason` is why it changed, `version` the one looked at."""

    deal_id: int
    answers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    version: int | None = None


def grade_deals(viewer: Viewer, gradings: Sequence[Grading], at: datetime) -> dict[int, str]:
    """Answer the criteria of open deals; gives each its grade. All of them, or none and a Refusal.

    A grade follows from the answers alone. `bad_answer` where one is not offered; `grade_needs_reason` where a grade
    rises or falls without a reason; `deal_changed` where somebody else changed the deal since it was looked at.
    """
    rules = deal_rules(viewer.workspace_id)
    answers = {one.deal_id: _known(one, rules.grades) for one in gradings}
    seen = {one.deal_id: one.version for one in gradings if one.version is not None}
    with transaction.atomic():
        held = hold(viewer, answers, versions=seen)
        rows, changes, told = [], [], {}
        for one in gradings:
            deal, said = held[one.deal_id], answers[one.deal_id]
            found = grade_of(said, rules.grades)
            moved = found.grade != deal.grade
            if moved and deal.grade and not one.reason.strip():
                raise Refusal("grade_needs_reason", deal=deal.id, before=deal.grade, after=found.grade)
            rows.append((deal.id, found.grade, said))
            why = (said, list(found.because), one.reason[:200], viewer.member_id, at, rules.grades_id)
            if moved:
                changes.append((viewer.workspace_id, deal.id, deal.grade, found.grade, *why))
            told[deal.id] = _differences(deal, said, found.grade)
        bulk.update(Opportunity, ("grade", "criteria"), rows)
        bulk.insert(GradeChange, COLUMNS, changes)
        keep_changes(viewer.workspace_id, versions_of(held), told, at, by=viewer.member_id)
        _announce(viewer, [(row[1], row[3]) for row in changes], at)
    return {deal_id: grade for deal_id, grade, _ in rows}


def end_grades(viewer: Viewer, held: Mapping[int, Held], grade: str, at: datetime, rules_id: int | None) -> None:
    """Give deals that ended their last grade: S when won, F when lost."""
    bulk.update(Opportunity, ("grade",), [(deal_id, grade) for deal_id in held])
    because: list[str] = []
    why = (because, "", viewer.member_id, at, rules_id)
    rows = [(viewer.workspace_id, deal.id, deal.grade, grade, dict(deal.criteria), *why) for deal in held.values()]
    bulk.insert(GradeChange, COLUMNS, rows)
    _announce(viewer, [(deal_id, grade) for deal_id in held], at)


def _announce(viewer: Viewer, graded: Sequence[tuple[int, str]], at: datetime) -> None:
    fact = DealsGraded(tuple(deal_id for deal_id, _ in graded), tuple(grade for _, grade in graded))
    ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id)


def _known(one: Grading, book: GradeBook) -> dict[str, str]:
    """The answers that say something. Raises Refusal `bad_answer`."""
    offered = {criterion.code: {answer.code for answer in criterion.answers} for criterion in book.criteria}
    said = {code: answer for code, answer in one.answers.items() if answer}
    for code, answer in said.items():
        if answer not in offered.get(code, ()):
            raise Refusal("bad_answer", deal=one.deal_id, criterion=code, answer=answer)
    return said


def _differences(deal: Held, said: Mapping[str, str], grade: str) -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {}
    if said != dict(deal.criteria):
        found["criteria"] = (dict(deal.criteria), dict(said))
    if grade != deal.grade:
        found["grade"] = (deal.grade, grade)
    return found
