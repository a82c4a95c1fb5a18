"""Book money, claim it, correct claims, send it back; bill, plan and remind."""

from gleanry.flow.collect.actions.booking import book_lines, book_receipt, book_statement
from gleanry.flow.collect.actions.claiming import claim_receipts
from gleanry.flow.collect.actions.correcting import correct_claim, rate_receipt, split_claim
from gleanry.flow.collect.actions.deals import record_receipt, take_money, take_payments
from gleanry.flow.collect.actions.refunding import ask_refund, decide_refund

__all__ = [
    "ask_refund",
    "book_lines",
    "book_receipt",
    "book_statement",
    "claim_receipts",
    "correct_claim",
    "decide_refund",
    "rate_receipt",
    "record_receipt",
    "split_claim",
    "take_money",
    "take_payments",
]
