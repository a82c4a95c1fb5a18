"""Companies: what they are called, whose they are, to which group they belong."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Relation(models.TextChoices):
    """What an account is to its parent."""

    SUBSIDIARY = "subsidiary"
    BRANCH = "branch"
    DEALER = "dealer"


class Account(WorkspaceModel):
    """A company. `key` is its normalised name; the same key is the same account.

    `owner_id` is who keeps it since `owner_since`, `bought_at` when it first bought from us. It is also found by its
    unified credit code and by the domain of its mail.
    `merged_into_id` names the account it was found to be the same as; empty means that it stands for itself. Rows that
    refer to it keep doing so (decision 0013): readers ask `queries.groups_of`.
    `parent_id` is the account it belongs to, as `relation` says; that is another thing than being the same, and readers
    ask `queries.families_of`. `deputy_id` stands in for who keeps it. A dormant one is kept, and left out of lists.
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
    parent_id = models.BigIntegerField(null=True)
    relation = models.CharField(max_length=10, choices=Relation.choices, default="", db_default="")
    deputy_id = models.BigIntegerField(null=True)
    dormant_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "key"], name="one_account_key")]
        indexes = [
            models.Index(fields=["credit_code"], name="account_by_code", condition=models.Q(credit_code__gt="")),
            models.Index(fields=["domain"], name="account_by_domain", condition=models.Q(domain__gt="")),
            models.Index(fields=["workspace_id"], name="account_kept", condition=models.Q(owner_id__isnull=False)),
            models.Index(
                fields=["merged_into_id"], name="account_merged", condition=models.Q(merged_into_id__isnull=False)
            ),
            models.Index(fields=["parent_id"], name="account_by_parent", condition=models.Q(parent_id__isnull=False)),
            models.Index(
                fields=["workspace_id", "owner_id", "id"],
                name="account_by_keeper",
                condition=models.Q(owner_id__isnull=False),
            ),
            models.Index(
                fields=["workspace_id", "deputy_id", "id"],
                name="account_by_deputy",
                condition=models.Q(deputy_id__isnull=False),
            ),
            models.Index(
                fields=["workspace_id", "industry", "id"], name="account_by_trade", condition=models.Q(industry__gt="")
            ),
            models.Index(
                fields=["workspace_id", "region", "id"], name="account_by_region", condition=models.Q(region__gt="")
            ),
            models.Index(fields=["workspace_id", "id"], name="account_newest"),
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
