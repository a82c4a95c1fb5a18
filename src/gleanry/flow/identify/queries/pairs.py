"""Read the queue of questions, and what hangs on each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Q

from gleanry.flow.identify.models import BacklogRun, DuplicatePair
from gleanry.flow.identify.queries.sides import sees_all, sides_of, within
from gleanry.flow.identify.shapes import Kind, PairFilters, PairRow, PairState, RunRow, Side
from gleanry.kit import bulk
from gleanry.tenants.shapes import Viewer

COLUMNS = tuple(PairRow.__dataclass_fields__)
NO_FILTERS = PairFilters()
LOOKED_AT = 500
"""For who does not see all, this many questions are looked through for those within reach."""

Stakes = dict[str, int]


def pairs_of(
    workspace_id: int, kind: Kind, ids: Iterable[int], *, side: str = "left"
) -> dict[tuple[int, int], PairRow]:
    """(left, right) -> question, for those whose `side` is among `ids`; one statement."""
    rows = bulk.find(
        DuplicatePair, COLUMNS, workspace_id=workspace_id, key=side, among=ids, where=f"t.kind = '{Kind(kind)}'"
    )
    return {(row[2], row[3]): PairRow(*row) for row in rows}


def stakes_of(workspace_id: int, kind: Kind, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Stakes]:
    """(left, right) -> what hangs on it: owners who do not know of each other, leads in work, leads, people."""
    sides = sides_of(workspace_id, kind, {i for pair in pairs for i in pair})
    return {(left, right): _stakes(sides[left], sides[right]) for left, right in pairs}


def _stakes(one: Side, other: Side) -> Stakes:
    counts = {
        name: min(one.counts.get(name, 0), other.counts.get(name, 0))
        for name in ("deals", "open_leads", "leads", "people")
    }
    owners = set(one.owner_ids) ^ set(other.owner_ids) if one.owner_ids and other.owner_ids else ()
    return counts | {"owners": len(owners)}


def list_pairs(
    viewer: Viewer, filters: PairFilters = NO_FILTERS, *, after: int | None = None, limit: int = 25
) -> list[PairRow]:
    """Questions both of whose sides the viewer sees, most benefit first, by key; `after` is the last one's id."""
    rows = _narrowed(viewer.workspace_id, filters)
    if after is not None:
        last = DuplicatePair.objects.of(viewer.workspace_id).filter(pk=after).values_list("benefit", flat=True).first()
        if last is not None:
            rows = rows.filter(Q(benefit__lt=last) | Q(benefit=last, pk__gt=after))
    wanted = limit if sees_all(viewer) else LOOKED_AT
    found = [PairRow(*values) for values in rows.order_by("-benefit", "id").values_list(*COLUMNS)[:wanted]]
    return found if sees_all(viewer) else _seen(viewer, found)[:limit]


def _seen(viewer: Viewer, pairs: Sequence[PairRow]) -> list[PairRow]:
    seen = {
        kind: within(
            viewer,
            sides_of(viewer.workspace_id, kind, {i for p in pairs if p.kind == kind for i in (p.left, p.right)}),
        )
        for kind in Kind
    }
    return [pair for pair in pairs if {pair.left, pair.right} <= seen[Kind(pair.kind)]]


def count_pairs(workspace_id: int, filters: PairFilters = NO_FILTERS) -> int:
    """How many questions a filter leaves, seen or not: for who sees all."""
    return int(_narrowed(workspace_id, filters).count())


def count_by_kind(workspace_id: int, state: str = PairState.OPEN) -> dict[str, int]:
    """Kind -> how many questions are in a state; for who sees all."""
    rows = DuplicatePair.objects.of(workspace_id).filter(state=state).values_list("kind").annotate(n=Count("pk"))
    return dict(rows.order_by())


def pairs_at_least(workspace_id: int, least: int, kind: str = "", *, limit: int = 1000) -> list[PairRow]:
    """The open questions with at least this probability (of 10,000), the surest first."""
    rows = _narrowed(workspace_id, PairFilters(kind, PairState.OPEN, least))
    return [PairRow(*values) for values in rows.order_by("-probability", "id").values_list(*COLUMNS)[:limit]]


def _narrowed(workspace_id: int, filters: PairFilters) -> Any:
    rows = DuplicatePair.objects.of(workspace_id).filter(state=filters.state)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    return rows if filters.least is None else rows.filter(probability__gte=filters.least)


def pair_by_id(workspace_id: int, pair_id: int) -> PairRow | None:
    """One question."""
    values = DuplicatePair.objects.of(workspace_id).filter(pk=pair_id).values_list(*COLUMNS).first()
    return PairRow(*values) if values else None


def latest_run(workspace_id: int) -> RunRow | None:
    """The last walk over what is there, running or over."""
    columns = tuple(RunRow.__dataclass_fields__)
    values = BacklogRun.objects.of(workspace_id).order_by("-id").values_list(*columns).first()
    return RunRow(*values) if values else None
