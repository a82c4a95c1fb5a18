"""Book money, claim it, correct claims, send it back; bill, plan and remind."""

from gleanry.flow.collect.actions.billing import book_invoice, plan_orders, set_limit, set_plan
from gleanry.flow.collect.actions.booking import book_lines, book_receipt, book_statement
from gleanry.flow.collect.actions.claiming import claim_receipts
from gleanry.flow.collect.actions.correcting import correct_claim, rate_receipt, split_claim
from gleanry.flow.collect.actions.deals import record_receipt, take_money, take_payments
from gleanry.flow.collect.actions.dunning import dun, end_reminder, forget_paid
from gleanry.flow.collect.actions.refunding import ask_refund, decide_refund

__all__ = [
    "ask_refund",
    "book_invoice",
    "book_lines",
    "book_receipt",
    "book_statement",
    "claim_receipts",
    "correct_claim",
    "decide_refund",
    "dun",
    "end_reminder",
    "forget_paid",
    "plan_orders",
    "rate_receipt",
    "record_receipt",
    "set_limit",
    "set_plan",
    "split_claim",
    "take_money",
    "take_payments",
]
