"""Read receipts, claims, invoices and what is owed."""

from gleanry.flow.collect.queries.claims import (
    claims_by_id,
    claims_of,
    claims_of_deals,
    claims_of_orders,
    count_receipts,
    paid_deals,
    receipts_of,
    sum_paid,
)
from gleanry.flow.collect.queries.receipts import (
    count_to_claim,
    get_receipt,
    list_receipts,
    rate_changes_of,
    receipts_by_id,
    refunds_of,
    sum_unclaimed,
)
from gleanry.flow.collect.queries.shares import shares_of
from gleanry.flow.collect.queries.targets import terms_of, visible_terms

__all__ = [
    "claims_by_id",
    "claims_of",
    "claims_of_deals",
    "claims_of_orders",
    "count_receipts",
    "count_to_claim",
    "get_receipt",
    "list_receipts",
    "paid_deals",
    "rate_changes_of",
    "receipts_by_id",
    "receipts_of",
    "refunds_of",
    "shares_of",
    "sum_paid",
    "sum_unclaimed",
    "terms_of",
    "visible_terms",
]
