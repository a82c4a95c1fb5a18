"""What is due, what was done, what was missed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q

from gleanry.flow.followup.models import Deadline, FollowUp, Outcome, Reminder, Violation
from gleanry.flow.followup.shapes import CameAgain, DueRow, PromiseFilters, StatedDeadline, ViolationRow
from gleanry.kit import rulebook
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import Pool
from gleanry.tenants.shapes import Viewer

RowT = TypeVar("RowT", bound=models.Model)

COLUMNS = ("id", "lead_id", "kind", "started_at", "due_at", "owner_id", "outcome", "ended_at")


def list_due(viewer: Viewer, *, limit: int = 100, own: bool = False) -> list[DueRow]:
    """Open deadlines within the viewer's reach, soonest first; only their own with `own`."""
    rows = _within(viewer, Deadline.objects.of(viewer.workspace_id).filter(outcome=Outcome.OPEN))
    if own:
        rows = rows.filter(owner_id=viewer.member_id)
    return [DueRow(*values) for values in rows.order_by("due_at", "id").values_list(*COLUMNS)[:limit]]


APPOINTMENT = "next_contact"


def list_appointments(viewer: Viewer, *, until: datetime, limit: int = 100) -> list[DueRow]:
    """What the viewer promised in its last follow-up of a lead it still holds, due by `until`, soonest first.

    A later follow-up of the lead takes the place of an earlier promise. Such a row has no deadline behind it: its
    `deadline_id` is 0.
    """
    rows = FollowUp.objects.of(viewer.workspace_id).filter(member_id=viewer.member_id, next_at__lte=until)
    later = FollowUp.objects.of(viewer.workspace_id).filter(lead_id=OuterRef("lead_id"), pk__gt=OuterRef("pk"))
    found = list(rows.exclude(Exists(later)).order_by("next_at", "id").values_list("lead_id", "at", "next_at")[:limit])
    held = leads_by_id(viewer.workspace_id, [lead_id for lead_id, _, _ in found])
    return [
        DueRow(0, lead_id, APPOINTMENT, at, next_at, viewer.member_id)
        for lead_id, at, next_at in found
        if next_at
        and lead_id in held
        and held[lead_id].owner_id == viewer.member_id
        and held[lead_id].pool != Pool.CONVERTED
    ]


def list_came_again(viewer: Viewer, *, limit: int = 100) -> list[CameAgain]:
    """The viewer's own leads that came again and were not looked at since, the latest first."""
    rows = Reminder.objects.of(viewer.workspace_id).filter(owner_id=viewer.member_id, seen_at__isnull=True)
    grouped = rows.values_list("lead_id").annotate(times=Count("pk"), latest=Max("at")).order_by("-latest", "lead_id")
    found = [CameAgain(*values) for values in grouped[:limit]]
    held = leads_by_id(viewer.workspace_id, (row.lead_id for row in found))
    return [row for row in found if row.lead_id in held and held[row.lead_id].owner_id == viewer.member_id]


def deadlines_of(workspace_id: int, lead_id: int) -> list[DueRow]:
    """The deadlines of a lead, newest first."""
    rows = Deadline.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [DueRow(*values) for values in rows.values_list(*COLUMNS)]


NO_FILTERS = PromiseFilters()


def list_open(
    viewer: Viewer, filters: PromiseFilters = NO_FILTERS, *, after: int | None = None, limit: int = 50
) -> list[DueRow]:
    """Running deadlines within the viewer's reach, soonest first, by key; `after` is the last one's id."""
    rows = _narrowed(_within(viewer, Deadline.objects.of(viewer.workspace_id).filter(outcome=Outcome.OPEN)), filters)
    at = _due_of(Deadline.objects.of(viewer.workspace_id), after)
    if at is not None:
        rows = rows.filter(Q(due_at__gt=at) | Q(due_at=at, pk__gt=after))
    return [DueRow(*values) for values in rows.order_by("due_at", "id").values_list(*COLUMNS)[:limit]]


def count_open(viewer: Viewer, filters: PromiseFilters = NO_FILTERS) -> int:
    """How many running deadlines a list holds."""
    return _narrowed(
        _within(viewer, Deadline.objects.of(viewer.workspace_id).filter(outcome=Outcome.OPEN)), filters
    ).count()


def list_violations(
    viewer: Viewer, filters: PromiseFilters = NO_FILTERS, *, after: int | None = None, limit: int = 100
) -> list[ViolationRow]:
    """Missed deadlines within the viewer's reach, newest first, by key; `after` is the last one's id."""
    columns = tuple(ViolationRow.__dataclass_fields__)
    rows = _narrowed(_within(viewer, Violation.objects.of(viewer.workspace_id)), filters)
    at = _due_of(Violation.objects.of(viewer.workspace_id), after)
    if at is not None:
        rows = rows.filter(Q(due_at__lt=at) | Q(due_at=at, pk__lt=after))
    return [ViolationRow(*values) for values in rows.order_by("-due_at", "-id").values_list(*columns)[:limit]]


def count_violations(viewer: Viewer, filters: PromiseFilters = NO_FILTERS) -> int:
    """How many missed deadlines a list holds."""
    return _narrowed(_within(viewer, Violation.objects.of(viewer.workspace_id)), filters).count()


def _narrowed(rows: WorkspaceQuerySet[RowT], filters: PromiseFilters) -> WorkspaceQuerySet[RowT]:
    given = {"owner_id": filters.owner_id, "due_at__gte": filters.since, "due_at__lte": filters.until}
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    return rows.filter(kind=filters.kind) if filters.kind else rows


def _due_of(rows: WorkspaceQuerySet[Any], row_id: int | None) -> datetime | None:
    """When the last row of the page before is due: the first half of the key the next page begins after."""
    found: datetime | None = rows.filter(pk=row_id).values_list("due_at", flat=True).first() if row_id else None
    return found


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
        )
        for row in rows
    )


def next_due(workspace_id: int) -> datetime | None:
    """When the next open deadline of a workspace passes; None when nothing is owed."""
    rows = Deadline.objects.of(workspace_id).filter(outcome=Outcome.OPEN).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def count_unswept(workspace_id: int, before: datetime) -> int:
    """Deadlines that passed before an instant and were not judged yet: the scheduler is not running."""
    return Deadline.objects.of(workspace_id).filter(outcome=Outcome.OPEN, due_at__lt=before).count()


def _within(viewer: Viewer, rows: WorkspaceQuerySet[RowT]) -> WorkspaceQuerySet[RowT]:
    return rows if viewer.owner_ids is None else rows.filter(owner_id__in=viewer.owner_ids)
