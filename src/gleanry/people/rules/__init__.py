"""What holds of companies and people: consents, groups, tiers, committees, codes and keeping."""

from gleanry.people.rules.codes import build, chosen_of, faults_of_codes, missing_of, prefixes_of, read_codes
from gleanry.people.rules.committee import fault_of_seat, gaps_of, support_of
from gleanry.people.rules.consents import prevailing
from gleanry.people.rules.family import MOST_LEVELS, circles, settle
from gleanry.people.rules.keeping import (
    alone,
    concentrated,
    faults_of_accounts,
    planned,
    read_committee,
    read_keeping,
)
from gleanry.people.rules.tier_book import CELLS, WAYS, faults_of_tiers, read_tiers
from gleanry.people.rules.tiers import (
    abc_bounds,
    abc_of,
    cuts_of,
    places_of,
    rad_of,
    rfm_of,
    rfm_type,
    share_of,
    tier_of,
)

__all__ = [
    "CELLS",
    "MOST_LEVELS",
    "WAYS",
    "abc_bounds",
    "abc_of",
    "alone",
    "build",
    "chosen_of",
    "circles",
    "concentrated",
    "cuts_of",
    "fault_of_seat",
    "faults_of_accounts",
    "faults_of_codes",
    "faults_of_tiers",
    "gaps_of",
    "missing_of",
    "places_of",
    "planned",
    "prefixes_of",
    "prevailing",
    "rad_of",
    "read_codes",
    "read_committee",
    "read_keeping",
    "read_tiers",
    "rfm_of",
    "rfm_type",
    "settle",
    "share_of",
    "support_of",
    "tier_of",
]
