"""Deals change hands because somebody decided so elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gleanry.flow.convert.models import Opportunity, StageChange
from gleanry.kit import bulk


def give_deals(workspace_id: int, owners: Iterable[tuple[int, int]], at: datetime, *, reason: str) -> list[int]:
    """Let deals be held by others: (deal, member). Closed ones stay. Returns those that changed, with a line each in
    their history that says why."""
    wanted = dict(owners)
    columns = ("id", "owner_id", "stage", "outcome")
    rows = bulk.find(Opportunity, columns, workspace_id=workspace_id, key="id", among=wanted, lock=True)
    changed = [(deal_id, stage) for deal_id, owner, stage, outcome in rows if not outcome and owner != wanted[deal_id]]
    bulk.update(Opportunity, ("owner_id",), [(deal_id, wanted[deal_id]) for deal_id, _ in changed])
    history = [(workspace_id, deal_id, stage, stage, at, reason) for deal_id, stage in changed]
    bulk.insert(StageChange, ("workspace_id", "opportunity_id", "from_stage", "stage", "at", "reason"), history)
    return [deal_id for deal_id, _ in changed]
