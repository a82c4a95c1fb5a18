"""Find, and whether the index is what it should be."""

from gleanry.search.queries.finding import account_leads, find, find_accounts, find_leads, find_people
from gleanry.search.queries.state import index_faults, is_behind

__all__ = ["account_leads", "find", "find_accounts", "find_leads", "find_people", "index_faults", "is_behind"]
