"""Questions the cockpit answers: the funnel, the account of the flow, the laws."""

from gleanry.cockpit.queries.audit import audit
from gleanry.cockpit.queries.flow import flow_report
from gleanry.cockpit.queries.funnel import DIMENSIONS, funnel
from gleanry.cockpit.queries.wins import BY, wins

__all__ = ["BY", "DIMENSIONS", "audit", "flow_report", "funnel", "wins"]
