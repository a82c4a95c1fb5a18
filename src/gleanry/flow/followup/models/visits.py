"""Visits, planned and made."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class VisitState(models.TextChoices):
    PLANNED = "planned"
    HELD = "held"
    CALLED_OFF = "called_off"
    REPLACED = "replaced"


class Visit(WorkspaceModel):
    """A visit to a customer: planned, held or called off. What a held one says is never overwritten.

    Who completes a record writes a new row that `replaces_id` the one before, which stays as `replaced`. `at` is when
    it took place (of a planned one: when it shall), `planned_for` when it was to, `written_at` when the record was
    made. `ours` are members beside `member_id`, `person_ids` people of the customer we know, `theirs` who else came.
    """

    member_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    lead_id = models.BigIntegerField(null=True)
    deal_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=VisitState.choices, default=VisitState.PLANNED)
    at = models.DateTimeField()
    planned_for = models.DateTimeField(null=True)
    place = personal(models.CharField(max_length=200, default=""), what="address")
    ours = models.JSONField(default=list)
    person_ids = models.JSONField(default=list)
    theirs = personal(models.CharField(max_length=400, default=""), what="name")
    purpose = personal(models.CharField(max_length=400, default=""), what="note")
    needs = personal(models.TextField(default=""), what="note")
    feedback = personal(models.TextField(default=""), what="note")
    intent = models.CharField(max_length=8, default="")
    specification = personal(models.TextField(default=""), what="note")
    next_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="")
    made_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    replaces_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "account_id", "at"], name="visit_by_account"),
            models.Index(fields=["workspace_id", "member_id", "state", "at"], name="visit_by_member"),
            models.Index(fields=["lead_id"], name="visit_by_lead", condition=models.Q(lead_id__isnull=False)),
            models.Index(fields=["deal_id"], name="visit_by_deal", condition=models.Q(deal_id__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["replaces_id"], name="one_visit_after", condition=models.Q(replaces_id__isnull=False)
            )
        ]
