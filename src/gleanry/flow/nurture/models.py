"""Who is being nurtured, since when, why, and what ended it."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Enrolment(WorkspaceModel):
    """One stay of one lead in nurture."""

    lead_id = models.BigIntegerField()
    reason = models.CharField(max_length=40)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.CharField(max_length=40, default="")

    class Meta:
        indexes = [models.Index(fields=["lead_id"], name="enrolment_by_lead")]
