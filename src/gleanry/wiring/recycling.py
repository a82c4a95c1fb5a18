"""What recycling asks of routing: somebody else for the leads whose rule says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gleanry.flow.nurture.facts import Recycled
from gleanry.flow.route.actions import route_again
from gleanry.leads.shapes import NEXT_PERSON


@dataclass(frozen=True)
class ForSomebodyElse:
    """Leads to be routed to nobody who held them before."""

    lead_ids: tuple[int, ...]


def route_next(workspace_id: int, fact: Recycled, at: datetime) -> None:
    """Route leads taken back for the next person; those that went to a pool stay there."""
    chosen = tuple(i for i, to in zip(fact.lead_ids, fact.pools, strict=True) if to == NEXT_PERSON)
    route_again(workspace_id, ForSomebodyElse(chosen), at)
