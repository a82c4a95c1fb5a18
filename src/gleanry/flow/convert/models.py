"""Opportunities and the money they bring."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class DealOutcome(models.TextChoices):
    OPEN = ""
    WON = "won"
    LOST = "lost"


class Opportunity(WorkspaceModel):
    """A deal in progress. It keeps the lead it came from, if any.

    `amount_minor` is in minor units of `currency`; `base_minor` in the workspace's currency at the `rate` fixed with it
    (0 when no rate was known: the amount is then shown but not summed).
    """

    lead_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField(null=True)
    sdr_id = models.BigIntegerField(null=True)
    external_id = models.CharField(max_length=200, default="")
    name = models.CharField(max_length=200)
    product = models.CharField(max_length=80, default="")
    stage = models.CharField(max_length=40)
    amount_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    base_minor = models.BigIntegerField(default=0)
    outcome = models.CharField(max_length=4, choices=DealOutcome.choices, default=DealOutcome.OPEN)
    loss_reason = models.CharField(max_length=80, default="")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    submission_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "outcome", "stage", "id"], name="opportunity_board"),
            models.Index(fields=["lead_id"], name="opportunity_by_lead"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "external_id"],
                name="one_opportunity_external_id",
                condition=models.Q(external_id__gt=""),
            )
        ]


class StageChange(WorkspaceModel):
    """An opportunity went from one stage to another. Appended."""

    opportunity_id = models.BigIntegerField()
    from_stage = models.CharField(max_length=40, default="")
    stage = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [models.Index(fields=["opportunity_id"], name="stage_change_by_deal")]


class Conversion(WorkspaceModel):
    """A lead became part of an account that was there: by which duplicate rule, under which version. Appended."""

    lead_id = models.BigIntegerField(unique=True)
    account_id = models.BigIntegerField()
    rule = models.CharField(max_length=40)
    rules_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account_id"], name="conversion_by_account")]


class TakenDeal(WorkspaceModel):
    """Where a deal from a file ended; `id` is its submission's. Without an opportunity it waits for its lead."""

    id = models.BigIntegerField(primary_key=True)
    opportunity_id = models.BigIntegerField(null=True)
    waits_for = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace_id", "waits_for"],
                name="deal_waiting",
                condition=models.Q(opportunity_id__isnull=True),
            )
        ]
