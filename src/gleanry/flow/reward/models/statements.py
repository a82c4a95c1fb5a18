"""Statements and their lines."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class StatementState(models.TextChoices):
    DRAFT = "draft"
    CLOSED = "closed"
    PAID = "paid"


class Statement(WorkspaceModel):
    """What a member is given for a month (its first day). A closed one never changes.

    `sums` is currency -> minor units; `total_minor`, `goal_minor`, `achieved_minor` are in the workspace's currency.
    `terms` holds completion, rate and tier as text. `fresh`: its lines are reckoned, and nothing they depend on changed
    since. `digest` seals a closed one.
    """

    member_id = models.BigIntegerField()
    month = models.DateField()
    state = models.CharField(max_length=6, choices=StatementState.choices, default=StatementState.DRAFT)
    fresh = models.BooleanField(default=False)
    plan = models.CharField(max_length=40, default="")
    rules_id = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    goal_minor = models.BigIntegerField(null=True)
    achieved_minor = models.BigIntegerField(default=0)
    terms = models.JSONField(default=dict)
    sums = models.JSONField(default=dict)
    total_minor = models.BigIntegerField(default=0)
    lines = models.IntegerField(default=0)
    unrated = models.IntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.BigIntegerField(null=True)
    paid_at = models.DateTimeField(null=True)
    paid_by_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "month", "member_id"], name="one_statement_a_month"),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "member_id", "month"], name="statement_by_member"),
            models.Index(
                fields=["workspace_id", "month", "member_id"],
                name="statement_stale",
                condition=models.Q(fresh=False, state="draft"),
            ),
        ]


class Line(WorkspaceModel):
    """What a statement says of one share, bonus or award.

    `base_minor` of a receipt counts and gives `pay_minor`, both in `currency`; `worth_minor` and `pay_base_minor` are
    the same in the workspace's, by `rate`. Before a draft is reckoned `pay_minor` is empty. `how` holds what the
    calculation is written from. A correction names the line it `corrects_id`.
    """

    statement_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    month = models.DateField()
    kind = models.CharField(max_length=12)
    part = models.CharField(max_length=10, default="")
    claim_id = models.BigIntegerField(null=True)
    receipt_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    deal_id = models.BigIntegerField(null=True)
    base_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    worth_minor = models.BigIntegerField(default=0)
    pay_minor = models.BigIntegerField(null=True)
    pay_base_minor = models.BigIntegerField(null=True)
    how = models.JSONField(default=dict)
    corrects_id = models.BigIntegerField(null=True)
    rules_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["statement_id", "id"], name="line_by_statement"),
            models.Index(fields=["claim_id"], name="line_by_claim", condition=models.Q(claim_id__isnull=False)),
            models.Index(fields=["deal_id"], name="line_by_deal", condition=models.Q(deal_id__isnull=False)),
        ]


class Closing(WorkspaceModel):
    """A month was closed, with everything before it. Appended."""

    month = models.DateField()
    count = models.IntegerField()
    total_minor = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "month"], name="month_closed_once")]
