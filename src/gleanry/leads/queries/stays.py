"""How leads came to where they are: since when, who had them before, how often they were taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gleanry.kit import bulk
from gleanry.leads.models import Mark, Move
from gleanry.leads.shapes import Stay

COLUMNS = ("lead_id", "at", "from_owner_id", "pool", "own_pool", "owner_id", "reason")


def stays_of(workspace_id: int, lead_ids: Iterable[int]) -> dict[int, Stay]:
    """Lead -> how it came to where it is; a lead that never moved is not there. One statement."""
    ways: dict[int, list[tuple[datetime, int | None, str, int | None, bool]]] = {}
    rows = bulk.find(Move, COLUMNS, workspace_id=workspace_id, key="lead_id", among=lead_ids, shared=True)
    for lead_id, at, from_owner, pool, own_pool, owner, reason in rows:
        recycled = reason.get("code") == "recycled"
        ways.setdefault(lead_id, []).append((at, from_owner, own_pool or pool, owner, recycled))
    return {lead_id: _stay(way) for lead_id, way in ways.items()}


def _stay(way: list[tuple[datetime, int | None, str, int | None, bool]]) -> Stay:
    """Read a way from its end: how long the same place with nobody or with somebody, and who lost the lead when."""
    _, _, place, owner, _ = way[-1]
    entered, spells, resting, held = way[-1][0], dict[str, datetime](), True, owner is not None
    for at, _, where, holder, _ in reversed(way):
        resting = resting and where == place and holder == owner
        entered = at if resting else entered
        held = held and holder is not None
        if held:
            spells[where] = at
    lost = {lost_by: at for at, lost_by, _, holder, _ in way if lost_by is not None and holder != lost_by}
    drops = sum(1 for _, lost_by, _, _, recycled in way if recycled and lost_by is not None)
    return Stay(entered, spells, lost, drops)


def marks_of(workspace_id: int, lead_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Lead -> the marks it carries, in the order they were put; one statement."""
    found: dict[int, tuple[str, ...]] = {}
    columns, where = ("lead_id", "mark"), "t.ended_at IS NULL"
    rows = bulk.find(Mark, columns, workspace_id=workspace_id, key="lead_id", among=lead_ids, where=where)
    for lead_id, mark in rows:
        found[lead_id] = (*found.get(lead_id, ()), mark)
    return found
