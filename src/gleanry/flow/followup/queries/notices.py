"""What a member is told of deadlines, and has not seen yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from gleanry.flow.followup.models import Deadline, Notice, Outcome
from gleanry.flow.followup.shapes import NoticeRow
from gleanry.kit import bulk
from gleanry.tenants.shapes import Viewer

REACHES_BACK = timedelta(days=30)
READ = 400
"""Notices looked at for one page: a reminder whose deadline has ended says nothing any more and is passed over."""


def list_notices(viewer: Viewer, at: datetime, *, limit: int = 50) -> list[NoticeRow]:
    """Reminders of what still runs and escalations, the latest first; two statements."""
    rows = Notice.objects.of(viewer.workspace_id).filter(
        member_id=viewer.member_id, seen_at__isnull=True, at__gte=at - REACHES_BACK
    )
    columns = ("id", "kind", "deadline_id", "lead_id", "owner_id", "at")
    found: list[tuple[Any, ...]] = list(rows.order_by("-at", "-id").values_list(*columns)[:READ])
    about = {
        row_id: (kind, due_at, outcome)
        for row_id, kind, due_at, outcome in bulk.find(
            Deadline,
            ("id", "kind", "due_at", "outcome"),
            workspace_id=viewer.workspace_id,
            key="id",
            among=(row[2] for row in found),
        )
    }
    told: dict[tuple[str, int], NoticeRow] = {}
    for row_id, kind, deadline_id, lead_id, owner_id, told_at in found:
        due_kind, due_at, outcome = about.get(deadline_id, ("", told_at, Outcome.RELEASED))
        if kind == "remind" and outcome != Outcome.OPEN:
            continue
        row = NoticeRow(row_id, kind, deadline_id, lead_id, owner_id, told_at, due_kind, due_at)
        told.setdefault((kind, deadline_id), row)
    return list(told.values())[:limit]
