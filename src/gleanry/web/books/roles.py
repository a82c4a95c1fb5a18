"""Roles: who sees what and may do what. Nobody can lock the last administrator out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.tenants.queries import list_members
from gleanry.tenants.shapes import Viewer
from gleanry.web.editing import Book, Choice, Choices, Field, Table
from gleanry.web.words.labels import POOLS, ROLES
from gleanry.web.words.permissions import PERMISSIONS, REACHES

KEYS = ("rules.edit", "members.edit")
"""Who has both can undo every other mistake in this book."""


def lockouts(viewer: Viewer, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A body under which nobody who signs in could change rules and members any more, or not the one who writes it."""
    people = [member.roles for member in list_members(viewer.workspace_id) if member.user_id]
    if not any(_has_keys(roles, body["roles"]) for roles in people):
        yield {"row": "administrator", "setting": "may", "code": "nobody_left"}
    elif viewer.roles and not _has_keys(viewer.roles, body["roles"]):
        yield {"row": "administrator", "setting": "may", "code": "not_yourself"}


def _has_keys(roles: Iterable[str], table: Mapping[str, Any]) -> bool:
    may = {permission for role in roles for permission in table.get(role, {}).get("may", ())}
    return may.issuperset(KEYS)


BOOK = Book(
    name="roles",
    order=90,
    title=_("Roles"),
    decides=_("Whose records a role sees, and what it may do."),
    reads="rules.edit",
    edits="members.edit",
    also=lockouts,
    sections=(
        Table(
            "roles",
            _("Roles"),
            (
                Field("role", _("Role"), Choice(ROLES), required=True),
                Field("reach", _("Sees the records"), Choice(REACHES), required=True),
                Field(
                    "pools",
                    _("Sees unowned leads of the pools"),
                    Choices({"*": _("every pool"), **POOLS}, none=_("none")),
                    keeps_empty=True,
                ),
                Field(
                    "may",
                    pgettext_lazy("role", "May"),
                    Choices(PERMISSIONS, none=_("nothing")),
                    keeps_empty=True,
                    wide=True,
                ),
            ),
            shape="keyed",
            ordered=False,
            fixed=True,
            layout="cards",
        ),
    ),
    cures={
        "nobody_left": _("Nobody who can sign in could edit rules and members any more. Leave both to some role."),
        "not_yourself": _(
            "You could not edit rules and members any more yourself. Ask a colleague to take it from you."
        ),
    },
)
