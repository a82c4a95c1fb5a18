"""Targets of a year, version by version."""

from __future__ import annotations

from django.db import models

from gleanry.cockpit.shapes import LEVELS, MEASURES
from gleanry.kit.scope import WorkspaceModel


class TargetPlan(WorkspaceModel):
    """One version of a year's targets in one measure, with the reason it was made. Appended."""

    year = models.SmallIntegerField()
    measure = models.CharField(max_length=12, choices=[(name, name) for name in MEASURES])
    version = models.IntegerField()
    reason = models.CharField(max_length=200, default="")
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "year", "measure", "version"], name="one_target_version")
        ]


class TargetNode(WorkspaceModel):
    """A number of a version's tree. `number` is its place in the tree, the same through all versions. Appended."""

    plan_id = models.BigIntegerField()
    number = models.IntegerField()
    parent = models.IntegerField(null=True)
    level = models.CharField(max_length=8, choices=[(name, name) for name in LEVELS])
    key = models.CharField(max_length=80)
    value = models.BigIntegerField()
    fixed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan_id", "number"], name="one_target_node")]
