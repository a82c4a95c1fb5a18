"""Route graded leads, find sellers for qualified ones, and let people claim and assign."""

from gleanry.flow.route.actions.claim import MOST, claim_best, claim_leads
from gleanry.flow.route.actions.follow_sources import follow_joined, follow_moved, follow_sources
from gleanry.flow.route.actions.hand_out import assign_leads, hand_over
from gleanry.flow.route.actions.route_leads import route_again, route_leads, route_qualified, route_unowned
from gleanry.flow.route.actions.second_round import move_from_gone, second_round

__all__ = [
    "MOST",
    "assign_leads",
    "claim_best",
    "claim_leads",
    "follow_joined",
    "follow_moved",
    "follow_sources",
    "hand_over",
    "move_from_gone",
    "route_again",
    "route_leads",
    "route_qualified",
    "route_unowned",
    "second_round",
]
