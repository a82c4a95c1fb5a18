"""People, what they are recognised by, and what they agreed to."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class Person(WorkspaceModel):
    """A human. A person nobody could name yet has an empty name. `merged_into_id` as with accounts."""

    name = personal(models.CharField(max_length=120, default=""), what="name")
    account_id = models.BigIntegerField(null=True)
    job_title = personal(models.CharField(max_length=120, default=""), what="job title")
    made_at = models.DateTimeField()
    merged_into_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account_id"], name="person_by_account"),
            models.Index(fields=["workspace_id", "name"], name="person_by_name"),
            models.Index(
                fields=["merged_into_id"], name="person_merged", condition=models.Q(merged_into_id__isnull=False)
            ),
        ]


class IdentifierKind(models.TextChoices):
    PHONE = "phone"
    EMAIL = "email"
    WECHAT = "wechat"
    VISITOR = "visitor"
    EXTERNAL = "external"


class Identifier(WorkspaceModel):
    """What a person is recognised by: E.164 phone, e-mail address, WeChat id, visitor id, external id of a lead."""

    kind = models.CharField(max_length=8, choices=IdentifierKind.choices)
    value = personal(models.CharField(max_length=254), what="contact")
    person_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "kind", "value"], name="one_identifier")]
        indexes = [models.Index(fields=["person_id"], name="identifier_by_person")]


class ConsentState(models.TextChoices):
    GRANTED = "granted"
    DENIED = "denied"


class Consent(WorkspaceModel):
    """What a person said about one purpose, such as mail; when, and by what we know. Appended: the latest counts."""

    person_id = models.BigIntegerField()
    purpose = models.CharField(max_length=20)
    state = personal(models.CharField(max_length=8, choices=ConsentState.choices), what="consent", basis="legal_duty")
    at = models.DateTimeField()
    source = models.CharField(max_length=80, default="")
    by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person_id"], name="consent_by_person")]
