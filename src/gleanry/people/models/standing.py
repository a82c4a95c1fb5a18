"""How much an account matters, by which table and since when."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Trait(WorkspaceModel):
    """What people know of an account that no deal tells: its level, how it is covered, what it buys in a year.

    `budget_minor` is what it spends in a year on what we sell, in `currency`; `base_minor` the same in the workspace's
    currency at the `rate` fixed with it (0 while nobody knows one). `share_percent` is our part of it where somebody
    stated it; else it follows from what was won.
    """

    account_id = models.BigIntegerField()
    is_strategic = models.BooleanField(default=False)
    level = models.IntegerField(default=0)
    coverage = models.CharField(max_length=8, default="")
    budget_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="")
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=0)
    base_minor = models.BigIntegerField(default=0)
    share_percent = models.IntegerField(null=True)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "account_id"], name="one_trait_row")]


class Standing(WorkspaceModel):
    """The one tier of an account, and where it stands in the other tables, with the figures that made it so.

    `held_until` is the last day on which a tier somebody set by hand stays, whatever the table says.
    """

    account_id = models.BigIntegerField()
    tier = models.CharField(max_length=12, default="")
    abc = models.CharField(max_length=1, default="")
    rad = models.CharField(max_length=2, default="")
    rfm = models.CharField(max_length=3, default="")
    figures = models.JSONField(default=dict)
    rules_id = models.BigIntegerField()
    at = models.DateTimeField()
    held_until = models.DateField(null=True)
    held_reason = models.CharField(max_length=200, default="")
    held_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "account_id"], name="one_tier")]
        indexes = [models.Index(fields=["workspace_id", "tier", "account_id"], name="standing_by_tier")]


class TierChange(WorkspaceModel):
    """An account went from one place of a table to another. Appended; `scale` is tier, abc, rad or rfm."""

    account_id = models.BigIntegerField()
    scale = models.CharField(max_length=4)
    former = models.CharField(max_length=12, default="")
    value = models.CharField(max_length=12, default="")
    reason = models.CharField(max_length=200, default="")
    figures = models.JSONField(default=dict)
    rules_id = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account_id"], name="tier_change_by_account")]
