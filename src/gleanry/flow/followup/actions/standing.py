"""Pauses that run: found, and ended when the clocks of their leads end or go on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gleanry.flow.followup.models import Pause
from gleanry.kit import bulk

RUNNING = "t.ended_at IS NULL"


def running_pauses(workspace_id: int, lead_ids: Iterable[int]) -> dict[int, int]:
    """Lead id -> the pause its clocks are in."""
    rows = bulk.find(
        Pause, ("lead_id", "id"), workspace_id=workspace_id, key="lead_id", among=lead_ids, where=RUNNING, lock=True
    )
    return dict(rows)


def end_pauses(workspace_id: int, lead_ids: Iterable[int], at: datetime, *, by: int | None = None) -> list[int]:
    """End the pauses of leads; returns the leads that were in one. Their clocks are the caller's to start or end."""
    found = running_pauses(workspace_id, lead_ids)
    bulk.update(Pause, ("ended_at", "ended_by_id"), [(pause_id, at, by) for pause_id in found.values()])
    return list(found)
