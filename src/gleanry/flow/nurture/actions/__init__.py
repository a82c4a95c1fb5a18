"""Keep leads warm: stays, plans, what they write, and waking up; take back and put by."""

from gleanry.flow.nurture.actions.entering import (
    begin_by_hand,
    begin_entered,
    begin_graded,
    begin_rested,
    begin_returned,
)
from gleanry.flow.nurture.actions.handling import bounce_mails, finish_todo, resume_stay, stop_stay
from gleanry.flow.nurture.actions.leaving import hear_leads, hear_touches, leave_moved
from gleanry.flow.nurture.actions.publish_plans import publish_plans
from gleanry.flow.nurture.actions.put_by import mark, put_by, unmark
from gleanry.flow.nurture.actions.recycle import recycle_breached, recycle_leads
from gleanry.flow.nurture.actions.running import run_plans
from gleanry.flow.nurture.actions.sending import send_mails
from gleanry.flow.nurture.actions.staying import enrol_leads, rest_routed
from gleanry.flow.nurture.actions.waking import wake_graded, wake_leads, wake_touched

__all__ = [
    "begin_by_hand",
    "begin_entered",
    "begin_graded",
    "begin_rested",
    "begin_returned",
    "bounce_mails",
    "enrol_leads",
    "finish_todo",
    "hear_leads",
    "hear_touches",
    "leave_moved",
    "mark",
    "publish_plans",
    "put_by",
    "recycle_breached",
    "recycle_leads",
    "rest_routed",
    "resume_stay",
    "run_plans",
    "send_mails",
    "stop_stay",
    "unmark",
    "wake_graded",
    "wake_leads",
    "wake_touched",
]
