"""What pages and the worker do with accounts: people holds the tables, the flow the figures, this joins them."""

from gleanry.wiring.accounts.changing import (
    delete_account,
    describe_account,
    mend_groups,
    place_account,
    rest_account,
    set_deputy,
    set_tier,
    tiers_of_book,
)
from gleanry.wiring.accounts.relating import (
    alerts_of,
    code_deal,
    committee_of,
    give_up_handover,
    plan_handover,
    seat_person,
    step_handover,
    tie_people,
    told_of,
    unseat,
    untie,
)
from gleanry.wiring.accounts.sight import accounts_within, check_account
from gleanry.wiring.accounts.taking import ToldOfAccounts, take_accounts
from gleanry.wiring.accounts.tiering import tier_accounts, tier_everybody, try_tiers

__all__ = [
    "ToldOfAccounts",
    "accounts_within",
    "alerts_of",
    "check_account",
    "code_deal",
    "committee_of",
    "delete_account",
    "describe_account",
    "give_up_handover",
    "mend_groups",
    "place_account",
    "plan_handover",
    "rest_account",
    "seat_person",
    "set_deputy",
    "set_tier",
    "step_handover",
    "take_accounts",
    "tie_people",
    "tier_accounts",
    "tier_everybody",
    "tiers_of_book",
    "told_of",
    "try_tiers",
    "unseat",
    "untie",
]
