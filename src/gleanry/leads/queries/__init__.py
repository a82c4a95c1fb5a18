"""Read the register: lists by keyset, pools with counts, single leads, who came again."""

from gleanry.leads.queries.doubles import count_followers, followers_of, latest_of_accounts, leads_since
from gleanry.leads.queries.gathering import (
    held_leads,
    held_since,
    last_lead_id,
    latest_leads,
    leads_by_external_id,
    leads_by_id,
    leads_by_person,
    leads_of_sources,
    leads_reaching,
    own_leads,
)
from gleanry.leads.queries.holders import former_owners, held_by_gone
from gleanry.leads.queries.places import places_of_people
from gleanry.leads.queries.pools import book_of, claimed_on, held_by, kept_in, offered, pool_book
from gleanry.leads.queries.register import (
    MONEY,
    REACHED,
    NotFound,
    among_visible,
    attached_to,
    count_leads,
    count_places,
    count_pools,
    get_lead,
    list_leads,
    list_moves,
    list_sources,
    sum_money,
    visible,
)
from gleanry.leads.queries.stays import marks_of, stays_of
from gleanry.leads.queries.tenures import list_tenures

__all__ = [
    "MONEY",
    "REACHED",
    "NotFound",
    "among_visible",
    "attached_to",
    "book_of",
    "claimed_on",
    "count_followers",
    "count_leads",
    "count_places",
    "count_pools",
    "followers_of",
    "former_owners",
    "get_lead",
    "held_by",
    "held_by_gone",
    "held_leads",
    "held_since",
    "kept_in",
    "last_lead_id",
    "latest_leads",
    "latest_of_accounts",
    "leads_by_external_id",
    "leads_by_id",
    "leads_by_person",
    "leads_of_sources",
    "leads_reaching",
    "leads_since",
    "list_leads",
    "list_moves",
    "list_sources",
    "list_tenures",
    "marks_of",
    "offered",
    "own_leads",
    "places_of_people",
    "pool_book",
    "stays_of",
    "sum_money",
    "visible",
]
