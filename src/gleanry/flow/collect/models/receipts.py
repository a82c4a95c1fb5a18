"""Receipts, and whose they are."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class Source(models.TextChoices):
    DEAL = "deal"
    BANK = "bank"
    HAND = "hand"
    REFUND = "refund"


class Receipt(WorkspaceModel):
    """Money that came in. It belongs to nobody until it is claimed; a refund is a negative receipt.

    `amount_minor` is in minor units of `currency`, `base_minor` in the workspace's at the `rate` of its day (0 while
    nobody stated one). `fingerprint` tells the same bank line that comes twice. Only a rate is ever added later, and
    RateChange keeps who did it.
    """

    external_id = models.CharField(max_length=200, default="")
    fingerprint = models.CharField(max_length=80, default="", db_default="")
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.DEAL, db_default=Source.DEAL)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    base_minor = models.BigIntegerField()
    received_at = models.DateTimeField()
    payer = personal(models.CharField(max_length=200, default="", db_default=""), what="name")
    reference = models.CharField(max_length=400, default="", db_default="")
    booked_by_id = models.BigIntegerField(null=True)
    booked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "convert_receipt"  # it lay in the stage convert before, and its rows stay where they are
        indexes = [models.Index(fields=["workspace_id", "received_at"], name="receipt_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "fingerprint"],
                name="one_bank_line",
                condition=models.Q(fingerprint__gt=""),
            )
        ]


class ClaimKind(models.TextChoices):
    DEAL = "deal"
    PI = "pi"
    ORDER = "order"
    OVER = "over"


class Claim(WorkspaceModel):
    """A part of a receipt given to a deal, a PI or an order, or set aside as an overpayment. Appended.

    A correction is a row of its own that takes an earlier one back (`reverses_id`, amounts negated), beside the row
    that is right. `settled_minor` is what it pays of the target, in the target's currency.
    """

    receipt_id = models.BigIntegerField()
    kind = models.CharField(max_length=5, choices=ClaimKind.choices)
    opportunity_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    quote_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField()
    base_minor = models.BigIntegerField()
    settled_minor = models.BigIntegerField()
    settled_currency = models.CharField(max_length=3)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, default="")
    reverses_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["receipt_id"], name="claim_by_receipt"),
            models.Index(fields=["opportunity_id"], name="claim_by_deal"),
            models.Index(fields=["order_id"], name="claim_by_order", condition=models.Q(order_id__isnull=False)),
            models.Index(fields=["account_id"], name="claim_by_account"),
            models.Index(fields=["workspace_id", "owner_id", "id"], name="claim_by_owner"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reverses_id"], name="taken_back_once", condition=models.Q(reverses_id__isnull=False)
            )
        ]


class Share(WorkspaceModel):
    """Who earns which part of a claim, in hundredths of a percent. Versions are appended, the highest is in force."""

    claim_id = models.BigIntegerField()
    version = models.IntegerField()
    member_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    basis_points = models.IntegerField()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [models.Index(fields=["claim_id", "version"], name="share_by_claim")]


class RateChange(WorkspaceModel):
    """A receipt got its exchange rate later, or another one. Appended."""

    receipt_id = models.BigIntegerField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    base_minor = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [models.Index(fields=["receipt_id"], name="rate_change_by_receipt")]


class Refund(WorkspaceModel):
    """Money of a claim that shall go back. Approved by another member it becomes a negative receipt."""

    claim_id = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, default="")
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    receipt_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["claim_id"], name="refund_by_claim"),
            models.Index(fields=["workspace_id", "verdict", "id"], name="refund_waiting"),
        ]
