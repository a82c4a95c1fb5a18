"""Score cards."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class ScoreCard(WorkspaceModel):
    """One scoring of one lead: points in tenths, grade, and a reason for each rule that counted. Appended.

    What it counted can be found again: the touches of `people` (whose group the lead's person belonged to) with an id
    up to `up_to` that had happened by then. Both are empty on cards from before this was kept.
    """

    lead_id = models.BigIntegerField()
    fit_tenths = models.IntegerField()
    behaviour_tenths = models.IntegerField()
    grade = models.CharField(max_length=2)
    reasons = models.JSONField(default=list)
    rules_id = models.BigIntegerField()
    people = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    up_to = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["lead_id"], name="score_card_by_lead")]


class Fading(WorkspaceModel):
    """When the band of an open lead changes by time alone, if nothing else happens; `id` is the lead's.

    Only leads have one for whom there is such a moment; it is written anew each time they are scored.
    """

    id = models.BigIntegerField(primary_key=True)
    due_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "due_at"], name="fading_due")]


class LearnedScore(WorkspaceModel):
    """One attempt to learn one target from the workspace's own leads. Appended; the newest of a target is what counts.

    `body` is the model as likelihood.model writes it, None when it was refused; `refusal` then says why (a code and its
    data). `evaluation` holds the figures either way, as far as there are any; `drift` is looked at again each time the
    score is applied.
    """

    target = models.CharField(max_length=12)
    version = models.IntegerField()
    body = models.JSONField(null=True)
    evaluation = models.JSONField(default=dict)
    refusal = models.JSONField(null=True)
    drift = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "target", "version"], name="one_learned_version")
        ]


class Likelihood(WorkspaceModel):
    """How likely, in a million, an open lead is to reach a target, by one learned score; written anew each time.

    `reasons` holds [column, value, log-odds], the strongest first.
    """

    lead_id = models.BigIntegerField()
    model_id = models.BigIntegerField()
    per_million = models.IntegerField()
    reasons = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["lead_id"], name="likelihood_by_lead"),
            models.Index(fields=["model_id"], name="likelihood_by_model"),
        ]
