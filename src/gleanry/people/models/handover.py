"""An account goes from one keeper to another, step by step."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Handover(WorkspaceModel):
    """A plan to hand an account over. `state` is open, done or dropped; an account has one open at most."""

    account_id = models.BigIntegerField()
    from_id = models.BigIntegerField(null=True)
    to_id = models.BigIntegerField()
    state = models.CharField(max_length=8, default="open")
    why = models.CharField(max_length=200, default="")
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "account_id"], name="one_open_handover", condition=models.Q(state="open")
            )
        ]
        indexes = [
            models.Index(fields=["account_id"], name="handover_by_account"),
            models.Index(fields=["workspace_id", "state"], name="handover_by_state"),
        ]


class HandoverStep(WorkspaceModel):
    """One step of a handover, in the order of `place`; `code` names it in the rules it was planned by."""

    handover_id = models.BigIntegerField()
    place = models.IntegerField()
    code = models.CharField(max_length=40)
    zh = models.CharField(max_length=80, default="")
    en = models.CharField(max_length=80, default="")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.BigIntegerField(null=True)
    note = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handover_id", "place"], name="one_handover_step")]
