"""Read clean records."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.flow.clean.models import CleanRecord
from gleanry.flow.clean.shapes import CleanRow
from gleanry.kit import bulk


def records_of(workspace_id: int, submission_ids: Iterable[int]) -> list[CleanRow]:
    """The clean records of submissions, in order of submission; the stages that read the same ones share the values."""
    columns = ("id", "fields", "defects")
    rows = bulk.find(CleanRecord, columns, workspace_id=workspace_id, key="id", among=submission_ids, shared=True)
    return [CleanRow(*row) for row in rows]
