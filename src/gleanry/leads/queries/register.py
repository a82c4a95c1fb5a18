"""Read the register: lists by keyset, pools with counts, single leads within the viewer's scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce

from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.leads.models import Lead, Move
from gleanry.leads.queries.gathering import COLUMNS, leads_by_external_id, row_of
from gleanry.leads.shapes import LeadFilters, LeadPage, LeadRow, Milestone, MoveRow
from gleanry.people.queries import find_people
from gleanry.tenants.shapes import Viewer


class NotFound(Refusal):
    code = "not_found"


def visible(viewer: Viewer) -> WorkspaceQuerySet[Lead]:
    """The leads a viewer may see: those of members within reach, and the unowned ones of the viewer's pools."""
    return Lead.objects.of(viewer.workspace_id).filter(_any(_parts(viewer)))


def _parts(viewer: Viewer) -> list[Q]:
    """What a viewer sees, in parts that do not overlap and each have an index; one for whoever sees everything."""
    if viewer.owner_ids is None and viewer.pools is None:
        return [Q()]
    owned = Q(owner_id__isnull=False) if viewer.owner_ids is None else Q(owner_id__in=viewer.owner_ids)
    if viewer.pools is None:
        free = [Q(owner_id__isnull=True)]
    elif viewer.own_pools is None:
        free = [Q(owner_id__isnull=True, pool=pool) for pool in viewer.pools]
    else:  # where there are own pools, who sees a kind sees the common pool of it
        free = [Q(owner_id__isnull=True, pool=pool, own_pool="") for pool in viewer.pools]
        if viewer.own_pools:
            free.append(Q(owner_id__isnull=True, own_pool__gt="", own_pool__in=viewer.own_pools))
    if viewer.region_ids:  # these overlap with both
        return [_any([owned, *free, Q(region_id__in=viewer.region_ids)])]
    return [owned, *free]


REACHED: dict[str, tuple[Milestone, ...]] = {
    "lead": (),
    "mql": tuple(Milestone),
    "sql": tuple(Milestone)[1:],
    "opportunity": tuple(Milestone)[2:],
    "won": (Milestone.WON, Milestone.PAID),
    "paid": (Milestone.PAID,),
}
"""Funnel step -> milestones any of which proves it: a won lead has been an MQL even if nobody said when."""


MONEY = {"won": "won_minor", "paid": "paid_minor"}
"""Which money -> its column; attached leads are not left out here, so that the list adds up to the funnel's sum."""


def narrowed(
    rows: WorkspaceQuerySet[Lead], workspace_id: int, filters: LeadFilters, zone: str
) -> WorkspaceQuerySet[Lead]:
    """The rows a filter leaves. The funnel counts by the same conditions, so a number and its list agree."""
    exact = {"pool": filters.pool, "state": filters.state, "grade": filters.grade, "own_pool": filters.own_pool}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    optional = {"source": filters.source, "campaign": filters.campaign, "owner_id": filters.owner_id}
    rows = rows.filter(**{name: value for name, value in optional.items() if value is not None})
    if filters.unowned:
        rows = rows.filter(owner_id__isnull=True)
    if filters.month:
        rows = _of_month(rows, *_month(filters.month, zone), workspace_id)
    if filters.reached:
        rows = rows.filter(source_lead_id__isnull=True)
        proofs = [Q(**{f"{milestone}__isnull": False}) for milestone in REACHED[filters.reached]]
        if proofs:
            rows = rows.filter(_any(proofs))
    if filters.anomaly == "won_before_first_contact":
        rows = rows.filter(source_lead_id__isnull=True, won_at__lt=F("first_contact_at"))
    if filters.novelty:
        rows = rows.filter(novelty=filters.novelty)
    if filters.duplicate:
        rows = rows.filter(duplicate__gt="")
        rows = rows if filters.duplicate == "any" else rows.filter(duplicate=filters.duplicate)
    if filters.repeated:
        followers = Lead.objects.of(workspace_id).filter(source_lead_id=OuterRef("pk"))
        rows = rows.filter(Exists(followers), source_lead_id__isnull=True)
    if filters.money:
        rows = rows.exclude(**{MONEY[filters.money]: 0})
    if text := filters.text.strip():
        people = find_people(workspace_id, text)
        named = leads_by_external_id(workspace_id, [text])
        theirs = bulk.find(Lead, ("id",), workspace_id=workspace_id, key="person_id", among=people)
        rows = rows.filter(pk__in={*named.values(), *(lead_id for (lead_id,) in theirs)})
    return rows


def _of_month(
    rows: WorkspaceQuerySet[Lead], start: datetime, end: datetime, workspace_id: int
) -> WorkspaceQuerySet[Lead]:
    """The rows of a month, and between which ids they lie: a page of last spring must not read its way back there."""
    within = Q(first_contact_at__gte=start, first_contact_at__lt=end)
    key = F("pk") + 0  # by the month's index: PostgreSQL would seek the least id among all leads instead
    ends = Lead.objects.of(workspace_id).filter(within).aggregate(first=Min(key), last=Max(key))
    return rows.none() if ends["first"] is None else rows.filter(within, pk__gte=ends["first"], pk__lte=ends["last"])


