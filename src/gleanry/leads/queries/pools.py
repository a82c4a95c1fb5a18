"""The pool book of a workspace, and who holds how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Q, Value, When

from gleanry.kit import rulebook
from gleanry.leads.models import Claimed, Lead
from gleanry.leads.queries.gathering import COLUMNS, row_of
from gleanry.leads.queries.register import visible
from gleanry.leads.rules import read_pools
from gleanry.leads.shapes import HELD, LeadRow, PoolBook, PoolSetting
from gleanry.tenants.queries import region_ids
from gleanry.tenants.shapes import Viewer

NAME = "pools"


def pool_book(workspace_id: int) -> PoolBook:
    """How the pools are kept; a workspace that never adopted a book has the plain kinds. One statement, or two."""
    try:
        rules = rulebook.current(workspace_id, NAME)
    except rulebook.NoRules:
        return read_pools({})
    return book_of(workspace_id, rules.body, rules_id=rules.id, version=rules.version)


def book_of(workspace_id: int, body: Mapping[str, Any], *, rules_id: int = 0, version: int = 0) -> PoolBook:
    """A body as a book, whether it is in force or only tried; one statement where an own pool names a region."""
    named = any(row.get("region") for row in body.get("pools", ()))
    regions = region_ids(workspace_id) if named else {}
    return read_pools(body, rules_id=rules_id, version=version, regions=regions)


def held_by(workspace_id: int, member_ids: Iterable[int]) -> dict[int, int]:
    """Member -> how many leads they hold in the pools of SDRs, sellers and partners; who holds none is not there."""
    rows = Lead.objects.of(workspace_id).filter(owner_id__in=list(member_ids), pool__in=list(HELD))
    return dict(rows.order_by().values_list("owner_id").annotate(leads=Count("pk")))


UNRATED_LAST = Case(When(grade="", then=Value(1)), default=Value(0))
ORDERS: dict[str, tuple[Any, ...]] = {"newest": ("-id",), "oldest": ("id",), "score": (UNRATED_LAST, "grade", "id")}
"""In which order a pool offers its leads; by score those of one grade come in the order they arrived."""


def offered(viewer: Viewer, pool: PoolSetting, limit: int) -> list[int]:
    """The unowned leads of a pool that the viewer sees, the first offered first."""
    rows = visible(viewer).filter(pool=pool.kind, own_pool=pool.own_pool, owner_id__isnull=True)
    return list(rows.order_by(*ORDERS[pool.order]).values_list("pk", flat=True)[:limit])


def kept_in(workspace_id: int, kind: str, *, after: int, limit: int, held_before: datetime) -> list[LeadRow]:
    """Leads of a kind of pools in order of opening, from the one after `after`; of those held, only the ones held
    since before an instant. By the page, without a viewer."""
    rows = Lead.objects.of(workspace_id).filter(pool=kind, pk__gt=after)
    rows = rows.filter(Q(owner_id__isnull=True) | Q(owner_since__lte=held_before))
    return [row_of(values) for values in rows.order_by("id").values_list(*COLUMNS)[:limit]]


def claimed_on(workspace_id: int, member_id: int, day: date) -> dict[str, int]:
    """Pool (an own pool's code, else the kind) -> leads the member claimed from it on a local day."""
    rows = Claimed.objects.of(workspace_id).filter(member_id=member_id, day=day)
    return dict(rows.values_list("pool", "count"))
