"""Route graded leads, find sellers for qualified ones, and let people claim and assign."""

from gleanry.flow.route.actions.hand_out import assign_leads, claim_leads
from gleanry.flow.route.actions.route_leads import route_leads, route_qualified

__all__ = ["assign_leads", "claim_leads", "route_leads", "route_qualified"]
