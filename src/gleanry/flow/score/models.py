"""Score cards."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class ScoreCard(WorkspaceModel):
    """One scoring of one lead: points, grade, and [rule code, points] for each rule that counted. Appended."""

    lead_id = models.BigIntegerField()
    fit = models.IntegerField()
    behaviour = models.IntegerField()
    grade = models.CharField(max_length=2)
    reasons = models.JSONField(default=list)
    rules_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["lead_id"], name="score_card_by_lead")]
