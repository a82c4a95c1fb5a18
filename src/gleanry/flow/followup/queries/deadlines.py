"""What is due, by whom and until when."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from gleanry.flow.followup.models import Deadline, Outcome
from gleanry.flow.followup.queries.reach import NO_FILTERS, due_of, narrowed, within
from gleanry.flow.followup.rules.promises import CONDITIONS, LINES
from gleanry.flow.followup.shapes import DueRow, PromiseFilters, StatedDeadline
from gleanry.kit import rulebook
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.queries import list_members
from gleanry.tenants.shapes import Viewer

COLUMNS = ("id", "lead_id", "kind", "started_at", "due_at", "owner_id", "outcome", "ended_at", "paused_at")


def list_due(viewer: Viewer, *, limit: int = 100, own: bool = False) -> list[DueRow]:
    """Open deadlines within the viewer's reach whose clock runs, soonest first; only their own with `own`."""
    rows = within(viewer, Deadline.objects.of(viewer.workspace_id).filter(outcome=Outcome.OPEN, paused_at=None))
    if own:
        rows = rows.filter(owner_id=viewer.member_id)
    return [DueRow(*values) for values in rows.order_by("due_at", "id").values_list(*COLUMNS)[:limit]]


def deadlines_of(workspace_id: int, lead_id: int) -> list[DueRow]:
    """The deadlines of a lead, newest first."""
    rows = Deadline.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [DueRow(*values) for values in rows.values_list(*COLUMNS)]


def list_open(
    viewer: Viewer, filters: PromiseFilters = NO_FILTERS, *, after: int | None = None, limit: int = 50
) -> list[DueRow]:
    """Running deadlines within the viewer's reach, soonest first, by key; `after` is the last one's id."""
    rows = _open(viewer, filters)
    at = due_of(Deadline.objects.of(viewer.workspace_id), after)
    if at is not None:
        rows = rows.filter(Q(due_at__gt=at) | Q(due_at=at, pk__gt=after))
    return [DueRow(*values) for values in rows.order_by("due_at", "id").values_list(*COLUMNS)[:limit]]


def count_open(viewer: Viewer, filters: PromiseFilters = NO_FILTERS) -> int:
    """How many running deadlines a list holds."""
    return _open(viewer, filters).count()


def _open(viewer: Viewer, filters: PromiseFilters) -> WorkspaceQuerySet[Deadline]:
    rows = narrowed(within(viewer, Deadline.objects.of(viewer.workspace_id).filter(outcome=Outcome.OPEN)), filters)
    if filters.team_id is not None:
        rows = rows.filter(owner_id__in=members_of_team(viewer.workspace_id, filters.team_id))
    # What stands still is not due, whatever its hour was.
    return rows.filter(paused_at__isnull=not filters.paused) if filters.paused or filters.until else rows


def members_of_team(workspace_id: int, team_id: int) -> list[int]:
    """The members of a team as it is now."""
    return [member.pk for member in list_members(workspace_id) if member.team_id == team_id]


def clocks_of(workspace_id: int, lead_id: int) -> list[DueRow]:
    """The clocks of a lead that run or stand still, the soonest first."""
    rows = Deadline.objects.of(workspace_id).filter(lead_id=lead_id, outcome=Outcome.OPEN).order_by("due_at", "id")
    return [DueRow(*values) for values in rows.values_list(*COLUMNS)]


def kinds_in_use(workspace_id: int) -> tuple[str, ...]:
    """The kinds of deadlines the rules in force name, in their order."""
    return tuple(dict.fromkeys(rule.kind for rule in stated_deadlines(workspace_id)))


def stated_deadlines(workspace_id: int) -> tuple[StatedDeadline, ...]:
    """The deadline rules in force, in the order they are asked."""
    rows = rulebook.current(workspace_id, "followup").body["deadlines"]
    return tuple(
        StatedDeadline(
            row["kind"],
            row["starts"],
            tuple(row.get("pools", ())),
            tuple(row.get("grades", ())),
            tuple((unit, float(amount)) for unit, amount in row["within"].items()),
            tuple(row.get("sources", ())),
            any(row.get(name) for name in CONDITIONS if name not in ("pools", "grades")),
            row.get("then", ""),
            LINES.get(row["kind"], row["kind"]),
        )
        for row in rows
    )


def next_due(workspace_id: int) -> datetime | None:
    """When the next open deadline of a workspace passes; None when nothing is owed."""
    rows = Deadline.objects.of(workspace_id).filter(outcome=Outcome.OPEN, paused_at=None).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def count_unswept(workspace_id: int, before: datetime) -> int:
    """Deadlines that passed before an instant and were not judged yet: the scheduler is not running."""
    rows = Deadline.objects.of(workspace_id).filter(outcome=Outcome.OPEN, paused_at=None, due_at__lt=before)
    return rows.count()
