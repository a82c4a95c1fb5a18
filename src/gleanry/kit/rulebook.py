"""Rules are data: versioned bodies that a user edits, each decision naming the version it was taken under."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.kit.models import RuleBook
from gleanry.kit.scope import WorkspaceQuerySet


class BadRules(Refusal):
    """What is wrong stands in `data["faults"]`: dicts of row (from 1; 0 is the book), setting, code and value."""

    code = "bad_rules"


class NoRules(Refusal):
    code = "no_rules"


class RulesChanged(Refusal):
    """Another version is in force than the one that was to be replaced."""

    code = "rules_changed"


@dataclass(frozen=True)
class Rules:
    """One version of one rule book: `id` is what decisions store, `body` what the slice's rules read."""

    id: int
    name: str
    version: int
    body: dict[str, Any]


Check = Callable[[dict[str, Any]], list[dict[str, Any]]]
_checks: dict[str, Check] = {}


def check_with(name: str, check: Check) -> None:
    """Have every body of the rule book `name` checked before it is in force. Called once, at start-up, by its slice."""
    _checks[name] = check


Follow = Callable[[int, datetime, int | None], None]
_followers: dict[str, Follow] = {}


def follow_with(name: str, act: Follow) -> None:
    """Have `act(workspace_id, at, by)` run with every new version of the rule book `name`, in its transaction.

    For what has to move when the rules do. Called once, at start-up, by the book's slice.
    """
    _followers[name] = act


def faults_of(name: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    """What the check of a book finds wrong with a body; nothing where its slice has none."""
    return _checks[name](body) if name in _checks else []


def current(workspace_id: int, name: str) -> Rules:
    """The version in force; its body is shared and not to be changed. Raises NoRules when none was ever adopted."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [workspace_id, name])
        row = cursor.fetchone()
    if row is None:
        raise NoRules(name=name, workspace=workspace_id)
    rules_id, version, body = row
    return Rules(rules_id, name, version, _decoded(body))


def in_force(workspace_id: int, *names: str) -> dict[str, Rules]:
    """The versions in force of several books in one statement; a book never adopted is not there."""
    among = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.execute(ALL_IN_FORCE.format(among=among), [workspace_id, *names])
        rows = cursor.fetchall()
    return {name: Rules(rules_id, name, version, _decoded(body)) for rules_id, name, version, body in rows}


ALL_IN_FORCE = (
    "SELECT id, name, version, body FROM kit_rulebook b WHERE workspace_id = %s AND name IN ({among}) AND version = "
    "(SELECT max(version) FROM kit_rulebook x WHERE x.workspace_id = b.workspace_id AND x.name = b.name)"
)
IN_FORCE = (
    "SELECT id, version, body FROM kit_rulebook WHERE workspace_id = %s AND name = %s ORDER BY version DESC LIMIT 1"
)
_decoded = lru_cache(maxsize=256)(json.loads)
"""Every batch of every stage asks for its rules; they are read each time and decoded once a version."""


def version_of(workspace_id: int, rules_id: int) -> Rules:
    """The version a decision was taken under."""
    row = RuleBook.objects.of(workspace_id).get(pk=rules_id)
    return Rules(row.pk, row.name, row.version, row.body)


def versions_by_id(workspace_id: int, rules_ids: Iterable[int]) -> dict[int, Rules]:
    """Rules id -> the version many decisions were taken under; one statement for any number."""
    rows = RuleBook.objects.of(workspace_id).filter(pk__in=list(rules_ids))
    return {row.pk: Rules(row.pk, row.name, row.version, row.body) for row in rows}


@dataclass(frozen=True)
class Version:
    """One version without its body: who put it in force, when and why."""

    id: int
    version: int
    note: str
    by: int | None
    at: datetime


def version_numbered(workspace_id: int, name: str, version: int) -> Rules | None:
    """A version of a book by its number."""
    row = RuleBook.objects.of(workspace_id).filter(name=name, version=version).first()
    return Rules(row.pk, name, row.version, row.body) if row else None


def latest(workspace_id: int) -> dict[str, Version]:
    """Book -> its version in force, of all books of a workspace; one statement."""
    fields = _latest(workspace_id).values_list("name", "pk", "version", "note", "by", "at")
    return {name: Version(pk, version, note, by, at) for name, pk, version, note, by, at in fields}


def _latest(workspace_id: int) -> WorkspaceQuerySet[RuleBook]:
    """Versions are appended: the last row of a book is the one in force."""
    rows = RuleBook.objects.of(workspace_id)
    last = rows.order_by().values("name").annotate(last=Max("pk")).values("last")
    return RuleBook.objects.of(workspace_id).filter(pk__in=last)


def versions(workspace_id: int, name: str, *, limit: int = 50) -> list[Version]:
    """The versions of a book, the one in force first."""
    rows = RuleBook.objects.of(workspace_id).filter(name=name).order_by("-version")
    return [Version(*values) for values in rows.values_list("pk", "version", "note", "by", "at")[:limit]]


def bodies(workspace_id: int, name: str) -> list[dict[str, Any]]:
    """Every body a book ever had, the first first."""
    rows = RuleBook.objects.of(workspace_id).filter(name=name).order_by("version")
    return list(rows.values_list("body", flat=True))


def publish(
    workspace_id: int,
    name: str,
    body: dict[str, Any],
    *,
    note: str = "",
    by: int | None = None,
    at: datetime | None = None,
    after: int | None = None,
) -> Rules:
    """Append a new version and put it in force. The same body again changes nothing.

    `after` is the version it replaces, where that matters. Raises BadRules, and RulesChanged when it is another.
    """
    if faults := faults_of(name, body):
        raise BadRules(name=name, faults=faults)
    moment = at or clock.now()
    with transaction.atomic():
        last = RuleBook.objects.of(workspace_id).filter(name=name).order_by("-version").first()
        if after is not None and after != (last.version if last else 0):
            raise RulesChanged(name=name, version=last.version if last else 0)
        if last is not None and last.body == body:
            return Rules(last.pk, name, last.version, last.body)
        version = (last.version if last else 0) + 1
        made = Version(0, version, note, by, moment)
        row = _append(workspace_id, name, made, body)
        if name in _followers:
            _followers[name](workspace_id, moment, by)
    return Rules(row.pk, name, version, body)


def _append(workspace_id: int, name: str, made: Version, body: dict[str, Any]) -> RuleBook:
    try:
        with transaction.atomic():
            return RuleBook.objects.create(
                workspace_id=workspace_id,
                name=name,
                version=made.version,
                body=body,
                note=made.note,
                by=made.by,
                at=made.at,
            )
    except IntegrityError as error:
        # Somebody put the same number in force a moment before.
        raise RulesChanged(name=name, version=made.version) from error
