"""The decision who a submission is from, who was found to be the same as whom, and who asks whom for a lead."""

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


class MergeState(models.TextChoices):
    DONE = "done"
    UNDONE = "undone"


class Merge(WorkspaceModel):
    """One record merged into another of its kind: who decided, why, what the winner's fields were and became.

    `winner` was a root when the merge was done, and `loser` too: stacked merges are a tree whose edges are these rows.
    Nothing that refers to the loser is changed. `choices`: field -> [side, why]; `before` and `after`: the winner's
    fields; `moved`, for leads: where the loser was, and which leads it brought along. `probability` is of 10,000.
    """

    kind = models.CharField(max_length=8)
    winner = models.BigIntegerField()
    loser = models.BigIntegerField()
    batch = models.CharField(max_length=32)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    why = models.CharField(max_length=200, default="")
    rule = models.CharField(max_length=16)
    probability = models.IntegerField(null=True)
    evidence = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=MergeState.choices, default=MergeState.DONE)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)
    answers = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "loser"], name="merge_by_loser"),
            models.Index(fields=["kind", "winner"], name="merge_by_winner"),
            models.Index(fields=["workspace_id", "id"], name="merge_newest"),
            models.Index(fields=["batch"], name="merge_by_batch"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "kind", "loser"], name="one_merge_a_loser", condition=models.Q(state="done")
            )
        ]


class DuplicatePair(WorkspaceModel):
    """A question: are these two the same? The smaller id is left, so that each question is asked once.

    An answered question stays: what was called different does not come back. `benefit` orders the queue.
    """

    kind = models.CharField(max_length=8)
    left = models.BigIntegerField()
    right = models.BigIntegerField()
    probability = models.IntegerField(null=True)
    evidence = models.JSONField(default=list)
    benefit = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, default="open")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    by = models.BigIntegerField(null=True)
    why = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "state", "-benefit", "id"], name="pair_queue"),
            models.Index(fields=["workspace_id", "kind", "right"], name="pair_by_right"),
        ]
        constraints = [models.UniqueConstraint(fields=["workspace_id", "kind", "left", "right"], name="one_question")]


class BacklogRun(WorkspaceModel):
    """One walk over what is there already. `phase` and `after` say where it goes on: after the pair (left, right)."""

    state = models.CharField(max_length=8, default="running")
    phase = models.CharField(max_length=8)
    after = models.JSONField(default=list)
    seen = models.BigIntegerField(default=0)
    found = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    by = models.BigIntegerField(null=True)


class Comparison(WorkspaceModel):
    """Up to which account the names of a workspace's accounts were compared with each other."""

    account_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id"], name="one_comparison")]


class ToldAccount(WorkspaceModel):
    """Which account a row of a file tells of; `id` is its submission's.

    `waits_for` is the key of the parent it waits for, empty for none.
    """

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    waits_for = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [
            models.Index(fields=["account_id"], name="told_by_account"),
            models.Index(
                fields=["workspace_id", "waits_for"], name="parent_waiting", condition=models.Q(waits_for__gt="")
            ),
        ]
