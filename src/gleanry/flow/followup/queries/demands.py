"""What a follow-up has to leave behind to count."""

from __future__ import annotations

from gleanry.flow.followup.rules import read_demands
from gleanry.flow.followup.shapes import Demands
from gleanry.kit import rulebook


def demands_of(workspace_id: int) -> tuple[int | None, Demands]:
    """What counts in a workspace, and the version that says so; none where it never adopted a book of contacts."""
    try:
        rules = rulebook.current(workspace_id, "contacts")
    except rulebook.NoRules:
        return None, read_demands({})
    return rules.id, read_demands(rules.body)
