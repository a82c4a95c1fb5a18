"""The only writers of the register. Open to the stages of the flow."""

from gleanry.leads.actions.claims import count_claimed
from gleanry.leads.actions.marks import mark_leads, unmark_leads
from gleanry.leads.actions.register import (
    grade_leads,
    hold_leads,
    join_leads,
    know_leads,
    open_leads,
    part_leads,
    place_leads,
    point_leads,
    reach_milestones,
    reserve_ids,
    set_milestones,
    set_paid,
    set_people,
    set_state,
    set_won,
)

__all__ = [
    "count_claimed",
    "grade_leads",
    "hold_leads",
    "join_leads",
    "know_leads",
    "mark_leads",
    "open_leads",
    "part_leads",
    "place_leads",
    "point_leads",
    "reach_milestones",
    "reserve_ids",
    "set_milestones",
    "set_paid",
    "set_people",
    "set_state",
    "set_won",
    "unmark_leads",
]
