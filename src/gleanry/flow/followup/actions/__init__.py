"""Start, meet, miss, pause, release deadlines; judge what was missed; record what is done; sign and decide."""

from gleanry.flow.followup.actions.calls import assign_call, end_door, make_door, set_extension, take_calls
from gleanry.flow.followup.actions.deadlines import end_deadlines, end_unowned, start_deadlines
from gleanry.flow.followup.actions.decisions import accept_leads, invalidate_leads, qualify_leads, return_leads
from gleanry.flow.followup.actions.gates import GateShut
from gleanry.flow.followup.actions.judging import appeal_violation, excuse_violations, uphold_violations
from gleanry.flow.followup.actions.notices import dismiss_notices
from gleanry.flow.followup.actions.pauses import pause_leads, resume_leads
from gleanry.flow.followup.actions.recompute import recompute_deadlines
from gleanry.flow.followup.actions.record import record_follow_up, record_follow_ups
from gleanry.flow.followup.actions.refusing import refuse_leads
from gleanry.flow.followup.actions.reminders import remind_owners, see_reminders
from gleanry.flow.followup.actions.resume import resume_deadlines
from gleanry.flow.followup.actions.sweep import sweep_deadlines
from gleanry.flow.followup.actions.visits import call_off_visits, plan_visits, record_visits

__all__ = [
    "GateShut",
    "accept_leads",
    "appeal_violation",
    "assign_call",
    "call_off_visits",
    "dismiss_notices",
    "end_deadlines",
    "end_door",
    "end_unowned",
    "excuse_violations",
    "invalidate_leads",
    "make_door",
    "pause_leads",
    "plan_visits",
    "qualify_leads",
    "recompute_deadlines",
    "record_follow_up",
    "record_follow_ups",
    "record_visits",
    "refuse_leads",
    "remind_owners",
    "resume_deadlines",
    "resume_leads",
    "return_leads",
    "see_reminders",
    "set_extension",
    "start_deadlines",
    "sweep_deadlines",
    "take_calls",
    "uphold_violations",
]
