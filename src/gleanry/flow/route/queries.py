"""Read routing decisions."""

from __future__ import annotations

from gleanry.flow.route.models import Assignment, Roster
from gleanry.flow.route.shapes import AssignmentRow, Turn
from gleanry.kit import rulebook


def assignments_of(workspace_id: int, lead_id: int) -> list[AssignmentRow]:
    """The decisions about a lead, newest first; two statements."""
    rows = list(Assignment.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id"))
    wanted = [row.reason["roster"] for row in rows if "roster" in row.reason]
    rosters = dict(Roster.objects.of(workspace_id).filter(pk__in=wanted).values_list("pk", "member_ids"))
    return [
        AssignmentRow(
            row.owner_id,
            row.pool,
            row.rule,
            row.reason,
            tuple(rosters.get(row.reason.get("roster"), ())),
            row.rules_id,
            row.at,
        )
        for row in rows
    ]


def rules_by_pool(workspace_id: int) -> dict[str, tuple[str, ...]]:
    """Pool -> codes of the routing rules in force that send leads there, in the order they are asked."""
    found: dict[str, tuple[str, ...]] = {}
    for rule in rulebook.current(workspace_id, "route").body["rules"]:
        found[rule["pool"]] = (*found.get(rule["pool"], ()), rule["code"])
    return found


def latest_turns(workspace_id: int, limit: int) -> list[Turn]:
    """The latest decisions by turn, to be checked against their roster."""
    rows = Assignment.objects.of(workspace_id).filter(owner_id__isnull=False).order_by("-id")
    taken = list(rows.values_list("lead_id", "owner_id", "reason")[:limit])
    wanted = {reason["roster"] for _, _, reason in taken if "roster" in reason}
    rosters = dict(Roster.objects.of(workspace_id).filter(pk__in=wanted).values_list("pk", "member_ids"))
    return [
        Turn(lead_id, owner_id, reason["turn"], tuple(rosters.get(reason["roster"], ())))
        for lead_id, owner_id, reason in taken
        if owner_id is not None and "roster" in reason
    ]
