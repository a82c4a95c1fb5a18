"""The kit's own tables: the ledger, jobs, rule books."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Fact(WorkspaceModel):
    """One announcement, appended in the transaction of the change it describes; it covers a whole batch."""

    kind = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    size = models.IntegerField()
    payload = models.JSONField()
    seal_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "kind", "id"], name="fact_by_kind"),
            models.Index(fields=["id"], name="fact_unsealed", condition=models.Q(seal_id__isnull=True)),
        ]


class Delivery(WorkspaceModel):
    """A fact still owed to one handler. The row goes in the transaction of the handler's effects: effects once."""

    fact_id = models.BigIntegerField()
    handler = models.CharField(max_length=80)
    size = models.IntegerField()
    attempts = models.IntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    stuck = models.BooleanField(default=False)
    error = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["stuck", "id"], name="delivery_due")]


class Seal(models.Model):
    """A link of the hash chain over facts: `digest` covers the previous digest and every fact it seals."""

    at = models.DateTimeField()
    count = models.IntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)


class JobState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(WorkspaceModel):
    """Background work, once per key. A running job is held by its process."""

    name = models.CharField(max_length=64)
    key = models.CharField(max_length=160, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.IntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"], name="job_by_state")]


class RuleBook(WorkspaceModel):
    """One version of one set of rules of a workspace; versions are appended, the highest is in force."""

    name = models.CharField(max_length=40)
    version = models.IntegerField()
    body = models.JSONField()
    note = models.TextField(default="")
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "name", "version"], name="one_rulebook_version")]
