"""Read statements, their lines, targets, and what another plan would give."""

from gleanry.flow.reward.queries.book import first_open, rewards_book, staff_of
from gleanry.flow.reward.queries.events import goals_of
from gleanry.flow.reward.queries.rehearsal import rehearse, try_plans
from gleanry.flow.reward.queries.sealing import unlike_statements
from gleanry.flow.reward.queries.statements import (
    corrected_lines,
    get_statement,
    lines_of_statement,
    list_months,
    list_statements,
    waiting_of,
)
from gleanry.flow.reward.queries.usage import usage_of_month

__all__ = [
    "corrected_lines",
    "first_open",
    "get_statement",
    "goals_of",
    "lines_of_statement",
    "list_months",
    "list_statements",
    "rehearse",
    "rewards_book",
    "staff_of",
    "try_plans",
    "unlike_statements",
    "usage_of_month",
    "waiting_of",
]
