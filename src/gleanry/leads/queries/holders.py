"""Who held leads before, and what those hold who are no longer there."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.kit import bulk
from gleanry.leads.models import Lead, Move
from gleanry.leads.queries.gathering import COLUMNS, row_of
from gleanry.leads.shapes import LeadRow, Pool


def former_owners(workspace_id: int, lead_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Lead -> the members it was with and went away from; leads nobody ever held are left out. One statement."""
    rows = bulk.find(
        Move,
        ("lead_id", "from_owner_id"),
        workspace_id=workspace_id,
        key="lead_id",
        among=lead_ids,
        where="t.from_owner_id IS NOT NULL AND (t.owner_id IS NULL OR t.owner_id <> t.from_owner_id)",
    )
    found: dict[int, set[int]] = {}
    for lead_id, owner_id in rows:
        found.setdefault(lead_id, set()).add(owner_id)
    return {lead_id: frozenset(owners) for lead_id, owners in found.items()}


def held_by_gone(workspace_id: int, member_ids: Iterable[int], limit: int) -> list[LeadRow]:
    """Leads that somebody still has to work on, held by these members; in order of opening."""
    pools = [Pool.SDR, Pool.SALES, Pool.PARTNER]
    rows = Lead.objects.of(workspace_id).filter(owner_id__in=list(member_ids), pool__in=pools).order_by("id")
    return [row_of(values) for values in rows.values_list(*COLUMNS)[:limit]]
