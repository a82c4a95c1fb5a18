"""What is due, what was done, what stands still, what was missed; who signed what; which calls wait."""

from gleanry.flow.followup.queries.calls import (
    count_waiting_calls,
    door_of,
    list_doors,
    list_extensions,
    list_waiting_calls,
)
from gleanry.flow.followup.queries.contacts import (
    APPOINTMENT,
    follow_ups_by_lead,
    follow_ups_of,
    last_contact,
    list_appointments,
    list_came_again,
)
from gleanry.flow.followup.queries.deadlines import (
    clocks_of,
    count_open,
    count_unswept,
    deadlines_of,
    kinds_in_use,
    list_due,
    list_open,
    next_due,
    stated_deadlines,
)
from gleanry.flow.followup.queries.demands import demands_of
from gleanry.flow.followup.queries.gates import (
    answers_known,
    count_unlike,
    gate_of,
    known_of_leads,
    last_signs,
    refusals_of,
    signs_of,
    suggestions_for,
)
from gleanry.flow.followup.queries.notices import list_notices
from gleanry.flow.followup.queries.pauses import pause_rules, pauses_of
from gleanry.flow.followup.queries.quality import count_signs, gate_quality, list_signs
from gleanry.flow.followup.queries.rehearse import rehearse_promises
from gleanry.flow.followup.queries.tries import try_gates
from gleanry.flow.followup.queries.violations import (
    count_violations,
    get_violation,
    list_violations,
    tally_violations,
)
from gleanry.flow.followup.queries.visits import (
    due_visits,
    filled_of,
    first_written,
    get_visit,
    is_in_time,
    list_visits,
    versions_of,
    visits_between,
    visits_since,
)

__all__ = [
    "APPOINTMENT",
    "answers_known",
    "clocks_of",
    "count_open",
    "count_signs",
    "count_unlike",
    "count_unswept",
    "count_violations",
    "count_waiting_calls",
    "deadlines_of",
    "demands_of",
    "door_of",
    "due_visits",
    "filled_of",
    "first_written",
    "follow_ups_by_lead",
    "follow_ups_of",
    "gate_of",
    "gate_quality",
    "get_violation",
    "get_visit",
    "is_in_time",
    "kinds_in_use",
    "known_of_leads",
    "last_contact",
    "last_signs",
    "list_appointments",
    "list_came_again",
    "list_doors",
    "list_due",
    "list_extensions",
    "list_notices",
    "list_open",
    "list_signs",
    "list_violations",
    "list_visits",
    "list_waiting_calls",
    "next_due",
    "pause_rules",
    "pauses_of",
    "refusals_of",
    "rehearse_promises",
    "signs_of",
    "stated_deadlines",
    "suggestions_for",
    "tally_violations",
    "try_gates",
    "versions_of",
    "visits_between",
    "visits_since",
]
