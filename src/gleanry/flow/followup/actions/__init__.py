"""Start, meet, miss and release deadlines; record follow-ups and calls; sign at gates; decide about leads."""

from gleanry.flow.followup.actions.calls import assign_call, end_door, make_door, set_extension, take_calls
from gleanry.flow.followup.actions.deadlines import end_deadlines, start_deadlines, sweep_deadlines
from gleanry.flow.followup.actions.decisions import accept_leads, invalidate_leads, qualify_leads, return_leads
from gleanry.flow.followup.actions.gates import GateShut
from gleanry.flow.followup.actions.record import record_follow_up, record_follow_ups
from gleanry.flow.followup.actions.refusing import refuse_leads
from gleanry.flow.followup.actions.reminders import remind_owners, see_reminders
from gleanry.flow.followup.actions.resume import resume_deadlines

__all__ = [
    "GateShut",
    "accept_leads",
    "assign_call",
    "end_deadlines",
    "end_door",
    "invalidate_leads",
    "make_door",
    "qualify_leads",
    "record_follow_up",
    "record_follow_ups",
    "refuse_leads",
    "remind_owners",
    "resume_deadlines",
    "return_leads",
    "see_reminders",
    "set_extension",
    "start_deadlines",
    "sweep_deadlines",
    "take_calls",
]
