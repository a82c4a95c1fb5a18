"""What is done for an opportunity on its way: tasks, papers, gates, rivals, and every change of what is known of it."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class DealTask(WorkspaceModel):
    """A task of a stage, done or taken back (`done`)."""

    opportunity_id = models.BigIntegerField()
    stage = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    done = models.BooleanField(default=True)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity_id", "stage", "code"], name="one_task_of_a_deal"),
        ]


class DealPaper(WorkspaceModel):
    """A document of a deal: its kind (quote, contract, acceptance), its name or number, and where it can be read."""

    opportunity_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    link = models.CharField(max_length=1000, default="")
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["opportunity_id"], name="paper_by_deal")]


class GateState(models.TextChoices):
    OPEN = ""
    APPROVED = "approved"
    REFUSED = "refused"
    VOID = "void"


class GateRequest(WorkspaceModel):
    """Somebody asked that a deal may pass the gate of a stage, and what was decided, by whom and why.

    Nobody decides about their own request. It is void when the deal went back before the gate, or was closed before.
    """

    opportunity_id = models.BigIntegerField()
    stage = models.CharField(max_length=40)
    gate = models.CharField(max_length=40)
    approver = models.CharField(max_length=24, default="")
    note = models.CharField(max_length=400, default="")
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=GateState.choices, default=GateState.OPEN)
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, default="")
    rules_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "state", "id"], name="gate_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity_id", "stage"],
                name="one_open_gate_request",
                condition=models.Q(state=""),
            ),
        ]


class DealRival(WorkspaceModel):
    """A competitor in a deal: why they would win it and why they would lose it."""

    opportunity_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    strong = models.CharField(max_length=400, default="")
    weak = models.CharField(max_length=400, default="")
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opportunity_id", "name"], name="one_rival_of_a_deal")]


class DealEdit(WorkspaceModel):
    """What was changed of a deal: `changes` is field -> [before, after], `version` the one it made. Appended."""

    opportunity_id = models.BigIntegerField()
    version = models.IntegerField()
    changes = models.JSONField()
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["opportunity_id", "version"], name="edit_by_deal")]
