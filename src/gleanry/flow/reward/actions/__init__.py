"""Note claims, make statements, close and pay them; set targets, give awards."""

from gleanry.flow.reward.actions.closing import close_month, pay_statements
from gleanry.flow.reward.actions.due import look_again, note_claims
from gleanry.flow.reward.actions.inputs import NewAward, give_awards, set_goals, set_goals_by_hand
from gleanry.flow.reward.actions.making import make_statements

__all__ = [
    "NewAward",
    "close_month",
    "give_awards",
    "look_again",
    "make_statements",
    "note_claims",
    "pay_statements",
    "set_goals",
    "set_goals_by_hand",
]
