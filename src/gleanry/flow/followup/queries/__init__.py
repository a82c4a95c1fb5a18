"""What is due, what was done, what was missed; who signed what; which calls wait."""

from gleanry.flow.followup.queries.calls import (
    count_waiting_calls,
    door_of,
    list_doors,
    list_extensions,
    list_waiting_calls,
)
from gleanry.flow.followup.queries.contacts import demands_of, follow_ups_by_lead, follow_ups_of
from gleanry.flow.followup.queries.deadlines import (
    APPOINTMENT,
    count_open,
    count_unswept,
    count_violations,
    deadlines_of,
    list_appointments,
    list_came_again,
    list_due,
    list_open,
    list_violations,
    next_due,
    stated_deadlines,
)
from gleanry.flow.followup.queries.gates import (
    answers_known,
    gate_of,
    known_of_leads,
    last_signs,
    refusals_of,
    signs_of,
    suggestions_for,
)
from gleanry.flow.followup.queries.quality import count_signs, gate_quality, list_signs
from gleanry.flow.followup.queries.tries import try_gates

__all__ = [
    "APPOINTMENT",
    "answers_known",
    "count_open",
    "count_signs",
    "count_unswept",
    "count_violations",
    "count_waiting_calls",
    "deadlines_of",
    "demands_of",
    "door_of",
    "follow_ups_by_lead",
    "follow_ups_of",
    "gate_of",
    "gate_quality",
    "known_of_leads",
    "last_signs",
    "list_appointments",
    "list_came_again",
    "list_doors",
    "list_due",
    "list_extensions",
    "list_open",
    "list_signs",
    "list_violations",
    "list_waiting_calls",
    "next_due",
    "refusals_of",
    "signs_of",
    "stated_deadlines",
    "suggestions_for",
    "try_gates",
]
