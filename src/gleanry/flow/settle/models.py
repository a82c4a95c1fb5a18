"""Sources of opportunities, cases between members, and registered companies."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class DealSource(WorkspaceModel):
    """Where an opportunity came from, by the rules of `rules_id`. Appended: a later version replaces an earlier one.

    `evidence` holds what the answer was found from, `opened_at` and `product` what it was found for.
    """

    opportunity_id = models.BigIntegerField()
    version = models.IntegerField()
    pipe = models.CharField(max_length=20, default="", db_default="")
    member_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=16)
    months = models.SmallIntegerField()
    product = models.CharField(max_length=80, default="", db_default="")
    opened_at = models.DateTimeField()
    evidence = models.JSONField(default=list)
    rules_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace_id", "pipe", "opportunity_id"],
                name="deal_source_by_pipe",
                condition=models.Q(replaced_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["opportunity_id", "version"], name="one_deal_source_version"),
            models.UniqueConstraint(
                fields=["opportunity_id"], name="one_deal_source", condition=models.Q(replaced_at__isnull=True)
            ),
        ]


class CaseState(models.TextChoices):
    OPEN = "open"
    DECIDED = "decided"
    APPEALED = "appealed"
    CLOSED = "closed"


class Case(WorkspaceModel):
    """Two members claim one company (撞单). `member_a_id` was there first; `share_a` is their percent by the decision.

    `pair` names the company and both members; of one pair one case runs at a time. `evidence` is what each side had
    when the case was opened; what is said later stands in the entries.
    """

    account_id = models.BigIntegerField(null=True)
    company = models.CharField(max_length=200)
    pair = models.CharField(max_length=80)
    member_a_id = models.BigIntegerField()
    member_b_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    evidence = models.JSONField(default=dict)
    proposed_share = models.SmallIntegerField()
    proposed_why = models.CharField(max_length=24)
    rules_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    answer_due = models.DateTimeField()
    judge_due = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    share_a = models.SmallIntegerField(null=True)
    appeal_due = models.DateTimeField(null=True)
    appealed_at = models.DateTimeField(null=True)
    appealed_by_id = models.BigIntegerField(null=True)
    final_due = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)
    final_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    missed = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "state", "id"], name="case_by_state"),
            models.Index(fields=["workspace_id", "member_a_id"], name="case_by_first"),
            models.Index(fields=["workspace_id", "member_b_id"], name="case_by_second"),
            models.Index(fields=["account_id"], name="case_by_account"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "pair"], name="one_running_case", condition=models.Q(closed_at__isnull=True)
            )
        ]


class CaseEntry(WorkspaceModel):
    """What was said or done in a case. Appended."""

    case_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    member_id = models.BigIntegerField(null=True)
    text = personal(models.TextField(default="", db_default=""), what="note")
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case_id"], name="case_entry_by_case")]


class Registration(WorkspaceModel):
    """A company and product line a member registered (报备). While `accepted`, it is protected until `until`.

    `key` is the company's normalised name; one accepted registration of a key and product line protects at a time.
    `latest` is the hard end no extension passes.
    """

    member_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    company = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    product = models.CharField(max_length=80, default="", db_default="")
    done = personal(models.TextField(default="", db_default=""), what="note")
    state = models.CharField(max_length=8)
    reason = models.CharField(max_length=16, default="", db_default="")
    at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    latest = models.DateTimeField(null=True)
    extended = models.SmallIntegerField(default=0, db_default=0)
    ended_at = models.DateTimeField(null=True)
    then = models.CharField(max_length=8, default="", db_default="")
    case_id = models.BigIntegerField(null=True)
    rules_id = models.BigIntegerField(null=True)
    pipe = models.CharField(max_length=20, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "member_id", "id"], name="registration_by_member"),
            models.Index(fields=["account_id"], name="registration_by_account"),
            models.Index(fields=["workspace_id", "key"], name="registration_by_key"),
            models.Index(fields=["until"], name="registration_running", condition=models.Q(state="accepted")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "key", "product"],
                name="one_protection",
                condition=models.Q(state="accepted"),
            )
        ]
