"""Read stays in nurture and in plans, what was written, and what a plan would write."""

from gleanry.flow.nurture.queries.books import book_of, plan_faults
from gleanry.flow.nurture.queries.messages import (
    count_messages,
    count_todo,
    list_todo,
    mails_by_key,
    messages_of,
)
from gleanry.flow.nurture.queries.stays import count_steps, enrolments_of, get_stay, list_stays, stays_of
from gleanry.flow.nurture.queries.writing import STOP_SALT, preview_step
from gleanry.flow.nurture.rules.plans import Plan, Step, Wait
from gleanry.flow.nurture.rules.writing import PLACES

__all__ = [
    "PLACES",
    "STOP_SALT",
    "Plan",
    "Step",
    "Wait",
    "book_of",
    "count_messages",
    "count_steps",
    "count_todo",
    "enrolments_of",
    "get_stay",
    "list_stays",
    "list_todo",
    "mails_by_key",
    "messages_of",
    "plan_faults",
    "preview_step",
    "stays_of",
]
