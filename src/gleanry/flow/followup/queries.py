"""What is due, what was done, what was missed."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import models

from gleanry.flow.followup.models import Deadline, FollowUp, Outcome, Violation
from gleanry.flow.followup.shapes import DueRow, FollowUpRow, ViolationRow
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.shapes import Viewer

RowT = TypeVar("RowT", bound=models.Model)

COLUMNS = ("id", "lead_id", "kind", "started_at", "due_at", "owner_id", "outcome", "ended_at")


def list_due(viewer: Viewer, *, limit: int = 100, own: bool = False) -> list[DueRow]:
    """Open deadlines within the viewer's reach, soonest first; only their own with `own`."""
    rows = _within(viewer, Deadline.objects.of(viewer.workspace_id).filter(outcome=Outcome.OPEN))
    if own:
        rows = rows.filter(owner_id=viewer.member_id)
    return [DueRow(*values) for values in rows.order_by("due_at", "id").values_list(*COLUMNS)[:limit]]


def deadlines_of(workspace_id: int, lead_id: int) -> list[DueRow]:
    """The deadlines of a lead, newest first."""
    rows = Deadline.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [DueRow(*values) for values in rows.values_list(*COLUMNS)]


def follow_ups_of(workspace_id: int, lead_id: int) -> list[FollowUpRow]:
    """What was done about a lead, newest first."""
    columns = tuple(FollowUpRow.__dataclass_fields__)
    rows = FollowUp.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [FollowUpRow(*values) for values in rows.values_list(*columns)]


def list_violations(viewer: Viewer, limit: int = 100) -> list[ViolationRow]:
    """Missed deadlines within the viewer's reach, newest first."""
    columns = tuple(ViolationRow.__dataclass_fields__)
    rows = _within(viewer, Violation.objects.of(viewer.workspace_id)).order_by("-due_at", "-id")
    return [ViolationRow(*values) for values in rows.values_list(*columns)[:limit]]


def next_due(workspace_id: int) -> datetime | None:
    """When the next open deadline of a workspace passes; None when nothing is owed."""
    rows = Deadline.objects.of(workspace_id).filter(outcome=Outcome.OPEN).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def count_overdue(viewer: Viewer) -> int:
    """How many deadlines within reach were missed so far."""
    return _within(viewer, Violation.objects.of(viewer.workspace_id)).count()


def count_unswept(workspace_id: int, before: datetime) -> int:
    """Deadlines that passed before an instant and were not judged yet: the scheduler is not running."""
    return Deadline.objects.of(workspace_id).filter(outcome=Outcome.OPEN, due_at__lt=before).count()


def _within(viewer: Viewer, rows: WorkspaceQuerySet[RowT]) -> WorkspaceQuerySet[RowT]:
    return rows if viewer.owner_ids is None else rows.filter(owner_id__in=viewer.owner_ids)
