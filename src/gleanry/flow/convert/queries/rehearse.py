"""What a draft of the processes would have meant for the deals that are open now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gleanry.flow.convert.queries.deals import list_deals
from gleanry.flow.convert.queries.work import standings_of
from gleanry.flow.convert.rules import lacking, read_processes
from gleanry.flow.convert.shapes import DealCard, DealFilters, Missing
from gleanry.tenants.shapes import Viewer


@dataclass(frozen=True)
class HeldUp:
    """Of `looked_at` open deals, the latest first, those that could not go on, and what each lacks."""

    looked_at: int
    held: tuple[tuple[DealCard, tuple[Missing, ...]], ...]


def would_hold(viewer: Viewer, body: Mapping[str, Any], *, limit: int = 2000) -> HeldUp:
    """Which open deals lack something to leave their stage, under a body without faults; statements do not grow."""
    book = read_processes(body)
    deals = list_deals(viewer, DealFilters("open"), limit=limit)
    standings = standings_of(viewer.workspace_id, (deal.id for deal in deals))
    held = []
    for deal in deals:
        process = book.of_stage(deal.stage)
        if process is None:
            continue
        after = (process.place_of(deal.stage) or 0) + 1
        to = process.stages[after].key if after < len(process.stages) else None
        if missing := lacking(process, standings[deal.id], to):
            held.append((deal, missing))
    return HeldUp(len(deals), tuple(held))
