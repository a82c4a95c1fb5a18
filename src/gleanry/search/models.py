"""The index: one document a record, and how far the index has come. Texts are nowhere in it, only numbers."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel
from gleanry.search.shapes import Kind

KINDS = [(kind.value, kind.value) for kind in Kind]


class Document(WorkspaceModel):
    """One person or account. `id` is twice the record's, one more for an account: ids are in the order of records.

    `tokens` are words of six characters on SQLite, where triggers keep the full-text table `search_index`; on
    PostgreSQL the migration makes them an array of integers with a GIN index over it.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=7, choices=KINDS)
    record_id = models.BigIntegerField()
    tokens = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "kind", "record_id"], name="one_document")]


class Changed(WorkspaceModel):
    """Records to be indexed anew, noted in the transaction that changed them. `of` says whose ids they are."""

    of = models.CharField(max_length=7)
    ids = models.JSONField()


class Progress(WorkspaceModel):
    """How far the first indexing of a kind has come, and which tokens are common: number -> how many in 100,000."""

    kind = models.CharField(max_length=7, choices=KINDS)
    upto = models.BigIntegerField(default=0)
    done = models.BooleanField(default=False)
    learnt = models.BigIntegerField(default=0)
    """The highest record when the common tokens were last counted."""
    common = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "kind"], name="one_progress")]
