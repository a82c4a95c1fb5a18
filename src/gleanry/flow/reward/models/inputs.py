"""What statements are made from, beside the receipts: claims to be looked at, targets, awards."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class ClaimDue(WorkspaceModel):
    """A claim that the statements of `month` (its first day) have to take up; `id` is the claim's.

    `done` is taken back when the claim changes. In a closed month it never is: a claim that changes later is moved to
    the next open one.
    """

    id = models.BigIntegerField(primary_key=True)
    month = models.DateField()
    done = models.BooleanField(default=False)
    refund = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "month", "id"], name="claim_due_open", condition=models.Q(done=False)),
            models.Index(fields=["workspace_id", "month", "id"], name="claim_due_by_month"),
        ]


class Goal(WorkspaceModel):
    """What a member shall bring in within a month, in minor units of the workspace's currency."""

    member_id = models.BigIntegerField()
    month = models.DateField()
    amount_minor = models.BigIntegerField()
    source = models.CharField(max_length=12, default="page")
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "month", "member_id"], name="one_goal_a_month"),
        ]


class Award(WorkspaceModel):
    """Something given for work that brings no money by itself: money, or what cannot be counted. Appended."""

    member_id = models.BigIntegerField()
    month = models.DateField()
    kind = models.CharField(max_length=12)
    amount_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    reason = personal(models.CharField(max_length=400), what="note")
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "month", "member_id"], name="award_by_month")]
