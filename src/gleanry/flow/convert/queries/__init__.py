"""Read deals within the viewer's reach, their work, and what waits at gates."""

from gleanry.flow.convert.queries.books import DealRules, count_astray, deal_rules
from gleanry.flow.convert.queries.deals import (
    CARDS,
    board,
    conversion_of,
    count_business,
    deals_by_id,
    deals_by_lead,
    deals_of_lead,
    fixed_rate,
    get_deal,
    list_deals,
    paid_deals,
    parties_of,
    receipts_of,
    stage_changes_of,
    stages_in_use,
    sum_deals,
    sum_receipts,
    visible_deals,
)
from gleanry.flow.convert.queries.outlook import risks_of_deal, stays_of_deal
from gleanry.flow.convert.queries.rehearse import would_hold
from gleanry.flow.convert.queries.waiting import gates_waiting
from gleanry.flow.convert.queries.work import deal_file, edits_since, lacks_of, standings_of

__all__ = [
    "CARDS",
    "DealRules",
    "board",
    "conversion_of",
    "count_astray",
    "count_business",
    "deal_file",
    "deal_rules",
    "deals_by_id",
    "deals_by_lead",
    "deals_of_lead",
    "edits_since",
    "fixed_rate",
    "gates_waiting",
    "get_deal",
    "lacks_of",
    "list_deals",
    "paid_deals",
    "parties_of",
    "receipts_of",
    "risks_of_deal",
    "stage_changes_of",
    "stages_in_use",
    "standings_of",
    "stays_of_deal",
    "sum_deals",
    "sum_receipts",
    "visible_deals",
    "would_hold",
]
