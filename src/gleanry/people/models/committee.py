"""Who decides in an account, and who knows whom."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class Seat(WorkspaceModel):
    """A person's place in the buying committee of an account, or of one opportunity of it.

    A seat that changed is ended and another appended, so that attitudes can be read back.
    """

    account_id = models.BigIntegerField()
    opportunity_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField()
    role = models.CharField(max_length=10)
    power = models.IntegerField(default=0)
    attitude = personal(models.IntegerField(default=0), what="attitude")
    concern = personal(models.CharField(max_length=200, default=""), what="concern")
    keeper_id = models.BigIntegerField(null=True)
    closeness = models.IntegerField(default=0)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "account_id", "person_id", "role"],
                name="one_seat_of_account",
                condition=models.Q(ended_at__isnull=True, opportunity_id__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "opportunity_id", "person_id", "role"],
                name="one_seat_of_deal",
                condition=models.Q(ended_at__isnull=True, opportunity_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace_id", "keeper_id"], name="seat_by_keeper", condition=models.Q(keeper_id__isnull=False)
            ),
            models.Index(fields=["account_id"], name="seat_by_account"),
        ]


class Acquaintance(WorkspaceModel):
    """A person knows another person or one of our members; `strength` 1 (met once) to 5 (friends), and how we know."""

    person_id = models.BigIntegerField()
    other_person_id = models.BigIntegerField(null=True)
    member_id = models.BigIntegerField(null=True)
    strength = personal(models.IntegerField(), what="relation")
    source = personal(models.CharField(max_length=120, default=""), what="source")
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "person_id", "other_person_id"],
                name="one_acquaintance",
                condition=models.Q(ended_at__isnull=True, other_person_id__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "person_id", "member_id"],
                name="one_acquaintance_of_ours",
                condition=models.Q(ended_at__isnull=True, member_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["person_id"], name="acquaintance_by_person"),
            models.Index(
                fields=["other_person_id"],
                name="acquaintance_by_other",
                condition=models.Q(other_person_id__isnull=False),
            ),
        ]
