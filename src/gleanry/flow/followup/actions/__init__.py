"""Start, meet, miss and release deadlines; record follow-ups; decide about leads."""

from gleanry.flow.followup.actions.deadlines import end_deadlines, start_deadlines, sweep_deadlines
from gleanry.flow.followup.actions.decisions import accept_leads, invalidate_leads, qualify_leads, return_leads
from gleanry.flow.followup.actions.record import record_follow_up, record_follow_ups
from gleanry.flow.followup.actions.reminders import remind_owners, see_reminders
from gleanry.flow.followup.actions.resume import resume_deadlines

__all__ = [
    "accept_leads",
    "end_deadlines",
    "invalidate_leads",
    "qualify_leads",
    "record_follow_up",
    "record_follow_ups",
    "remind_owners",
    "resume_deadlines",
    "return_leads",
    "see_reminders",
    "start_deadlines",
    "sweep_deadlines",
]
