"""Read the invalid pool as those who check it do: what lies there, why, since when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from gleanry.flow.clean.models import Screening
from gleanry.flow.clean.shapes import Reason, ReviewFilters, Screened
from gleanry.kit import bulk
from gleanry.kit.scope import WorkspaceQuerySet

COLUMNS = ("id", "received_at", "source", "reasons", "decision", "by", "decided_at", "note")


def list_screened(
    workspace_id: int, filters: ReviewFilters, *, after: int | None = None, limit: int = 50
) -> list[Screened]:
    """Held-back submissions, newest first. `after` is a submission's id: pages are found by key."""
    rows = narrowed(workspace_id, filters)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [_screened(values) for values in rows.order_by("-pk").values_list(*COLUMNS)[:limit]]


def count_open(workspace_id: int, filters: ReviewFilters) -> dict[str, dict[str, int]]:
    """How many a filter leaves, by `code` and by `source`, each as if it were not narrowed itself."""
    bare = ReviewFilters(since=filters.since, until=filters.until, decision=filters.decision)
    rows = narrowed(workspace_id, bare)
    by_code = dict(rows.values_list("code").annotate(rows=Count("pk")).order_by())
    by_source = dict(rows.values_list("source").annotate(rows=Count("pk")).order_by())
    return {"code": by_code, "source": by_source}


def screened_of(workspace_id: int, submission_ids: Iterable[int]) -> dict[int, Screened]:
    """Submission id -> what was found against it, for those held back once."""
    rows = bulk.find(Screening, COLUMNS, workspace_id=workspace_id, key="id", among=submission_ids)
    return {row[0]: _screened(row) for row in rows}


def narrowed(workspace_id: int, filters: ReviewFilters) -> WorkspaceQuerySet[Screening]:
    """The rows a filter leaves."""
    rows = Screening.objects.of(workspace_id).filter(decision=filters.decision)
    if filters.code:
        rows = rows.filter(code=filters.code)
    if filters.source is not None:
        rows = rows.filter(source=filters.source)
    if filters.since is not None:
        rows = rows.filter(received_at__gte=filters.since)
    if filters.until is not None:
        rows = rows.filter(received_at__lt=filters.until)
    return rows


def _screened(values: tuple[Any, ...]) -> Screened:
    submission_id, received_at, source, reasons, *decided = values
    return Screened(submission_id, received_at, source, tuple(Reason(*one) for one in reasons), *decided)
