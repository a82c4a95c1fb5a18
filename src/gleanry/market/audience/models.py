"""Segments, who belongs to them, and what changed since they were last looked at."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel
from gleanry.market.audience.shapes import SegmentKind


class Segment(WorkspaceModel):
    """A named group of people: `body` in force says who, `upto` and `done` how far everybody was looked at for it.

    `members` is the number of open memberships, written with them; `changed_at` when anybody last entered or left.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=5, choices=[(kind.value, kind.value) for kind in SegmentKind])
    version = models.IntegerField(default=1)
    body = models.JSONField(default=dict)
    members = models.BigIntegerField(default=0)
    done = models.BooleanField(default=False)
    upto = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    defined_at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "name"],
                name="one_segment_name",
                condition=models.Q(ended_at__isnull=True),
            )
        ]


class SegmentVersion(WorkspaceModel):
    """What a segment's definition was from one moment on. Appended."""

    segment_id = models.BigIntegerField()
    version = models.IntegerField()
    body = models.JSONField(default=dict)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment_id", "version"], name="one_segment_version")]


class Membership(WorkspaceModel):
    """Somebody belongs to a segment, from a moment until another. Who leaves and enters again has two rows."""

    segment_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["segment_id", "person_id"], name="one_membership_now", condition=models.Q(until__isnull=True)
            )
        ]
        indexes = [
            models.Index(fields=["person_id"], name="membership_now", condition=models.Q(until__isnull=True)),
            models.Index(fields=["segment_id", "id"], name="membership_order", condition=models.Q(until__isnull=True)),
        ]


class Listed(WorkspaceModel):
    """A person whom somebody put into a segment by hand or from a file."""

    segment_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment_id", "person_id"], name="one_listed")]
        indexes = [models.Index(fields=["person_id"], name="listed_by_person")]


class Changed(WorkspaceModel):
    """Records to be looked at again, noted in the transaction that changed them. `of` says whose ids they are."""

    of = models.CharField(max_length=7)
    ids = models.JSONField()


class Due(WorkspaceModel):
    """The moment at which time alone may change to which segments a person belongs; nobody else has to be looked at."""

    person_id = models.BigIntegerField(unique=True)
    due_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "due_at"], name="segment_due")]
