"""The one source of opportunities: as stored, replayed, and as another book would find it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count

from gleanry.flow.convert.queries import deals_held, visible_deals
from gleanry.flow.settle.models import DealSource
from gleanry.flow.settle.queries.books import bodies_of, sources_book
from gleanry.flow.settle.queries.records import records_of_deals
from gleanry.flow.settle.rules import read_sources, source_of
from gleanry.flow.settle.rules.source import NO_RECORD
from gleanry.flow.settle.shapes import Record, Source, SourceRow
from gleanry.kit import bulk
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.shapes import Viewer

COLUMNS = (
    *("opportunity_id", "version", "pipe", "member_id", "reason", "months", "opened_at", "evidence", "rules_id", "at"),
    "product",
)
CURRENT = "t.replaced_at IS NULL"


def packed(records: Iterable[Record]) -> list[list[Any]]:
    """Records as they are stored."""
    return [[record.at.isoformat(), *record[1:]] for record in records]


def unpacked(rows: Iterable[list[Any]]) -> tuple[Record, ...]:
    """Stored records."""
    return tuple(Record(datetime.fromisoformat(at), *rest) for at, *rest in rows)


def sources_of(workspace_id: int, deal_ids: Iterable[int]) -> dict[int, SourceRow]:
    """Deal id -> its source as it stands; one statement."""
    rows = bulk.find(
        DealSource, COLUMNS, workspace_id=workspace_id, key="opportunity_id", among=deal_ids, where=CURRENT
    )
    return {row[0]: _row(row) for row in rows}


def source_history(workspace_id: int, deal_id: int) -> list[SourceRow]:
    """All versions of a deal's source, the present one first."""
    rows = DealSource.objects.of(workspace_id).filter(opportunity_id=deal_id).order_by("-version")
    return [_row(row) for row in rows.values_list(*COLUMNS)]


def _row(row: tuple[Any, ...]) -> SourceRow:
    deal, version, pipe, member, reason, months, opened_at, evidence, rules_id, at, _product = row
    told = unpacked(evidence)
    record = _deciding(told, pipe, member, reason)
    return SourceRow(deal, version, Source(pipe, member, reason, months, record, told), opened_at, rules_id, at)


def _deciding(told: tuple[Record, ...], pipe: str, member: int | None, reason: str) -> Record | None:
    fitting = [record for record in told if record.pipe == pipe and record.member_id == member]
    # Of one pipe and member there may be one before the time and one within it: where any is within, that one decided.
    return fitting[-1] if fitting and reason != NO_RECORD else None


def count_unlike_sources(workspace_id: int, limit: int) -> int:
    """How many of the latest stored sources do not come out again from what is stored with them; two statements."""
    rows = list(DealSource.objects.of(workspace_id).order_by("-id").values_list(*COLUMNS)[:limit])
    bodies = bodies_of(workspace_id, {row[8] for row in rows})
    unlike = 0
    for _deal, _version, pipe, member, reason, _months, opened_at, evidence, rules_id, _at, product in rows:
        again = source_of(unpacked(evidence), opened_at, read_sources(bodies[rules_id]), product=product)
        unlike += (again.pipe, again.member_id, again.reason) != (pipe, member, reason)
    return unlike


def found_sources(workspace_id: int, deal_ids: Iterable[int], body: Mapping[str, Any]) -> dict[int, Source]:
    """Deal id -> its source by a book, from what is on record now; a constant number of statements."""
    rule = read_sources(body)
    deals = deals_held(workspace_id, "id", deal_ids)
    records = records_of_deals(workspace_id, deals, rule)
    return {deal.id: source_of(records.get(deal.id, ()), deal.opened_at, rule, product=deal.product) for deal in deals}


def try_sources(viewer: Viewer, body: Mapping[str, Any], *, most: int = 500) -> list[tuple[int, Source, Source]]:
    """(deal, source by the book in force, by the draft) of the latest deals; for a dry run."""
    deal_ids = list(visible_deals(viewer).order_by("-id").values_list("pk", flat=True)[:most])
    present = found_sources(viewer.workspace_id, deal_ids, sources_book(viewer.workspace_id)[1])
    drafted = found_sources(viewer.workspace_id, deal_ids, body)
    return [(deal_id, present[deal_id], drafted[deal_id]) for deal_id in deal_ids if deal_id in present]


def count_pipes(viewer: Viewer) -> Counter[str]:
    """Pipe -> how many of the viewer's deals came by it; one statement."""
    rows = _current(viewer.workspace_id).filter(opportunity_id__in=visible_deals(viewer).values("pk"))
    return Counter(dict(rows.order_by().values_list("pipe").annotate(n=Count("pk"))))


def deals_by_pipe(workspace_id: int, pipe: str) -> Any:
    """The deals of a pipe, as a query that lists narrow by: `filter(pk__in=deals_by_pipe(...))`."""
    return _current(workspace_id).filter(pipe=pipe).values("opportunity_id")


def _current(workspace_id: int) -> WorkspaceQuerySet[DealSource]:
    return DealSource.objects.of(workspace_id).filter(replaced_at__isnull=True)
