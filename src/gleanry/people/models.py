"""Accounts, people and their identifiers."""

from __future__ import annotations

from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class Account(WorkspaceModel):
    """A company. `key` is its normalised name; the same key is the same account.

    `owner_id` is who keeps it since `owner_since`, `bought_at` when it first bought from us. It is also found by its
    unified credit code and by the domain of its mail.
    `merged_into_id` names the account it was found to be the same as; empty means that it stands for itself. Rows that
    refer to it keep doing so (decision 0013): readers ask `queries.groups_of`.
    """

    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    region = models.CharField(max_length=80, default="")
    industry = models.CharField(max_length=80, default="")
    size = models.CharField(max_length=40, default="")
    made_at = models.DateTimeField()
    credit_code = models.CharField(max_length=18, default="", db_default="")
    domain = models.CharField(max_length=120, default="", db_default="")
    owner_id = models.BigIntegerField(null=True)
    owner_since = models.DateTimeField(null=True)
    bought_at = models.DateTimeField(null=True)
    merged_into_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "key"], name="one_account_key")]
        indexes = [
            models.Index(fields=["credit_code"], name="account_by_code", condition=models.Q(credit_code__gt="")),
            models.Index(fields=["domain"], name="account_by_domain", condition=models.Q(domain__gt="")),
            models.Index(fields=["workspace_id"], name="account_kept", condition=models.Q(owner_id__isnull=False)),
            models.Index(
                fields=["merged_into_id"], name="account_merged", condition=models.Q(merged_into_id__isnull=False)
            ),
        ]


class AccountNameKind(models.TextChoices):
    LEGAL = "legal"
    SHORT = "short"
    BRAND = "brand"
    FORMER = "former"
    ENGLISH = "english"
    LEARNED = "learned"


class AccountName(WorkspaceModel):
    """Another name of an account, beside the one it was added with; for a time or for good (both days included)."""

    account_id = models.BigIntegerField()
    text = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=AccountNameKind.choices)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "key", "account_id", "kind"], name="one_account_name"),
        ]
        indexes = [models.Index(fields=["account_id"], name="name_by_account")]


class AccountLookup(WorkspaceModel):
    """Where an account is looked for by a name that is only alike: `likeness.names.keys` says what the numbers are."""

    key = models.BigIntegerField()
    account_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "key", "account_id"], name="account_lookup")]


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
