"""Questions the cockpit answers: the funnel, the account of the flow, the laws."""

from gleanry.cockpit.queries.audit import audit
from gleanry.cockpit.queries.flow import flow_report
from gleanry.cockpit.queries.funnel import DIMENSIONS, funnel

__all__ = ["DIMENSIONS", "audit", "flow_report", "funnel"]
