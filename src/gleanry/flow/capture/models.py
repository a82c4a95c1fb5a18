"""Raw input, and the runs that brought it in."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class Kind(models.TextChoices):
    LEADS = "leads"
    DEALS = "deals"
    TOUCHES = "touches"
    ACCOUNTS = "accounts"
    PRODUCTS = "products"
    MEMBERS = "members"


class Submission(WorkspaceModel):
    """One raw record, kept for ever: the cells of a row (their headers are on the import) or the body of a request.

    `digest` recognises the same row or request sent again. A refused one keeps its problems and goes nowhere.
    """

    kind = models.CharField(max_length=8, choices=Kind.choices)
    import_id = models.BigIntegerField(null=True)
    row = models.IntegerField(null=True)
    raw = personal(models.JSONField(), what="as submitted")
    digest = models.BigIntegerField(null=True)
    problems = models.JSONField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "digest"], name="submission_by_digest"),
            models.Index(
                fields=["import_id", "row"], name="submission_refused", condition=models.Q(problems__isnull=False)
            ),
        ]


class ImportState(models.TextChoices):
    DRAFT = "draft"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Import(WorkspaceModel):
    """A file on its way in. Progress is committed with the rows, so a run that was cut off goes on where it stopped.

    `digest` is the file's SHA-256; `next_line` the line the next batch begins on; `totals` counts rows read, captured,
    refused and known; `first_id` and `last_id` bound the ids of its submissions.
    """

    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    mapping = models.JSONField()
    mapping_digest = models.CharField(max_length=16, default="")
    headers = models.JSONField(default=list)
    layout = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.DRAFT)
    next_line = models.IntegerField(default=0)
    size = models.BigIntegerField(default=0)
    first_id = models.BigIntegerField(null=True)
    last_id = models.BigIntegerField(null=True)
    totals = models.JSONField(default=dict)
    error = models.TextField(default="")
    by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "kind", "digest", "mapping_digest"], name="one_import_of_a_file"
            )
        ]


class SavedMapping(WorkspaceModel):
    """A mapping kept by name, to be used for the next file of the same shape."""

    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=80)
    body = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "kind", "name"], name="one_mapping_name")]


class KnownRow(WorkspaceModel):
    """A row of a file that was here already and was not taken again."""

    import_id = models.BigIntegerField()
    line = models.IntegerField()
    digest = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["import_id", "digest"], name="known_row_by_digest")]


class NamedWord(WorkspaceModel):
    """How many rows of a file name something we should have (a product, a member) by which word."""

    import_id = models.BigIntegerField()
    refers = models.CharField(max_length=8)
    word = personal(models.CharField(max_length=300), what="as submitted")
    rows = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["import_id", "refers", "word"], name="one_named_word")]
        indexes = [models.Index(fields=["workspace_id", "refers", "word"], name="named_word")]


class Meaning(models.TextChoices):
    MEANS = "means"
    KEEP = "keep"
    ADD = "add"


class NameChoice(WorkspaceModel):
    """Somebody said what a word of files means: `target`, one of ours; or that it stays; or that it is something new.

    It holds for all rows, those that are here and those that come, until it is taken back. Appended.
    """

    refers = models.CharField(max_length=8)
    word = personal(models.CharField(max_length=300), what="as submitted")
    choice = models.CharField(max_length=5, choices=Meaning.choices)
    target = personal(models.CharField(max_length=300, default=""), what="as submitted")
    evidence = models.JSONField(default=list)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "refers", "word"],
                name="one_standing_choice",
                condition=models.Q(ended_at__isnull=True),
            )
        ]
