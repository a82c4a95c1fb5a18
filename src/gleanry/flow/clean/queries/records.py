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


def filled_of(workspace_id: int, submission_id: int) -> list[tuple[str, str, str, str]]:
    """(field, value, method, source) of what nobody typed in one submission."""
    row = CleanRecord.objects.of(workspace_id).filter(pk=submission_id).values_list("fields", "filled").first()
    if row is None or not row[1]:
        return []
    return [(name, str(row[0].get(name, "")), *told) for name, told in row[1].items()]


def defects_of(workspace_id: int, submission_id: int) -> list[tuple[str, str]]:
    """The (field, code) defects of one submission."""
    row = CleanRecord.objects.of(workspace_id).filter(pk=submission_id).values_list("defects", flat=True).first()
    return [(field, code) for field, code in row or ()]
