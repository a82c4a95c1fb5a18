"""Processes, moves, grades and risks of a deal; what a row of a deals file says; rates."""

from gleanry.flow.convert.rules.deals import Deal, read_deal
from gleanry.flow.convert.rules.grade_faults import faults_of_grades
from gleanry.flow.convert.rules.grades import (
    ALL_GRADES,
    LOST_GRADE,
    OPEN_GRADES,
    WON_GRADE,
    Coverage,
    Grade,
    GradeBook,
    Graded,
    coverage_of,
    grade_of,
    is_promotion,
    read_grades,
)
from gleanry.flow.convert.rules.moves import Standing, Stay, goes_back, is_fast, lacking, stays_of
from gleanry.flow.convert.rules.process_faults import faults_of_stages
from gleanry.flow.convert.rules.processes import (
    FIELDS,
    LOST,
    MAIN,
    PHASES,
    WON,
    Process,
    ProcessBook,
    Stage,
    read_processes,
    read_stages,
    stage_named,
)
from gleanry.flow.convert.rules.rates import faults_of_rates, in_base, rate_for
from gleanry.flow.convert.rules.risks import RiskRules, Watched, read_risks, risks_of

__all__ = [
    "ALL_GRADES",
    "FIELDS",
    "LOST",
    "LOST_GRADE",
    "MAIN",
    "OPEN_GRADES",
    "PHASES",
    "WON",
    "WON_GRADE",
    "Coverage",
    "Deal",
    "Grade",
    "GradeBook",
    "Graded",
    "Process",
    "ProcessBook",
    "RiskRules",
    "Stage",
    "Standing",
    "Stay",
    "Watched",
    "coverage_of",
    "faults_of_grades",
    "faults_of_rates",
    "faults_of_stages",
    "goes_back",
    "grade_of",
    "in_base",
    "is_fast",
    "is_promotion",
    "lacking",
    "rate_for",
    "read_deal",
    "read_grades",
    "read_processes",
    "read_risks",
    "read_stages",
    "risks_of",
    "stage_named",
    "stays_of",
]
