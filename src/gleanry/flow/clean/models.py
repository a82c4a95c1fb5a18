"""What cleaning made of a submission, what was found against it, and the shared lists."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class Verdict(models.TextChoices):
    PASSED = "passed"
    REFUSED = "refused"


class CleanRecord(WorkspaceModel):
    """The cleaned form of one submission; `id` is the submission's. `defects` are [field, code] pairs.

    `filled` names the fields nobody typed, each with [method, source]; null where there is none.
    """

    id = models.BigIntegerField(primary_key=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    fields = personal(models.JSONField(), what="cleaned submission")
    defects = models.JSONField(default=list)
    filled = models.JSONField(null=True)


class Decision(models.TextChoices):
    OPEN = ""
    CONFIRMED = "confirmed"
    RELEASED = "released"


class Screening(WorkspaceModel):
    """Why a submission lies in the invalid pool and what a person decided; `id` is the submission's.

    Only held-back submissions have one. `code` is the heaviest reason's, `reasons` are packed `shapes.Reason`s.
    """

    id = models.BigIntegerField(primary_key=True)
    received_at = models.DateTimeField()
    source = models.CharField(max_length=80, default="")
    code = models.CharField(max_length=16)
    reasons = personal(models.JSONField(), what="evidence against a submission")
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=400, default="")

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "decision", "id"], name="screening_open"),
            models.Index(fields=["workspace_id", "code", "id"], name="screening_by_code"),
        ]


class ListEntry(WorkspaceModel):
    """One entry of the shared lists. It is ended, never deleted: who held whom back, and until when, can be shown.

    `key` is the normal form it is recognised by; `origin` says whether it was typed, imported or taken from a lead.
    """

    kind = models.CharField(max_length=10)
    value = personal(models.CharField(max_length=200), what="listed contact")
    key = personal(models.CharField(max_length=200), what="listed contact")
    why = models.CharField(max_length=400, default="")
    origin = models.CharField(max_length=8)
    lead_id = models.BigIntegerField(null=True)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    ended_why = models.CharField(max_length=400, default="")

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "kind", "id"], name="list_entry_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "kind", "key"],
                name="one_list_entry",
                condition=models.Q(ended_at__isnull=True),
            )
        ]


class ListVersion(WorkspaceModel):
    """Which state of the lists is in force: each change has a `stamp`, under which what was built is kept."""

    stamp = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id"], name="one_list_version")]


class SourceMark(WorkspaceModel):
    """Something came from here at that moment. `mark` is a hash of an address, a visitor or a source."""

    mark = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "mark", "at"], name="source_mark_by_mark")]


class KnownDomain(WorkspaceModel):
    """Somebody who writes from this mail domain named this company. Two companies of one domain fill nothing."""

    domain = models.CharField(max_length=253)
    company_key = models.CharField(max_length=200)
    company = models.CharField(max_length=200)
    submission_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "domain"], name="known_domain")]
