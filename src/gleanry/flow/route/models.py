"""Decisions of who gets a lead, whose turn it is, and what waits to be tried again."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Assignment(WorkspaceModel):
    """One routing decision, replayable: the rule, and which lead of which stretch of a rotation it was. Appended.

    `reason` is a code with its data; a decision in turn keeps the id of its stretch and its step there.
    """

    lead_id = models.BigIntegerField()
    owner_id = models.BigIntegerField(null=True)
    pool = models.CharField(max_length=12)
    rule = models.CharField(max_length=60)
    reason = models.JSONField(default=dict)
    rules_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["lead_id"], name="assignment_by_lead"),
            models.Index(
                fields=["owner_id", "id"], name="assignment_by_owner", condition=models.Q(owner_id__isnull=False)
            ),
        ]


class Rotation(WorkspaceModel):
    """Where everybody stands in one rotation, and the stretch that runs: its id, how far it is and how far it may go.

    `standings` holds [member, balance, leads given, owed after leave], balances and debts in parts: a lead is `unit`
    of the former and `rules.PARTS` of the latter. `digest` tells among whom the stretch runs. `turns` counts decisions.
    """

    key = models.CharField(max_length=80)
    turns = models.BigIntegerField(default=0)
    unit = models.BigIntegerField(default=10**12)
    standings = models.JSONField(default=list)
    stretch_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=16, default="")
    weights = models.JSONField(default=list)
    steps = models.IntegerField(default=0)
    step_limit = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "key"], name="one_rotation")]


class Stretch(WorkspaceModel):
    """Decisions of one rotation, one after the other, among the same people with the same weights. Appended.

    `people` holds [member, weight, balance at the start in parts of `unit`], `passed` [member, why] of those whom the
    rule names and who could not take a lead then. With it each decision of the stretch is given again.
    """

    key = models.CharField(max_length=80)
    at = models.DateTimeField()
    unit = models.BigIntegerField()
    people = models.JSONField()
    passed = models.JSONField(default=list)


class Roster(WorkspaceModel):
    """Among whom decisions were taken before there were stretches: the turn modulo their number named the owner."""

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
            models.UniqueConstraint(fields=["workspace_id", "day", "member_id", "how"], name="one_count_a_day")
        ]


class Waiting(WorkspaceModel):
    """A lead nobody could take when it was routed; it is tried again from `again_at` on.

    `strict` says that nobody who held it before may get it.
    """

    lead_id = models.BigIntegerField(unique=True)
    rule = models.CharField(max_length=60)
    since = models.DateTimeField()
    again_at = models.DateTimeField()
    tries = models.IntegerField(default=1)
    strict = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["again_at"], name="waiting_by_time")]
