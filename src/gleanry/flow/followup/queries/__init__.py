"""What is due, what was done, what stands still, what was missed."""

from gleanry.flow.followup.queries.contacts import (
    APPOINTMENT,
    follow_ups_by_lead,
    follow_ups_of,
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
from gleanry.flow.followup.queries.notices import list_notices
from gleanry.flow.followup.queries.pauses import pause_rules, pauses_of
from gleanry.flow.followup.queries.violations import (
    count_violations,
    get_violation,
    list_violations,
    tally_violations,
)

__all__ = [
    "APPOINTMENT",
    "clocks_of",
    "count_open",
    "count_unswept",
    "count_violations",
    "deadlines_of",
    "follow_ups_by_lead",
    "follow_ups_of",
    "get_violation",
    "kinds_in_use",
    "list_appointments",
    "list_came_again",
    "list_due",
    "list_notices",
    "list_open",
    "list_violations",
    "next_due",
    "pause_rules",
    "pauses_of",
    "stated_deadlines",
    "tally_violations",
]
