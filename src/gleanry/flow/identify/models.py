"""The decision who a submission is from; who asks whom for a lead."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class MatchVerdict(models.TextChoices):
    NEW = "new"
    ATTACHED = "attached"
    INVALID = "invalid"


class Match(WorkspaceModel):
    """What a submission was matched with and by what; `id` is the submission's.

    `evidence` names what its person was recognised by. `rule` is the duplicate rule that decided, `action` what it
    does, `found` every match of every rule: the rule, with what ("lead" or "account" and its id), the fields and values
    that agree, the days between, and what a refresh changed.
    """

    id = models.BigIntegerField(primary_key=True)
    verdict = models.CharField(max_length=8, choices=MatchVerdict.choices)
    lead_id = models.BigIntegerField()
    evidence = models.JSONField(default=list)
    rule = models.CharField(max_length=40, default="", db_default="")
    action = models.CharField(max_length=16, default="", db_default="")
    found = personal(
        models.JSONField(default=list, db_default=models.Value([], models.JSONField())), what="matched values"
    )
    rules_id = models.BigIntegerField()


class RequestAnswer(models.TextChoices):
    OPEN = ""
    GIVEN = "given"
    KEPT = "kept"


class Request(WorkspaceModel):
    """Somebody asks the holder of a lead, or the keeper of an account, for it. One of the two ids is given."""

    lead_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField()
    by = models.BigIntegerField()
    note = models.CharField(max_length=400, default="")
    at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=RequestAnswer.choices, default=RequestAnswer.OPEN)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "owner_id", "id"], name="request_open", condition=models.Q(answer="")),
            models.Index(fields=["workspace_id", "by", "id"], name="request_by_asker"),
        ]
