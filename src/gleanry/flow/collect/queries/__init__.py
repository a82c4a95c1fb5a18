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
from gleanry.flow.collect.queries.debts import (
    Account,
    accounts_of,
    ageing_of,
    credit_of,
    limits_of,
    open_debts,
    open_debts_of_accounts,
    order_money,
    reminders_for,
    reminders_of,
)
from gleanry.flow.collect.queries.invoices import dunning_steps, invoices_of
from gleanry.flow.collect.queries.proposals import proposals_for
from gleanry.flow.collect.queries.receipts import (
    count_to_claim,
    get_receipt,
    list_receipts,
    rate_changes_of,
    receipts_by_id,
    refunds_of,
    sum_unclaimed,
    waiting_refunds,
)
from gleanry.flow.collect.queries.shares import shares_of
from gleanry.flow.collect.queries.targets import named_target, names_of_targets, terms_of, visible_terms

__all__ = [
    "Account",
    "accounts_of",
    "ageing_of",
    "claims_by_id",
    "claims_of",
    "claims_of_deals",
    "claims_of_orders",
    "count_receipts",
    "count_to_claim",
    "credit_of",
    "dunning_steps",
    "get_receipt",
    "invoices_of",
    "limits_of",
    "list_receipts",
    "named_target",
    "names_of_targets",
    "open_debts",
    "open_debts_of_accounts",
    "order_money",
    "paid_deals",
    "proposals_for",
    "rate_changes_of",
    "receipts_by_id",
    "receipts_of",
    "refunds_of",
    "reminders_for",
    "reminders_of",
    "shares_of",
    "sum_paid",
    "sum_unclaimed",
    "terms_of",
    "visible_terms",
    "waiting_refunds",
]
