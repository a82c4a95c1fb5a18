"""The rule book `sources` as it stands, or as the handbook has it where a workspace never adopted it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gleanry.kit import rulebook

NO_BOOK: Mapping[str, Any] = {}


def sources_book(workspace_id: int) -> tuple[int | None, Mapping[str, Any]]:
    """(rules id, body); no id and an empty body without one."""
    found = rulebook.in_force(workspace_id, "sources").get("sources")
    return (found.id, found.body) if found else (None, NO_BOOK)


def bodies_of(workspace_id: int, rules_ids: set[int | None]) -> dict[int | None, Mapping[str, Any]]:
    """Rules id -> the body a decision was taken under; one statement."""
    found = rulebook.versions_by_id(workspace_id, [rules_id for rules_id in rules_ids if rules_id is not None])
    bodies: dict[int | None, Mapping[str, Any]] = {None: NO_BOOK}
    bodies.update((rules_id, rules.body) for rules_id, rules in found.items())
    return bodies
