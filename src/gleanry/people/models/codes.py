"""Inquiry codes: built once, never again."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class InquiryCode(WorkspaceModel):
    """A code given to an opportunity. Appended and never deleted: a code that was given is never given again."""

    code = models.CharField(max_length=120)
    opportunity_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    parts = models.JSONField(default=list)
    rules_id = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "code"], name="one_inquiry_code"),
            models.UniqueConstraint(fields=["workspace_id", "opportunity_id"], name="one_code_of_a_deal"),
        ]


class CodeNumber(WorkspaceModel):
    """The last number given under a prefix; of an account (`account_id`), the number it has there for good."""

    prefix = models.CharField(max_length=120)
    account_id = models.BigIntegerField(null=True)
    number = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "prefix"],
                name="one_code_counter",
                condition=models.Q(account_id__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "prefix", "account_id"],
                name="one_code_number",
                condition=models.Q(account_id__isnull=False),
            ),
        ]
