"""How far a made-up year has come."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Run(WorkspaceModel):
    """The simulation of a workspace: what was asked, and the last instant that is done.

    `done_until` is committed with what was done, so a run that was cut off goes on from there and doubles nothing.
    """

    leads = models.IntegerField()
    seed = models.BigIntegerField()
    starts_on = models.DateField()
    ends_at = models.DateTimeField()
    matures = models.BooleanField(default=True)
    done_until = models.DateTimeField(null=True)
    made = models.IntegerField(default=0)
    is_done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id"], name="one_simulation")]
