"""Read stays in nurture, and what leaves its place when."""

from gleanry.flow.nurture.queries.recycling import dues_of, leaving_of, would_recycle
from gleanry.flow.nurture.queries.stays import enrolments_of

__all__ = ["dues_of", "enrolments_of", "leaving_of", "would_recycle"]
