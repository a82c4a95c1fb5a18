"""What was done about leads, and what has to be left behind to count."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.flow.followup.models import FollowUp
from gleanry.flow.followup.rules import read_demands
from gleanry.flow.followup.shapes import Demands, FollowUpRow
from gleanry.kit import rulebook

COLUMNS = tuple(FollowUpRow.__dataclass_fields__)


def demands_of(workspace_id: int) -> tuple[int | None, Demands]:
    """What counts in a workspace, and the version that says so; none where it never adopted a book of contacts."""
    try:
        rules = rulebook.current(workspace_id, "contacts")
    except rulebook.NoRules:
        return None, read_demands({})
    return rules.id, read_demands(rules.body)


def follow_ups_of(workspace_id: int, lead_id: int) -> list[FollowUpRow]:
    """What was done about a lead, newest first."""
    rows = FollowUp.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-at", "-id")
    return [FollowUpRow(*values) for values in rows.values_list(*COLUMNS)]


def follow_ups_by_lead(workspace_id: int, lead_ids: Iterable[int]) -> dict[int, list[FollowUpRow]]:
    """Lead id -> what was done about it, newest first; one statement for any number."""
    found: dict[int, list[FollowUpRow]] = {}
    rows = FollowUp.objects.of(workspace_id).filter(lead_id__in=list(lead_ids)).order_by("-at", "-id")
    for lead_id, *values in rows.values_list("lead_id", *COLUMNS):
        found.setdefault(lead_id, []).append(FollowUpRow(*values))
    return found
