"""One row per contact."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Touch(WorkspaceModel):
    """A contact of a person (or, until known, a visitor) with us. Appended, never edited."""

    person_id = models.BigIntegerField(null=True)
    visitor = models.CharField(max_length=64, default="")
    lead_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=32)
    channel = models.CharField(max_length=80, default="")
    campaign = models.CharField(max_length=80, default="")
    content = models.CharField(max_length=200, default="")
    at = models.DateTimeField()
    submission_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person_id", "at"], name="touch_by_person")]
