"""The pool book of a workspace, and who holds how much."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from gleanry.kit import rulebook
from gleanry.leads.models import Lead
from gleanry.leads.rules import read_pools
from gleanry.leads.shapes import HELD, PoolBook
from gleanry.tenants.queries import region_ids

NAME = "pools"


def pool_book(workspace_id: int) -> PoolBook:
    """How the pools are kept; a workspace that never adopted a book has the plain kinds. One statement, or two."""
    try:
        rules = rulebook.current(workspace_id, NAME)
    except rulebook.NoRules:
        return read_pools({})
    named = any(row.get("region") for row in rules.body.get("pools", ()))
    regions = region_ids(workspace_id) if named else {}
    return read_pools(rules.body, rules_id=rules.id, version=rules.version, regions=regions)


def held_by(workspace_id: int, member_ids: Iterable[int]) -> dict[int, int]:
    """Member -> how many leads they hold in the pools of SDRs, sellers and partners; who holds none is not there."""
    rows = Lead.objects.of(workspace_id).filter(owner_id__in=list(member_ids), pool__in=list(HELD))
    return dict(rows.order_by().values_list("owner_id").annotate(leads=Count("pk")))
