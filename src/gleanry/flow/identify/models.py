"""The decision who a submission is from."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class MatchVerdict(models.TextChoices):
    NEW = "new"
    ATTACHED = "attached"
    INVALID = "invalid"


class Match(WorkspaceModel):
    """What a submission was matched with and by what; `id` is the submission's. `evidence` names each match made."""

    id = models.BigIntegerField(primary_key=True)
    verdict = models.CharField(max_length=8, choices=MatchVerdict.choices)
    lead_id = models.BigIntegerField()
    evidence = models.JSONField(default=list)
    rules_id = models.BigIntegerField()
