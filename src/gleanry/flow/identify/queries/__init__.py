"""Read who a submission was found to be from, who holds what doubles it, and what other rules would have decided."""

from gleanry.flow.identify.queries.doubles import doubles_of, known_as
from gleanry.flow.identify.queries.dry_run import dry_run
from gleanry.flow.identify.queries.matches import accounts_matched, leads_of_submissions, match_of, matches_of
from gleanry.flow.identify.queries.requests import list_asked, list_requests
from gleanry.flow.identify.queries.told import waited_parents

__all__ = [
    "accounts_matched",
    "doubles_of",
    "dry_run",
    "known_as",
    "leads_of_submissions",
    "list_asked",
    "list_requests",
    "match_of",
    "matches_of",
    "waited_parents",
]
