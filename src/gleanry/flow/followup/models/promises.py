"""Promises and what became of them."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class Outcome(models.TextChoices):
    OPEN = ""
    MET = "met"
    MISSED = "missed"
    RELEASED = "released"


class Verdict(models.TextChoices):
    OPEN = ""
    EXCUSED = "excused"
    UPHELD = "upheld"


class Deadline(WorkspaceModel):
    """What a holder owes a lead, since when and until when. `outcome` is empty while it runs.

    `row` is the rule's place in its book, `met_by` what meets it. `left_us` microseconds, in the rule's kind of time,
    remained at `runs_from`: both move when a pause ends. `reminded` counts the reminders that are behind it.
    """

    lead_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    ended_at = models.DateTimeField(null=True)
    rules_id = models.BigIntegerField()
    row = models.SmallIntegerField(null=True)
    met_by = models.CharField(max_length=12, default="decision", db_default="decision")
    runs_from = models.DateTimeField(null=True)
    left_us = models.BigIntegerField(null=True)
    paused_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    reminded = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace_id", "owner_id", "due_at"], name="deadline_open", condition=models.Q(outcome="")
            ),
            models.Index(
                fields=["due_at"], name="deadline_due", condition=models.Q(outcome="", paused_at__isnull=True)
            ),
            models.Index(
                fields=["remind_at"],
                name="deadline_remind",
                condition=models.Q(outcome="", paused_at__isnull=True, remind_at__isnull=False),
            ),
            models.Index(fields=["lead_id"], name="deadline_by_lead"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["lead_id", "kind"], name="one_open_deadline_of_kind", condition=models.Q(outcome="")
            )
        ]


class Violation(WorkspaceModel):
    """A missed deadline with its evidence. Written by the scheduler when it passes; `late` if found much later.

    `team_id` is the holder's team of that time. Who leads them judges it (`verdict`), and they may appeal.
    """

    deadline_id = models.BigIntegerField(unique=True)
    lead_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    found_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    evidence = models.JSONField(default=dict)
    rules_id = models.BigIntegerField(null=True)
    row = models.SmallIntegerField(null=True)
    then = models.CharField(max_length=24, default="", db_default="")
    team_id = models.BigIntegerField(null=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, default=Verdict.OPEN, db_default="")
    judged_by_id = models.BigIntegerField(null=True)
    judged_at = models.DateTimeField(null=True)
    judgement = personal(models.TextField(default="", db_default=""), what="note")
    appeal = personal(models.TextField(default="", db_default=""), what="note")
    appealed_at = models.DateTimeField(null=True)
    escalate_at = models.DateTimeField(null=True)
    escalated = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "owner_id", "due_at"], name="violation_by_owner"),
            models.Index(fields=["workspace_id", "due_at", "id"], name="violation_by_due"),
            models.Index(
                fields=["escalate_at"], name="violation_escalate", condition=models.Q(escalate_at__isnull=False)
            ),
        ]


class Pause(WorkspaceModel):
    """The clocks of a lead stood still, why, since when and until when at the latest. One at a time for each lead."""

    lead_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    by = models.BigIntegerField()
    reason = models.CharField(max_length=40)
    note = personal(models.TextField(default=""), what="note")
    at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["lead_id"], name="pause_by_lead"),
            models.Index(fields=["until"], name="pause_running", condition=models.Q(ended_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["lead_id"], name="one_running_pause", condition=models.Q(ended_at__isnull=True)
            )
        ]


class Notice(WorkspaceModel):
    """Somebody is told of a deadline: its holder before it passes, who leads them after. Seen once they say so."""

    member_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    step = models.SmallIntegerField(default=0)
    deadline_id = models.BigIntegerField()
    lead_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace_id", "member_id", "at"], name="notice_open", condition=models.Q(seen_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["deadline_id", "kind", "step", "member_id"], name="one_notice_each"),
        ]


class Reminder(WorkspaceModel):
    """A lead somebody holds came again: `by_lead_id` is the lead it came as. Seen once its holder acts or says so."""

    lead_id = models.BigIntegerField()
    by_lead_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace_id", "owner_id", "lead_id"],
                name="reminder_open",
                condition=models.Q(seen_at__isnull=True),
            ),
            models.Index(fields=["lead_id"], name="reminder_by_lead"),
        ]


class FollowUp(WorkspaceModel):
    """A call, visit or message by a holder, and what came of it. Appended.

    `counted` is what it counts as by the rules of `rules_id`: contact, attempt or nothing, and `why` where it does not.
    """

    lead_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    result = models.CharField(max_length=16)
    note = personal(models.TextField(default=""), what="note")
    bant = models.JSONField(default=dict)
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    counted = models.CharField(max_length=8, default="")
    why = models.CharField(max_length=16, default="")
    rules_id = models.BigIntegerField(null=True)
    seconds = models.IntegerField(null=True)
    recording_url = personal(models.CharField(max_length=1000, default=""), what="recording")

    class Meta:
        indexes = [
            models.Index(fields=["lead_id"], name="follow_up_by_lead"),
            models.Index(
                fields=["workspace_id", "member_id", "next_at"],
                name="follow_up_next",
                condition=models.Q(next_at__isnull=False),
            ),
        ]


class GateSign(WorkspaceModel):
    """Somebody signed a lead at a gate, or refused to. Appended; `digest` is announced with it, so that it is sealed.

    `judged_id` is the signature at the gate before that this one agrees with or not. `since` is when the signer got the
    lead.
    """

    lead_id = models.BigIntegerField()
    gate = models.CharField(max_length=8)
    verdict = models.CharField(max_length=8)
    reason = models.CharField(max_length=40, default="")
    member_id = models.BigIntegerField()
    judged_id = models.BigIntegerField(null=True)
    judged_member_id = models.BigIntegerField(null=True)
    answers = personal(models.JSONField(default=dict), what="note")
    rules_id = models.BigIntegerField(null=True)
    since = models.DateTimeField(null=True)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["lead_id"], name="gate_sign_by_lead"),
            models.Index(fields=["judged_id"], name="gate_sign_judged", condition=models.Q(judged_id__isnull=False)),
            models.Index(fields=["workspace_id", "gate", "at"], name="gate_sign_by_time"),
        ]


class CallDoor(WorkspaceModel):
    """Where a telephone system leaves its calls. Its secret follows from `key`, `salt` and our own key."""

    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    salt = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Extension(WorkspaceModel):
    """Whose telephone an extension is."""

    number = models.CharField(max_length=40)
    member_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "number"], name="one_extension")]


class Call(WorkspaceModel):
    """A call as a telephone system told it. `follow_up_id` is what it became, else `why` says what is missing."""

    door_id = models.BigIntegerField()
    external_id = models.CharField(max_length=120)
    direction = models.CharField(max_length=3)
    number = personal(models.CharField(max_length=40), what="phone")
    extension = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    seconds = models.IntegerField()
    result = models.CharField(max_length=16)
    recording_url = personal(models.CharField(max_length=1000, default=""), what="recording")
    received_at = models.DateTimeField()
    member_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    lead_id = models.BigIntegerField(null=True)
    follow_up_id = models.BigIntegerField(null=True)
    why = models.CharField(max_length=16, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["door_id", "external_id"], name="one_call")]
        indexes = [
            models.Index(
                fields=["workspace_id", "started_at"],
                name="call_open",
                condition=models.Q(follow_up_id__isnull=True),
            ),
        ]
