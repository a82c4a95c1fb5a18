"""Weekly and monthly reviews as they were prepared, and what sellers commit to for a week."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Review(WorkspaceModel):
    """A review of a week or a month of the company, a team or a person, kept as it was prepared. Appended.

    `subject` is the team or the member (0 for the company), so that one row of each stands for itself.
    """

    kind = models.CharField(max_length=5, choices=[("week", "week"), ("month", "month")])
    starts_on = models.DateField()
    scope = models.CharField(max_length=7, choices=[(name, name) for name in ("company", "team", "person")])
    subject = models.BigIntegerField(default=0)
    prepared_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    body = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "kind", "starts_on", "scope", "subject"], name="one_review")
        ]


class Commitment(WorkspaceModel):
    """What somebody commits to for a week: to win a deal, bring it to a stage, or in words. Judged when it is over."""

    member_id = models.BigIntegerField()
    week = models.DateField()
    kind = models.CharField(max_length=5, choices=[(name, name) for name in ("win", "stage", "words")])
    text = models.CharField(max_length=200, default="")
    opportunity_id = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=40, default="")
    stated_at = models.DateTimeField()
    verdict = models.CharField(max_length=6, default="")
    judged_at = models.DateTimeField(null=True)
    by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "week", "member_id"], name="commitment_of_week")]
