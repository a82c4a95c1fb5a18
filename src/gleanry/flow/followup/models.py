"""Promises and what became of them."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class Outcome(models.TextChoices):
    OPEN = ""
    MET = "met"
    MISSED = "missed"
    RELEASED = "released"


class Deadline(WorkspaceModel):
    """What a holder owes a lead, since when and until when. `outcome` is empty while it runs."""

    lead_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    ended_at = models.DateTimeField(null=True)
    rules_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace_id", "owner_id", "due_at"], name="deadline_open", condition=models.Q(outcome="")
            ),
            models.Index(fields=["due_at"], name="deadline_due", condition=models.Q(outcome="")),
            models.Index(fields=["lead_id"], name="deadline_by_lead"),
        ]


class Violation(WorkspaceModel):
    """A missed deadline with its evidence. Written by the scheduler when it passes; `late` if found much later."""

    deadline_id = models.BigIntegerField(unique=True)
    lead_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    found_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    evidence = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "owner_id", "due_at"], name="violation_by_owner"),
            models.Index(fields=["workspace_id", "due_at", "id"], name="violation_by_due"),
        ]


class Reminder(WorkspaceModel):
    """A lead somebody holds came again: `by_lead_id` is the lead it came as. Seen once its holder acts or says so."""

    lead_id = models.BigIntegerField()
    by_lead_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace_id", "owner_id", "lead_id"],
                name="reminder_open",
                condition=models.Q(seen_at__isnull=True),
            ),
            models.Index(fields=["lead_id"], name="reminder_by_lead"),
        ]


class FollowUp(WorkspaceModel):
    """A call, visit or message by a holder, and what came of it. Appended."""

    lead_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    result = models.CharField(max_length=16)
    note = personal(models.TextField(default=""), what="note")
    bant = models.JSONField(default=dict)
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["lead_id"], name="follow_up_by_lead"),
            models.Index(
                fields=["workspace_id", "member_id", "next_at"],
                name="follow_up_next",
                condition=models.Q(next_at__isnull=False),
            ),
        ]
