"""Read deals within the viewer's reach, their work, and what waits at gates."""

from gleanry.flow.convert.queries.books import DealRules, count_astray, deal_rules, stage_words
from gleanry.flow.convert.queries.deals import (
    CARDS,
    board,
    conversion_of,
    deals_behind,
    deals_by_id,
    deals_by_lead,
    deals_held,
    deals_of_lead,
    deals_of_leads,
    fixed_rate,
    get_deal,
    in_workspace_currency,
    known_rates,
    list_deals,
    narrowed_deals,
    parties_of,
    stage_changes_of,
    stages_in_use,
    sum_deals,
    visible_deals,
)
from gleanry.flow.convert.queries.outlook import risks_of_deal, stays_of_deal
from gleanry.flow.convert.queries.rehearse import would_hold
from gleanry.flow.convert.queries.terms import deal_terms, makers_of, payments_of, won_between
from gleanry.flow.convert.queries.waiting import gates_waiting
from gleanry.flow.convert.queries.work import deal_file, edits_since, lacks_of, standings_of

__all__ = [
    "CARDS",
    "DealRules",
    "board",
    "conversion_of",
    "count_astray",
    "deal_file",
    "deal_rules",
    "deal_terms",
    "deals_behind",
    "deals_by_id",
    "deals_by_lead",
    "deals_held",
    "deals_of_lead",
    "deals_of_leads",
    "edits_since",
    "fixed_rate",
    "gates_waiting",
    "get_deal",
    "in_workspace_currency",
    "known_rates",
    "lacks_of",
    "list_deals",
    "makers_of",
    "narrowed_deals",
    "parties_of",
    "payments_of",
    "risks_of_deal",
    "stage_changes_of",
    "stage_words",
    "stages_in_use",
    "standings_of",
    "stays_of_deal",
    "sum_deals",
    "visible_deals",
    "won_between",
    "would_hold",
]
