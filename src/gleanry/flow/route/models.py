"""Decisions of who gets a lead, and whose turn it is."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Assignment(WorkspaceModel):
    """One routing decision, replayable: the rule, who could have had the lead, whose turn it was. Appended."""

    lead_id = models.BigIntegerField()
    owner_id = models.BigIntegerField(null=True)
    pool = models.CharField(max_length=12)
    rule = models.CharField(max_length=60)
    reason = models.JSONField(default=dict)
    rules_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["lead_id"], name="assignment_by_lead")]


class Rotation(WorkspaceModel):
    """Whose turn it is in one rotation: how many turns were taken since it began."""

    key = models.CharField(max_length=80)
    turns = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "key"], name="one_rotation")]


class Roster(WorkspaceModel):
    """Who could have had a lead: a set of members, written once however often it is decided among them."""

    digest = models.CharField(max_length=64)
    member_ids = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "digest"], name="one_roster")]


class Taken(WorkspaceModel):
    """How many leads a member got on one of their local days, `how`: auto, assigned or claimed. Only counted up."""

    member_id = models.BigIntegerField()
    day = models.DateField()
    how = models.CharField(max_length=10)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "member_id", "day", "how"], name="one_count_a_day")
        ]
