"""Book money, claim it, correct claims, send it back; bill, plan and remind."""

from gleanry.flow.collect.actions.claiming import claim_receipts
from gleanry.flow.collect.actions.deals import record_receipt, take_money, take_payments

__all__ = ["claim_receipts", "record_receipt", "take_money", "take_payments"]
