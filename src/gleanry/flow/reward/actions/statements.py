"""Statements as rows: one for each person and month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from gleanry.flow.reward.models import Statement
from gleanry.kit import bulk

COLUMNS = ("workspace_id", "member_id", "month", "state", "fresh", "plan", "currency", "achieved_minor", "terms")
MORE = ("sums", "total_minor", "lines", "unrated", "digest")


def ensure_statements(workspace_id: int, month: date, currency: str, member_ids: Iterable[int]) -> dict[int, int]:
    """Member -> the statement of a month, made where there was none. Three statements at most; under the lock."""
    wanted = set(member_ids)
    found = _statements(workspace_id, month, wanted)
    missing = sorted(wanted - set(found))
    if missing:
        empty: tuple[Any, ...] = ("draft", False, "", currency, 0, {}, {}, 0, 0, 0, "")
        rows = [(workspace_id, who, month, *empty) for who in missing]
        bulk.insert(Statement, (*COLUMNS, *MORE), rows)
        found = _statements(workspace_id, month, wanted)
    return found


def _statements(workspace_id: int, month: date, member_ids: set[int]) -> dict[int, int]:
    rows = Statement.objects.of(workspace_id).filter(month=month, member_id__in=member_ids)
    return dict(rows.values_list("member_id", "pk"))
