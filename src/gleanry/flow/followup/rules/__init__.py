"""What a holder owes a lead, until when, and who hears of it: pure decisions."""

from gleanry.flow.followup.rules.check import Fault, faults_of
from gleanry.flow.followup.rules.escalation import Colleague, recipients_for
from gleanry.flow.followup.rules.promises import (
    CONTACT,
    CONVERSION,
    DECISION,
    EACH_CONTACT,
    NEXT_PERSON,
    Case,
    Escalation,
    Promise,
    Span,
    asks_about,
    promises_for,
    read_promises,
)
from gleanry.flow.followup.rules.spans import (
    due_after_rest,
    due_by,
    due_with,
    escalation_at,
    left_of,
    next_reminder,
)

__all__ = [
    "CONTACT",
    "CONVERSION",
    "DECISION",
    "EACH_CONTACT",
    "NEXT_PERSON",
    "Case",
    "Colleague",
    "Escalation",
    "Fault",
    "Promise",
    "Span",
    "asks_about",
    "due_after_rest",
    "due_by",
    "due_with",
    "escalation_at",
    "faults_of",
    "left_of",
    "next_reminder",
    "promises_for",
    "read_promises",
    "recipients_for",
]
