"""Workspaces and the people in them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from gleanry.kit.personal import personal
from gleanry.kit.scope import WorkspaceModel


class Workspace(models.Model):
    """One company's house. `made_up` marks simulated data, and every page says so."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    country = models.CharField(max_length=2, default="CN")
    zone = models.CharField(max_length=40, default="Asia/Shanghai")
    currency = models.CharField(max_length=3, default="CNY")
    language = models.CharField(max_length=10, default="zh-hans")
    made_up = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None) -> User:
        user = self.model(email=self.normalize_email(email).lower())
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in; what they may see comes from their membership of a workspace."""

    email = personal(models.EmailField(unique=True), what="email", basis="contract")
    language = models.CharField(max_length=10, default="", blank=True)
    theme = models.CharField(max_length=6, default="auto")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email


class Team(WorkspaceModel):
    """A node of the team tree. `path` holds the ids from the root, as `/1/4/`, so that a subtree is one prefix.

    `head_id` is the member who leads it.
    """

    name = models.CharField(max_length=80)
    parent = models.ForeignKey("tenants.Team", null=True, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=200, default="/")
    head_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "name"], name="one_team_name")]


class Region(WorkspaceModel):
    """A sales region; `places` are the words (provinces, cities, country codes) that put a lead into it."""

    name = models.CharField(max_length=80)
    places = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "name"], name="one_region_name")]


class Member(WorkspaceModel):
    """A person at work in a workspace; `user` is empty for one only known from imported records."""

    user = models.ForeignKey("tenants.User", null=True, on_delete=models.PROTECT, related_name="+")
    name = personal(models.CharField(max_length=80), what="name", basis="contract")
    external_id = models.CharField(max_length=80, default="", blank=True)
    team = models.ForeignKey("tenants.Team", null=True, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("tenants.Region", null=True, on_delete=models.PROTECT, related_name="+")
    roles = models.JSONField(default=list)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "external_id"],
                condition=models.Q(external_id__gt=""),
                name="one_member_external_id",
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "user"], condition=models.Q(user__isnull=False), name="one_membership"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Token(WorkspaceModel):
    """A key for programs. Only its SHA-256 is kept; `scopes` bound what it may do."""

    member = models.ForeignKey("tenants.Member", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class WorkPattern(WorkspaceModel):
    """A member's own week and place; what is empty is as the workspace has it. `week` holds seven lists of spans."""

    member = models.ForeignKey("tenants.Member", on_delete=models.PROTECT, related_name="+")
    week = models.JSONField(default=list)
    country = models.CharField(max_length=2, default="", blank=True)
    subdivision = models.CharField(max_length=10, default="", blank=True)
    zone = models.CharField(max_length=40, default="", blank=True)
    holidays = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member"], name="one_work_pattern")]


class Shift(WorkspaceModel):
    """The hours of a local day instead of the usual ones. A new one ends the one before; nothing is deleted."""

    member = models.ForeignKey("tenants.Member", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    hours = models.JSONField(default=list)
    by = models.ForeignKey("tenants.Member", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("tenants.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "day"], condition=models.Q(ended_at__isnull=True), name="one_shift_a_day"
            )
        ]


class Leave(WorkspaceModel):
    """Time off from an instant until another. Taken back rather than deleted."""

    member = models.ForeignKey("tenants.Member", on_delete=models.PROTECT, related_name="+")
    kind = personal(models.CharField(max_length=8), what="leave", basis="contract")
    since = models.DateTimeField()
    until = models.DateTimeField()
    note = personal(models.CharField(max_length=200, default="", blank=True), what="note", basis="contract")
    by = models.ForeignKey("tenants.Member", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("tenants.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["member", "until"], name="leave_in_force", condition=models.Q(ended_at__isnull=True))
        ]
