"""What every list of promises is narrowed by: the viewer's reach, the filters, and where the page before ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from gleanry.flow.followup.shapes import PromiseFilters
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.shapes import Viewer

RowT = TypeVar("RowT", bound=models.Model)
NO_FILTERS = PromiseFilters()


def within(viewer: Viewer, rows: WorkspaceQuerySet[RowT]) -> WorkspaceQuerySet[RowT]:
    return rows if viewer.owner_ids is None else rows.filter(owner_id__in=viewer.owner_ids)


def narrowed(rows: WorkspaceQuerySet[RowT], filters: PromiseFilters) -> WorkspaceQuerySet[RowT]:
    given = {"owner_id": filters.owner_id, "due_at__gte": filters.since, "due_at__lte": filters.until}
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    return rows.filter(kind=filters.kind) if filters.kind else rows


def due_of(rows: WorkspaceQuerySet[Any], row_id: int | None) -> datetime | None:
    """When the last row of the page before is due: the first half of the key the next page begins after."""
    found: datetime | None = rows.filter(pk=row_id).values_list("due_at", flat=True).first() if row_id else None
    return found
