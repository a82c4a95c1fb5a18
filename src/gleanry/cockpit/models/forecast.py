"""Weekly snapshots of the open deals by every method, their scores, and what was learned from the closed ones."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Snapshot(WorkspaceModel):
    """The open deals of a week as they stood: `week` is its Monday in the workspace's zone. Appended.

    The sums are those of its rows, in minor units of the workspace's currency. `late` when taken after that Monday.
    """

    week = models.DateField()
    taken_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    deals = models.BigIntegerField(default=0)
    unrated = models.BigIntegerField(default=0)
    base_minor = models.BigIntegerField(default=0)
    stage_minor = models.BigIntegerField(default=0)
    grade_minor = models.BigIntegerField(default=0)
    learned_minor = models.BigIntegerField(default=0)
    word_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "week"], name="one_snapshot_a_week")]


class SnapshotDeal(WorkspaceModel):
    """One open deal in a snapshot, and what each method made of it. Amounts in the workspace's currency. Appended."""

    snapshot_id = models.BigIntegerField()
    opportunity_id = models.BigIntegerField()
    owner_id = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=40)
    grade = models.CharField(max_length=1, default="")
    expected_close = models.DateField(null=True)
    unrated = models.BooleanField(default=False)
    base_minor = models.BigIntegerField()
    stage_minor = models.BigIntegerField()
    grade_minor = models.BigIntegerField()
    learned_minor = models.BigIntegerField()
    word_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot_id", "opportunity_id"], name="one_deal_in_a_snapshot")]


class ForecastScore(WorkspaceModel):
    """A snapshot held against what happened `horizon` weeks later, by one method. Appended once the weeks are over.

    `forecast_minor` is what the method said of the deals due in that time, `actual_minor` what deals of the snapshot
    brought in it, `later_minor` what deals brought that were opened after the snapshot.
    """

    snapshot_id = models.BigIntegerField()
    horizon = models.SmallIntegerField()
    method = models.CharField(max_length=8)
    forecast_minor = models.BigIntegerField()
    actual_minor = models.BigIntegerField()
    later_minor = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot_id", "horizon", "method"], name="one_score_of_a_method")
        ]


class LearnedForecast(WorkspaceModel):
    """One attempt to learn from the closed deals which open ones will be won: the model, or why there is none."""

    version = models.IntegerField()
    body = models.JSONField(null=True)
    evaluation = models.JSONField(default=dict)
    refusal = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "version"], name="one_learned_forecast")]


class DealChance(WorkspaceModel):
    """How likely an open deal is to be won, in ten-thousandths, by the model in force; `days` until then, if won."""

    opportunity_id = models.BigIntegerField(unique=True)
    model_id = models.BigIntegerField()
    per_10k = models.SmallIntegerField()
    days = models.IntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace_id"], name="chance_by_workspace")]
