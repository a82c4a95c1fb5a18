"""Put other duplicate rules in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gleanry.kit import rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.rulebook import Rules
from gleanry.tenants.shapes import Viewer


def publish_rules(viewer: Viewer, body: Mapping[str, Any], at: datetime, *, note: str) -> Rules:
    """Append a version of the book and put it in force, with who and why. Raises BadRules and `reason_missing`."""
    if not viewer.may("rules.edit"):
        raise Refusal("forbidden", permission="rules.edit")
    if not note.strip():
        raise Refusal("reason_missing")
    return rulebook.publish(viewer.workspace_id, "identify", dict(body), note=note.strip(), by=viewer.member_id, at=at)