def _any(conditions: list[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def _month(month: str, zone: str) -> tuple[datetime, datetime]:
    try:
        first = datetime.strptime(month, "%Y-%m").replace(tzinfo=ZoneInfo(zone))
    except ValueError as error:
        raise Refusal("bad_month", value=month) from error
    return first, first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


def list_leads(
    viewer: Viewer,
    filters: LeadFilters,
    *,
    after: int | None = None,
    before: int | None = None,
    limit: int = 50,
    zone: str = "UTC",
) -> LeadPage:
    """One page, newest first. `after`/`before` are lead ids: pages are found by key, so deep ones cost no more.

    One statement for each part of what the viewer sees, whatever the page holds.
    """
    backwards = before is not None
    found: list[tuple[Any, ...]] = []
    beyond = Q(pk__lt=after) if after is not None else Q()
    beyond &= Q(pk__gt=before) if before is not None else Q()
    for rows in _narrowed_parts(viewer, filters, zone):
        found += rows.filter(beyond).order_by("id" if backwards else "-id").values_list(*COLUMNS)[: limit + 1]
    found.sort(key=lambda values: values[0], reverse=not backwards)
    del found[limit + 1 :]
    more = len(found) > limit
    page = [row_of(values) for values in found[:limit]]
    if backwards:
        page.reverse()
    older = more if not backwards else True
    newer = more if backwards else after is not None
    return LeadPage(
        rows=tuple(page),
        next_after=page[-1].id if page and older else None,
        prev_before=page[0].id if page and newer else None,
    )


def count_leads(viewer: Viewer, filters: LeadFilters, *, zone: str = "UTC", up_to: int | None = None) -> int:
    """How many leads a list holds; with `up_to`, counting stops there."""
    parts = _narrowed_parts(viewer, filters, zone)
    found = sum(rows[:up_to].count() if up_to else rows.count() for rows in parts)
    return min(found, up_to) if up_to else found


def _narrowed_parts(viewer: Viewer, filters: LeadFilters, zone: str) -> list[WorkspaceQuerySet[Lead]]:
    rows = narrowed(Lead.objects.of(viewer.workspace_id), viewer.workspace_id, filters, zone)
    return [rows.filter(part) for part in _parts(viewer)]


def sum_money(viewer: Viewer, filters: LeadFilters, *, zone: str = "UTC") -> dict[str, int]:
    """What the leads of a list brought, won and paid, in minor units of the workspace's currency."""
    rows = narrowed(visible(viewer), viewer.workspace_id, filters, zone)
    found = rows.aggregate(won=Sum("won_minor"), paid=Sum("paid_minor"))
    return {name: amount or 0 for name, amount in found.items()}


def get_lead(viewer: Viewer, lead_id: int) -> LeadRow:
    """One lead. Raises NotFound when there is none or the viewer may not see it: both look the same."""
    values = visible(viewer).filter(pk=lead_id).values_list(*COLUMNS).first()
    if values is None:
        raise NotFound(lead=lead_id)
    return row_of(values)


def among_visible(viewer: Viewer, lead_ids: Iterable[int]) -> list[int]:
    """Those of `lead_ids` that the viewer may see."""
    return list(visible(viewer).filter(pk__in=list(lead_ids)).values_list("pk", flat=True))


def attached_to(viewer: Viewer, lead_id: int) -> list[LeadRow]:
    """The leads attached to a source lead, oldest first."""
    rows = Lead.objects.of(viewer.workspace_id).filter(source_lead_id=lead_id).order_by("id")
    return [row_of(values) for values in rows.values_list(*COLUMNS)[:200]]


def count_pools(viewer: Viewer) -> dict[str, int]:
    """Pool -> how many of its leads the viewer sees: what is held, then what is free, each along an index.

    Asked at once, what is held "or" what is free would read the whole register.
    """
    held, *free = _parts(viewer)
    counts: dict[str, int] = {}
    for part in (held, _any(free)) if free else (held,):
        # By an expression: to spare a sort, SQLite would else walk the index of pools, every lead of it.
        rows = Lead.objects.of(viewer.workspace_id).filter(part).annotate(place=Coalesce("pool", Value("")))
        for pool, leads in rows.values_list("place").annotate(leads=Count("pk")).order_by():
            counts[pool] = counts.get(pool, 0) + leads
    return counts


def count_places(viewer: Viewer) -> dict[str, int]:
    """Place -> how many of its leads the viewer sees: own pools by their code, common ones by their kind."""
    counts = count_pools(viewer)
    if viewer.own_pools is None and viewer.pools is not None:
        return counts
    rows = (
        visible(viewer).filter(own_pool__gt="").order_by().values_list("pool", "own_pool").annotate(leads=Count("pk"))
    )
    for pool, own_pool, leads in rows:
        counts[own_pool] = counts.get(own_pool, 0) + leads
        counts[pool] = counts.get(pool, 0) - leads
    return counts


def list_moves(workspace_id: int, lead_id: int) -> list[MoveRow]:
    """Where a lead has been, oldest first."""
    columns = tuple(MoveRow.__dataclass_fields__)
    rows = Move.objects.of(workspace_id).filter(lead_id=lead_id).order_by("id")
    return [MoveRow(*values) for values in rows.values_list(*columns)]


SOURCES = """
WITH RECURSIVE step(source) AS (
    SELECT min(source) FROM leads_lead WHERE workspace_id = %(w)s
    UNION ALL
    SELECT (SELECT min(source) FROM leads_lead WHERE workspace_id = %(w)s AND source > step.source)
    FROM step WHERE step.source IS NOT NULL
)
SELECT source FROM step WHERE source IS NOT NULL LIMIT %(n)s
"""
"""From each source straight to the next one in the index: as many steps as there are sources, however many leads."""


def list_sources(workspace_id: int, limit: int = 100) -> list[str]:
    """The sources leads came from, the empty one included when there is one."""
    with connection.cursor() as cursor:
        cursor.execute(SOURCES, {"w": workspace_id, "n": limit})
        return [row[0] for row in cursor.fetchall()]
