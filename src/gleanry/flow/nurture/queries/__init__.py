"""Read stays in nurture and in plans, what was written, what a plan would write, and what leaves its place when."""

from gleanry.flow.nurture.queries.books import book_of, plan_faults
from gleanry.flow.nurture.queries.messages import (
    count_messages,
    count_todo,
    list_todo,
    mails_by_key,
    messages_of,
)
from gleanry.flow.nurture.queries.recycling import dues_of, leaving_of, would_recycle
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
    "dues_of",
    "enrolments_of",
    "get_stay",
    "leaving_of",
    "list_stays",
    "list_todo",
    "mails_by_key",
    "messages_of",
    "plan_faults",
    "preview_step",
    "stays_of",
    "would_recycle",
]
