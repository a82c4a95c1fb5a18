"""Playbooks: named, readable sets of rules that a workspace adopts and then changes."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import transaction

from gleanry.kit import rulebook
from gleanry.kit.errors import Refusal
from gleanry.tenants.actions import make_workspace
from gleanry.tenants.queries import find_workspace
from gleanry.tenants.shapes import WorkspaceSettings

DEFAULT = "tob-leads"
FROM = "playbook "
"""How the note of a version begins that a playbook brought."""


@cache
def read_playbook(name: str) -> dict[str, Any]:
    """The rule books of a playbook by name; it may extend another, whose books it then takes where it has none.

    Raises Refusal `no_such_playbook`.
    """
    path = files("gleanry.wiring") / "playbooks" / f"{name}.toml"
    if not path.is_file():
        raise Refusal("no_such_playbook", name=name)
    playbook = tomllib.loads(path.read_text(encoding="utf-8"))
    if base := playbook.get("extends"):
        playbook["rules"] = read_playbook(base)["rules"] | playbook["rules"]
    return playbook


@cache
def playbook_titles() -> dict[str, dict[str, str]]:
    """Name -> {"zh", "en"} of every playbook there is."""
    files_there = sorted((files("gleanry.wiring") / "playbooks").iterdir(), key=lambda file: file.name)
    found = {}
    for name in (file.name.removesuffix(".toml") for file in files_there if file.name.endswith(".toml")):
        playbook = read_playbook(name)
        found[name] = {"zh": playbook["zh"], "en": playbook["en"]}
    return found


def adopt_playbook(workspace_id: int, name: str = DEFAULT) -> None:
    """Publish every rule book of a playbook in a workspace; what it already adopted unchanged stays as it is."""
    with transaction.atomic():
        for book, body in read_playbook(name)["rules"].items():
            rulebook.publish(workspace_id, book, body, note=f"{FROM}{name}")


def bring_up_to_date(workspace_id: int) -> list[str]:
    """Give a workspace of an older Gleanry what came since: books it never had, and in its roles what nobody knew.

    A role or a permission that stood in no version of its roles so far is given as the playbook has it; what somebody
    took away stays away. Returns the names of the books that changed.
    """
    there = rulebook.latest(workspace_id)
    notes = {version.note.removeprefix(FROM) for version in there.values() if version.note.startswith(FROM)}
    name = min(notes & set(playbook_titles()) or {DEFAULT})
    rules = read_playbook(name)["rules"]
    wanted = {book: body for book, body in rules.items() if book not in there}
    if "roles" in there:
        wanted["roles"] = _with_new_rights(rulebook.bodies(workspace_id, "roles"), rules["roles"])
    before = {book: version.version for book, version in there.items()}
    with transaction.atomic():
        after = {
            book: rulebook.publish(workspace_id, book, body, note=f"{FROM}{name}") for book, body in wanted.items()
        }
    return [book for book, version in after.items() if version.version != before.get(book)]


def _with_new_rights(versions: list[dict[str, Any]], playbook: dict[str, Any]) -> dict[str, Any]:
    """The latest roles with the roles and permissions of the playbook that no version has named."""
    roles: dict[str, Any] = dict(versions[-1]["roles"])
    named = {role for body in versions for role in body["roles"]}
    known = {right for body in versions for role in body["roles"].values() for right in role["may"]}
    for role, given in playbook["roles"].items():
        if role not in named:
            roles[role] = given
        elif role in roles:
            new = [right for right in given["may"] if right not in known]
            roles[role] = roles[role] | {"may": [*roles[role]["may"], *new]}
    return versions[-1] | {"roles": roles}


def new_workspace(
    name: str, *, slug: str, playbook: str = DEFAULT, made_up: bool = False, currency: str = "CNY"
) -> WorkspaceSettings:
    """Make a workspace that works at once: with the rules of a playbook. Its sums are in `currency`."""
    with transaction.atomic():
        workspace_id = make_workspace(name, slug=slug, made_up=made_up, currency=currency)
        adopt_playbook(workspace_id, playbook)
    found = find_workspace(slug)
    if found is None:
        raise Refusal("no_such_workspace", slug=slug)
    return found


def ensure_workspace(slug: str | None = None) -> WorkspaceSettings:
    """The workspace asked for, or the first; an empty database gets one. Raises Refusal `no_such_workspace`."""
    found = find_workspace(slug)
    if found is not None:
        return found
    if slug and find_workspace(None) is not None:
        raise Refusal("no_such_workspace", slug=slug)
    return new_workspace("Gleanry", slug=slug or "main")
