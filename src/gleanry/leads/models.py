"""The register's tables: the leads, their moves, what people mark them with, and how many they claimed."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Lead(WorkspaceModel):
    """One expression of interest by one person of one company: where it is now, who holds it, how far it came.

    `own_pool` is the code of one of the workspace's own pools of the kind `pool`; most leads are in none, and pay
    nothing for its index. `novelty` says whether person or company were known when it came, `duplicate` what the rule
    that found a double did. Money is in minor units of the workspace's currency. Indexes are few because every lead
    pays for each up to three times on its way to an owner.
    """

    submission_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    source_lead_id = models.BigIntegerField(null=True)
    external_id = models.CharField(max_length=200, default="")
    source = models.CharField(max_length=80, default="")
    campaign = models.CharField(max_length=80, default="")
    region_id = models.BigIntegerField(null=True)
    pool = models.CharField(max_length=12)
    owner_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12)
    obtained = models.CharField(max_length=12, default="")
    grade = models.CharField(max_length=2, default="")
    novelty = models.CharField(max_length=8, default="", db_default="")
    duplicate = models.CharField(max_length=16, default="", db_default="")
    received_at = models.DateTimeField()
    first_contact_at = models.DateTimeField()
    owner_since = models.DateTimeField(null=True)
    mql_at = models.DateTimeField(null=True)
    sql_at = models.DateTimeField(null=True)
    opportunity_at = models.DateTimeField(null=True)
    won_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    won_minor = models.BigIntegerField(default=0)
    paid_minor = models.BigIntegerField(default=0)
    own_pool = models.CharField(max_length=20, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "id"], name="lead_newest"),
            models.Index(fields=["workspace_id", "pool", "id"], name="lead_by_pool"),
            models.Index(fields=["workspace_id", "owner_id", "id"], name="lead_by_owner"),
            models.Index(
                fields=["workspace_id", "pool", "id"], name="lead_free", condition=models.Q(owner_id__isnull=True)
            ),
            models.Index(fields=["workspace_id", "source", "id"], name="lead_by_source"),
            models.Index(fields=["workspace_id", "first_contact_at", "id"], name="lead_by_contact"),
            models.Index(fields=["person_id"], name="lead_by_person"),
            models.Index(
                fields=["account_id", "id"], name="lead_by_account", condition=models.Q(account_id__isnull=False)
            ),
            models.Index(
                fields=["workspace_id", "duplicate", "id"], name="lead_duplicate", condition=models.Q(duplicate__gt="")
            ),
            models.Index(
                fields=["workspace_id", "own_pool", "id"], name="lead_own_pool", condition=models.Q(own_pool__gt="")
            ),
            models.Index(
                fields=["source_lead_id"], name="lead_by_source_lead", condition=models.Q(source_lead_id__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "external_id"],
                name="one_lead_external_id",
                condition=models.Q(external_id__gt=""),
            )
        ]


class Move(WorkspaceModel):
    """A lead changed pool or holder, and why. Appended; with the opening pool it retells where a lead has been."""

    lead_id = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    from_pool = models.CharField(max_length=12)
    from_owner_id = models.BigIntegerField(null=True)
    pool = models.CharField(max_length=12)
    owner_id = models.BigIntegerField(null=True)
    reason = models.JSONField(default=dict)
    from_own_pool = models.CharField(max_length=20, default="", db_default="")
    own_pool = models.CharField(max_length=20, default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["lead_id"], name="move_by_lead")]


class Mark(WorkspaceModel):
    """A word somebody put on a lead. Taken off, the row stays and says so."""

    lead_id = models.BigIntegerField()
    mark = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["lead_id"], name="mark_by_lead")]


class Claimed(WorkspaceModel):
    """How many leads a member claimed from one pool on one of their local days. Only counted up."""

    member_id = models.BigIntegerField()
    day = models.DateField()
    pool = models.CharField(max_length=20)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "member_id", "day", "pool"], name="one_claim_count_a_day")
        ]
