"""Find accounts and people, by the batch."""

from gleanry.people.queries.accounts import account_cards, accounts_after, accounts_by_id, accounts_by_key
from gleanry.people.queries.codes import code_plan, codes_of_deals, deals_by_code
from gleanry.people.queries.committee import at_risk, committee_book, keeping_book, past_seats, seats_of, ties_of
from gleanry.people.queries.consents import consents_of, count_consents
from gleanry.people.queries.family import families_of
from gleanry.people.queries.groups import FIELDS, TABLES, groups_of, members_of, raw_rows, roots_of, with_members
from gleanry.people.queries.handover import handover_named, handovers_of, open_handovers
from gleanry.people.queries.listing import list_accounts, words_of_accounts
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
from gleanry.people.queries.standing import (
    count_tiers,
    key_accounts,
    standings_of,
    tier_book,
    tier_changes_of,
    traits_of,
)

__all__ = [
    "FIELDS",
    "TABLES",
    "account_candidates",
    "account_cards",
    "accounts_after",
    "accounts_by_id",
    "accounts_by_key",
    "at_risk",
    "code_plan",
    "codes_of_deals",
    "committee_book",
    "consents_of",
    "count_consents",
    "count_tiers",
    "deals_by_code",
    "families_of",
    "find_people",
    "groups_of",
    "handover_named",
    "handovers_of",
    "identifiers_of_people",
    "keeping_book",
    "key_accounts",
    "list_accounts",
    "members_of",
    "open_handovers",
    "past_seats",
    "people_after",
    "people_by_id",
    "people_by_identifier",
    "people_of_accounts",
    "profiles_of",
    "raw_rows",
    "roots_of",
    "seats_of",
    "standings_of",
    "tier_book",
    "tier_changes_of",
    "ties_of",
    "traits_of",
    "with_members",
    "words_of_accounts",
]
