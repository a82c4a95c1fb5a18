"""Sources of deals, cases and registrations."""

from gleanry.flow.settle.queries.asking import protection_rule, source_rule, source_rule_in
from gleanry.flow.settle.queries.books import sources_book
from gleanry.flow.settle.queries.cases import (
    cases_by_id,
    cases_of_accounts,
    count_cases,
    entries_of,
    get_case,
    judges,
    list_cases,
    shares_settled,
)
from gleanry.flow.settle.queries.records import companies_of
from gleanry.flow.settle.queries.registrations import (
    count_protected,
    get_registration,
    list_registrations,
    registrations_by_id,
)
from gleanry.flow.settle.queries.sources import (
    count_pipes,
    count_unlike_sources,
    deals_by_pipe,
    source_history,
    sources_of,
    try_sources,
)

__all__ = [
    "cases_by_id",
    "cases_of_accounts",
    "companies_of",
    "count_cases",
    "count_pipes",
    "count_protected",
    "count_unlike_sources",
    "deals_by_pipe",
    "entries_of",
    "get_case",
    "get_registration",
    "judges",
    "list_cases",
    "list_registrations",
    "protection_rule",
    "registrations_by_id",
    "shares_settled",
    "source_history",
    "source_rule",
    "source_rule_in",
    "sources_book",
    "sources_of",
    "try_sources",
]
