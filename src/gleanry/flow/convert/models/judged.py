"""How a deal was judged: its grades, and what was learned when it ended."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class GradeChange(WorkspaceModel):
    """A deal got another grade: which criteria held it there, and what its holder said. Appended.

    `criteria` are all answers, `because` the codes of those that decided; a win or a loss has none.
    """

    opportunity_id = models.BigIntegerField()
    from_grade = models.CharField(max_length=1, default="")
    grade = models.CharField(max_length=1)
    criteria = models.JSONField(default=dict)
    because = models.JSONField(default=list)
    reason = models.CharField(max_length=200, default="")
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    rules_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["opportunity_id"], name="grade_change_by_deal")]


class DealReport(WorkspaceModel):
    """What a closed deal teaches.

    Of a loss: what happened, why, to whom, what we learn. Of a win: what was needed (`what`), what convinced (`why`),
    the lesson, and whether others may be told (`may_refer`).
    """

    opportunity_id = models.BigIntegerField(unique=True)
    outcome = models.CharField(max_length=4)
    what = models.TextField(default="")
    why = models.TextField(default="")
    competitor = models.CharField(max_length=120, default="")
    lesson = models.TextField(default="")
    may_refer = models.BooleanField(default=False)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()
