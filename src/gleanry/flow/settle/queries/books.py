"""The rule book `sources` as it stands, or as the handbook has it where a workspace never adopted it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gleanry.kit import rulebook

NO_BOOK: Mapping[str, Any] = {}


def sources_book(workspace_id: int) -> tuple[int, Mapping[str, Any]]:
    """(rules id, body); id 0 and an empty body without one."""
    found = rulebook.in_force(workspace_id, "sources").get("sources")
    return (found.id, found.body) if found else (0, NO_BOOK)


def bodies_of(workspace_id: int, rules_ids: set[int]) -> dict[int, Mapping[str, Any]]:
    """Rules id -> the body a decision was taken under; one statement."""
    found = rulebook.versions_by_id(workspace_id, rules_ids - {0})
    return {0: NO_BOOK} | {rules_id: rules.body for rules_id, rules in found.items()}
