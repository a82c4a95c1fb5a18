"""Put a new version of the plans in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gleanry.flow.nurture.queries.books import BOOK, plan_faults
from gleanry.kit import rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.rulebook import BadRules, Rules
from gleanry.tenants.shapes import Viewer


def publish_plans(viewer: Viewer, body: Mapping[str, Any], at: datetime, *, note: str) -> Rules:
    """Append a version. Stays go on by it: a step that is gone ends them. Raises BadRules, and Refusal `forbidden`."""
    if not viewer.may("rules.edit"):
        raise Refusal("forbidden", permission="rules.edit")
    if faults := plan_faults(viewer.workspace_id, body):
        raise BadRules(name=BOOK, faults=faults)
    return rulebook.publish(viewer.workspace_id, BOOK, dict(body), note=note, by=viewer.member_id or None, at=at)
