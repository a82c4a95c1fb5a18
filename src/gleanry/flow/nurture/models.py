"""Who is being nurtured, since when and why; who is in which step of a plan; and what was written to them."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class Enrolment(WorkspaceModel):
    """One stay of one lead in nurture."""

    lead_id = models.BigIntegerField()
    reason = models.CharField(max_length=40)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.CharField(max_length=40, default="")
    grade = models.CharField(max_length=2, default="", db_default="")
    """The grade the lead came with: one that rises may wake it."""

    class Meta:
        indexes = [models.Index(fields=["lead_id"], name="enrolment_by_lead")]


class PlanStay(WorkspaceModel):
    """One lead in one plan: the step that comes next and when. `turn` counts how often the plan went back.

    `person_id` is whose lead it is when it entered. A stay that is `stopped` waits until somebody lets it go on.
    """

    lead_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    plan = models.CharField(max_length=40)
    reason = models.CharField(max_length=80, default="")
    step = models.CharField(max_length=40)
    turn = models.IntegerField(default=0)
    waits_for = models.CharField(max_length=32, default="")
    due_at = models.DateTimeField()
    since = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    stopped = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "lead_id", "plan"],
                name="one_stay_in_a_plan",
                condition=models.Q(ended_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["workspace_id", "due_at"],
                name="stay_due",
                condition=models.Q(ended_at__isnull=True, stopped=False),
            ),
            models.Index(fields=["person_id"], name="stay_by_person"),
            models.Index(fields=["lead_id"], name="stay_by_lead"),
        ]


class Message(WorkspaceModel):
    """What a step wrote: a mail on its way, or a task or a text that a person is to deal with. Once a step and turn.

    `state`: queued, sending, sent, failed, bounced, unsure (nobody knows whether it went; it is not sent again) and
    dropped for mail; todo and done for the rest; skipped for what could not be written.
    """

    stay_id = models.BigIntegerField()
    lead_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    plan = models.CharField(max_length=40)
    step = models.CharField(max_length=40)
    turn = models.IntegerField()
    kind = models.CharField(max_length=8)
    language = models.CharField(max_length=2)
    address = personal(models.CharField(max_length=254, default=""), what="contact")
    subject = personal(models.CharField(max_length=400, default=""), what="message")
    body = personal(models.TextField(default=""), what="message")
    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8)
    not_before = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=400, default="")
    owner_id = models.BigIntegerField(null=True)
    rules_id = models.BigIntegerField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stay_id", "turn", "step"], name="once_a_step")]
        indexes = [
            models.Index(
                fields=["workspace_id", "not_before"],
                name="message_to_go",
                condition=models.Q(state__in=["queued", "sending"]),
            ),
            models.Index(fields=["workspace_id", "id"], name="message_todo", condition=models.Q(state="todo")),
            models.Index(fields=["person_id", "at"], name="message_by_person"),
            models.Index(fields=["lead_id"], name="message_by_lead"),
        ]
