"""Find, and whether the index is what it should be."""

from gleanry.search.queries.finding import account_leads, find, find_accounts, find_leads, find_people
from gleanry.search.queries.state import count_documents, index_faults, is_behind

__all__ = [
    "account_leads",
    "count_documents",
    "find",
    "find_accounts",
    "find_leads",
    "find_people",
    "index_faults",
    "is_behind",
]
