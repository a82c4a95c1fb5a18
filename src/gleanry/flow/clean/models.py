"""What cleaning made of a submission."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class Verdict(models.TextChoices):
    PASSED = "passed"
    REFUSED = "refused"


class CleanRecord(WorkspaceModel):
    """The cleaned form of one submission; `id` is the submission's. `defects` are [field, code] pairs."""

    id = models.BigIntegerField(primary_key=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    fields = personal(models.JSONField(), what="cleaned submission")
    defects = models.JSONField(default=list)
