"""Read routing decisions."""

from __future__ import annotations

from gleanry.flow.route.models import Assignment, Roster
from gleanry.flow.route.shapes import AssignmentRow


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
