"""Credits."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Credit(WorkspaceModel):
    """A share of one claim of a receipt given to one touch by one model, in minor units of the workspace's currency.

    Per claim and model the credits add up to the claim; what takes a claim back has negative ones. `touch_id` is
    empty where no touch could be credited.
    """

    receipt_id = models.BigIntegerField()
    claim_id = models.BigIntegerField()
    model = models.CharField(max_length=12)
    touch_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=80, default="")
    campaign = models.CharField(max_length=80, default="")
    amount_minor = models.BigIntegerField()
    rules_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["claim_id", "model"], name="credit_by_claim")]
