"""The rule books a deal goes by, read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from gleanry.flow.convert.models import DealOutcome, Opportunity
from gleanry.flow.convert.rules import GradeBook, ProcessBook, RiskRules, read_grades, read_processes, read_risks
from gleanry.kit import rulebook

NO_GRADES = GradeBook((), (), Decimal("1.25"))


@dataclass(frozen=True)
class DealRules:
    """Processes, risks and grades in force; `grades_id` is None in a workspace that adopted none."""

    processes: ProcessBook
    processes_id: int
    risks: RiskRules
    grades: GradeBook
    grades_id: int | None


def deal_rules(workspace_id: int) -> DealRules:
    """The rules of deals in one statement. Raises NoRules without processes."""
    books = rulebook.in_force(workspace_id, "convert", "grades")
    if "convert" not in books:
        raise rulebook.NoRules(name="convert", workspace=workspace_id)
    body, grades = books["convert"].body, books.get("grades")
    return DealRules(
        read_processes(body),
        books["convert"].id,
        read_risks(body),
        read_grades(grades.body) if grades else NO_GRADES,
        grades.id if grades else None,
    )


def count_astray(workspace_id: int) -> int:
    """How many open deals stand in a stage their process does not have; two statements."""
    if "convert" not in rulebook.in_force(workspace_id, "convert"):
        return 0
    book = deal_rules(workspace_id).processes
    known = {(process.key, stage.key) for process in book.processes for stage in process.stages}
    rows = Opportunity.objects.of(workspace_id).filter(outcome=DealOutcome.OPEN).order_by()
    standing = rows.values_list("process", "stage").annotate(n=Count("pk"))
    return sum(n for process, stage, n in standing if (process, stage) not in known)
