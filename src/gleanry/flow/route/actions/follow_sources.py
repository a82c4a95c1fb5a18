"""Attached leads go where their source lead goes: its holder is theirs, from the moment they are attached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gleanry.flow.identify.facts import Attached, LeadsJoined
from gleanry.flow.route.models import Assignment
from gleanry.kit import bulk, rulebook
from gleanry.leads.actions import place_leads
from gleanry.leads.facts import Moved
from gleanry.leads.queries import followers_of, leads_by_id
from gleanry.leads.shapes import LeadRow, Obtained, Placement, Pool, State

SOURCE_OWNER = "source_owner"


def follow_sources(workspace_id: int, fact: Attached, at: datetime) -> None:
    """Give newly attached leads to the holders of their source leads."""
    _follow(workspace_id, list(leads_by_id(workspace_id, fact.lead_ids).values()), at)


def follow_moved(workspace_id: int, fact: Moved, at: datetime) -> None:
    """Source leads changed hands: what is attached to them goes with them."""
    _follow(workspace_id, followers_of(workspace_id, fact.lead_ids), at)


def follow_joined(workspace_id: int, fact: LeadsJoined, at: datetime) -> None:
    """Somebody attached a source lead to another by hand: what it brought along goes to that one's holder too."""
    _follow(workspace_id, followers_of(workspace_id, fact.source_lead_ids), at)


def _follow(workspace_id: int, leads: Sequence[LeadRow], at: datetime) -> None:
    attached = [lead for lead in leads if lead.pool == Pool.ATTACHED]
    if not attached:
        return
    sources = leads_by_id(workspace_id, (lead.source_lead_id for lead in attached))
    owners = {lead.id: sources[lead.source_lead_id].owner_id for lead in attached if lead.source_lead_id in sources}
    behind = [lead for lead in attached if lead.id in owners and owners[lead.id] != lead.owner_id]
    placements = [
        Placement(
            lead.id,
            Pool.ATTACHED,
            owners[lead.id],
            State.ATTACHED,
            Obtained.SOURCE if owners[lead.id] else Obtained.NONE,
            {"code": "with_source", "source": lead.source_lead_id},
        )
        for lead in behind
    ]
    placed = place_leads(workspace_id, placements, at=at)
    if not placed:
        return
    rules = rulebook.current(workspace_id, "identify")
    bulk.insert(
        Assignment,
        ("workspace_id", "lead_id", "owner_id", "pool", "rule", "reason", "rules_id", "at"),
        [(workspace_id, p.lead_id, p.owner_id, p.pool, SOURCE_OWNER, _reason(p), rules.id, at) for p in placed],
    )


def _reason(placement: Placement) -> dict[str, object]:
    return {"code": "source", "source": placement.reason["source"]}
