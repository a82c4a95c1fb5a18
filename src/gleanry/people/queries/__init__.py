"""Find accounts and people, by the batch."""

from gleanry.people.queries.accounts import account_cards, accounts_after, accounts_by_id, accounts_by_key
from gleanry.people.queries.consents import consents_of, count_consents
from gleanry.people.queries.groups import FIELDS, TABLES, groups_of, members_of, raw_rows, roots_of, with_members
from gleanry.people.queries.naming import account_candidates
from gleanry.people.queries.people import (
    find_people,
    identifiers_of_people,
    people_after,
    people_by_id,
    people_by_identifier,
    people_of_accounts,
    profiles_of,
)

__all__ = [
    "FIELDS",
    "TABLES",
    "account_candidates",
    "account_cards",
    "accounts_after",
    "accounts_by_id",
    "accounts_by_key",
    "consents_of",
    "count_consents",
    "find_people",
    "groups_of",
    "identifiers_of_people",
    "members_of",
    "people_after",
    "people_by_id",
    "people_by_identifier",
    "people_of_accounts",
    "profiles_of",
    "raw_rows",
    "roots_of",
    "with_members",
]
