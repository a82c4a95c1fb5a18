"""Which leads are routed when: graded ones, qualified ones, those that came again, and those sent round anew.

Each looks at its leads under the lock of handing out, so that nobody claims one meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from gleanry.flow.route.actions.routing import route
from gleanry.flow.score.facts import Graded
from gleanry.kit import bulk
from gleanry.leads.queries import former_owners, leads_by_id
from gleanry.leads.shapes import HANDING, SETTLED, LeadRow, Pool


class OfLeads(Protocol):
    """Any fact about leads: a later stage may ask for routing without this one knowing it."""

    @property
    def lead_ids(self) -> tuple[int, ...]: ...


class OfSources(Protocol):
    """Any fact about leads that came again."""

    @property
    def source_lead_ids(self) -> tuple[int, ...]: ...


def route_leads(workspace_id: int, fact: Graded, at: datetime) -> None:
    """Route graded leads that wait in the intake pool; those already held keep their holder."""
    bulk.lock_workspace(workspace_id, HANDING)
    leads = leads_by_id(workspace_id, fact.lead_ids)
    _route(workspace_id, (lead for lead in leads.values() if lead.pool == Pool.INTAKE), at)


def route_qualified(workspace_id: int, fact: OfLeads, at: datetime) -> None:
    """Find a seller for leads that became MQL."""
    bulk.lock_workspace(workspace_id, HANDING)
    leads = leads_by_id(workspace_id, fact.lead_ids)
    _route(workspace_id, (lead for lead in leads.values() if lead.pool != Pool.CONVERTED), at)


def route_unowned(workspace_id: int, fact: OfSources, at: datetime) -> None:
    """Find an owner by the rules for source leads that came again and that nobody holds; nurture wakes its own."""
    bulk.lock_workspace(workspace_id, HANDING)
    leads = leads_by_id(workspace_id, dict.fromkeys(fact.source_lead_ids))
    elsewhere = (*SETTLED, Pool.INTAKE, Pool.NURTURE)
    _route(workspace_id, (lead for lead in leads.values() if not lead.owner_id and lead.pool not in elsewhere), at)


def route_again(workspace_id: int, fact: OfLeads, at: datetime) -> None:
    """Route unowned leads anew, to nobody who held them before: a lead that comes back changes hands."""
    bulk.lock_workspace(workspace_id, HANDING)
    leads = leads_by_id(workspace_id, dict.fromkeys(fact.lead_ids))
    free = (lead for lead in leads.values() if not lead.owner_id and lead.pool not in SETTLED)
    _route(workspace_id, free, at, strict=True)


def _route(workspace_id: int, leads: Iterable[LeadRow], at: datetime, *, strict: bool = False) -> None:
    """Route leads; whoever held one before, but its holder of now, comes only after everybody else."""
    chosen = list(leads)
    before = former_owners(workspace_id, [lead.id for lead in chosen])
    holders = {lead.id: lead.owner_id for lead in chosen}
    former = {lead_id: owners - {holders[lead_id]} for lead_id, owners in before.items()}
    route(workspace_id, chosen, at, former=former, strict=strict)
