"""What people say of leads beyond their fields: FABM for an account to be won over time, KP for a key person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.facts import Marked, Unmarked
from gleanry.leads.models import Mark

LONGEST = 20
COLUMNS = ("workspace_id", "lead_id", "mark", "at", "by")


def mark_leads(
    workspace_id: int, lead_ids: Iterable[int], mark: str, *, at: datetime, by: int | None
) -> tuple[int, ...]:
    """Put a mark on leads; those that carry it already are left out. Raises Refusal `bad_mark`."""
    mark = mark.strip()
    if not mark or len(mark) > LONGEST:
        raise Refusal("bad_mark", mark=mark)
    wanted = list(dict.fromkeys(lead_ids))
    carrying = {lead_id for lead_id, found, _ in _carried(workspace_id, wanted) if found == mark}
    fresh = tuple(lead_id for lead_id in wanted if lead_id not in carrying)
    bulk.insert(Mark, COLUMNS, [(workspace_id, lead_id, mark, at, by) for lead_id in fresh])
    ledger.announce(workspace_id, Marked(fresh, (mark,) * len(fresh)), at=at, by=by)
    return fresh


def unmark_leads(
    workspace_id: int, lead_ids: Iterable[int], mark: str, *, at: datetime, by: int | None
) -> tuple[int, ...]:
    """Take a mark off leads; who put it there and when is kept."""
    rows = [row for row in _carried(workspace_id, lead_ids) if row[1] == mark]
    bulk.update(Mark, ("ended_at", "ended_by"), [(row_id, at, by) for _, _, row_id in rows])
    gone = tuple(dict.fromkeys(lead_id for lead_id, _, _ in rows))
    ledger.announce(workspace_id, Unmarked(gone, (mark,) * len(gone)), at=at, by=by)
    return gone


def _carried(workspace_id: int, lead_ids: Iterable[int]) -> list[tuple[int, str, int]]:
    columns = ("lead_id", "mark", "id")
    rows = bulk.find(
        Mark, columns, workspace_id=workspace_id, key="lead_id", among=lead_ids, where="t.ended_at IS NULL", lock=True
    )
    return [(row[0], row[1], row[2]) for row in rows]
