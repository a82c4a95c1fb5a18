"""Which deadline is owed and by when; what counts as follow-up; what is known of BANT; who passes a gate."""

from gleanry.flow.followup.rules.bant import bant_faults, gaps_of, known_answers, months_until, tidy_bant
from gleanry.flow.followup.rules.contacts import (
    contacts_faults,
    fields_left,
    is_given_up,
    read_demands,
    spaced_attempts,
    what_counts,
)
from gleanry.flow.followup.rules.deadlines import Promise, due_after_rest, due_by, promise_for, read_promises
from gleanry.flow.followup.rules.gates import (
    awaits_sql,
    gates_faults,
    judge,
    read_gate,
    read_refusals,
    refusal_for,
    suggest,
)

__all__ = [
    "Promise",
    "awaits_sql",
    "bant_faults",
    "contacts_faults",
    "due_after_rest",
    "due_by",
    "fields_left",
    "gaps_of",
    "gates_faults",
    "is_given_up",
    "judge",
    "known_answers",
    "months_until",
    "promise_for",
    "read_demands",
    "read_gate",
    "read_promises",
    "read_refusals",
    "refusal_for",
    "spaced_attempts",
    "suggest",
    "tidy_bant",
    "what_counts",
]
