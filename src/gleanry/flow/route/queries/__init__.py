"""Read routing decisions, give them again, see where everybody stands, and try rules out."""

from gleanry.flow.route.queries.cases import book_of, cases_of, keepers_of, people_of, regions_of
from gleanry.flow.route.queries.decisions import assignments_of, latest_turns, replayed, rules_by_pool
from gleanry.flow.route.queries.fairness import decisions_of, rotations_of, waiting_leads
from gleanry.flow.route.queries.quotas import quotas_of
from gleanry.flow.route.queries.taken import taken_on
from gleanry.flow.route.queries.trial import try_rules, unknown_of

__all__ = [
    "assignments_of",
    "book_of",
    "cases_of",
    "decisions_of",
    "keepers_of",
    "latest_turns",
    "people_of",
    "quotas_of",
    "regions_of",
    "replayed",
    "rotations_of",
    "rules_by_pool",
    "taken_on",
    "try_rules",
    "unknown_of",
    "waiting_leads",
]
