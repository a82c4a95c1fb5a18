"""Money that came in, whose it is, and what is owed."""

from gleanry.flow.collect.models.invoices import CreditLimit, Invoice, InvoiceKind, PlanStep, Reminder, Trigger
from gleanry.flow.collect.models.receipts import Claim, ClaimKind, RateChange, Receipt, Refund, Share, Source

__all__ = [
    "Claim",
    "ClaimKind",
    "CreditLimit",
    "Invoice",
    "InvoiceKind",
    "PlanStep",
    "RateChange",
    "Receipt",
    "Refund",
    "Reminder",
    "Share",
    "Source",
    "Trigger",
]
