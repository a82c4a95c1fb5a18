"""Where decisions put leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from gleanry.kit.errors import Refusal
from gleanry.leads.actions import place_leads
from gleanry.leads.queries import among_visible, leads_by_id
from gleanry.leads.shapes import LeadRow, Placement, Pool, State
from gleanry.tenants.shapes import Viewer


def held(viewer: Viewer, lead_ids: Iterable[int], permission: str, *, owned: bool = False) -> list[LeadRow]:
    """The leads among those given that the viewer sees and that are still to be decided.

    With `owned`, only those somebody holds: who goes on with a lead answers for it. Raises Refusal `claim_first` where
    that leaves none.
    """
    if not viewer.may(permission):
        raise Refusal("forbidden", permission=permission)
    leads = leads_by_id(viewer.workspace_id, among_visible(viewer, lead_ids))
    closed = (Pool.CONVERTED, Pool.ATTACHED)
    undecided = [lead for lead in leads.values() if lead.pool not in closed]
    kept = [lead for lead in undecided if lead.owner_id is not None or not owned]
    if undecided and not kept:
        raise Refusal("claim_first")
    return kept


def place_all(
    viewer: Viewer, leads: Sequence[LeadRow], pool: Pool, state: State, reason: dict[str, Any], at: datetime
) -> tuple[int, ...]:
    """Put leads into one pool, held by nobody; returns those that moved."""
    placements = [Placement(lead.id, pool, None, state, reason=reason) for lead in leads]
    placed = place_leads(viewer.workspace_id, placements, at=at, by=viewer.member_id)
    return tuple(p.lead_id for p in placed)
