"""Visits within the viewer's reach; and which customers were visited since when, for whoever has to know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from gleanry.flow.followup.models import Visit, VisitState
from gleanry.flow.followup.rules.visits import filled_of, is_in_time
from gleanry.flow.followup.shapes import VisitFilters, VisitRow
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.people.queries import groups_of
from gleanry.tenants.shapes import Viewer

__all__ = [
    "due_visits",
    "filled_of",
    "first_written",
    "get_visit",
    "is_in_time",
    "list_visits",
    "versions_of",
    "visible_visits",
    "visits_between",
    "visits_since",
]
COLUMNS = tuple(VisitRow.__dataclass_fields__)
NO_FILTERS = VisitFilters()


def visible_visits(viewer: Viewer) -> WorkspaceQuerySet[Visit]:
    """The visits of the members within the viewer's reach."""
    rows = Visit.objects.of(viewer.workspace_id)
    return rows if viewer.owner_ids is None else rows.filter(member_id__in=viewer.owner_ids)


def list_visits(
    viewer: Viewer, filters: VisitFilters = NO_FILTERS, *, after: int | None = None, limit: int = 50
) -> list[VisitRow]:
    """Visits, the newest entry first, by keyset on id; what was replaced by a later record only if asked for."""
    rows = _narrowed(visible_visits(viewer), filters)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [_row(values) for values in rows.order_by("-id").values_list(*COLUMNS)[:limit]]


def due_visits(viewer: Viewer, until: datetime, *, limit: int = 30) -> list[VisitRow]:
    """The viewer's own planned visits up to an instant, the earliest first: those before now wait for their record."""
    rows = Visit.objects.of(viewer.workspace_id).filter(member_id=viewer.member_id, state=VisitState.PLANNED)
    return [_row(values) for values in rows.filter(at__lte=until).order_by("at", "id").values_list(*COLUMNS)[:limit]]


def get_visit(viewer: Viewer, visit_id: int) -> VisitRow:
    """One visit. Raises Refusal `not_found` when there is none or the viewer may not see it."""
    values = visible_visits(viewer).filter(pk=visit_id).values_list(*COLUMNS).first()
    if values is None:
        raise Refusal("not_found", visit=visit_id)
    return _row(values)


def versions_of(viewer: Viewer, visit: VisitRow, *, most: int = 20) -> list[VisitRow]:
    """The records that a visit took the place of, the latest first; one statement each, twenty at most."""
    found: list[VisitRow] = []
    at = visit.replaces_id
    while at is not None and len(found) < most:
        earlier = get_visit(viewer, at)
        at = earlier.replaces_id
        found.append(earlier)
    return found


def visits_since(workspace_id: int, account_ids: Iterable[int], since: datetime) -> dict[int, list[VisitRow]]:
    """Account id -> the visits that took place since an instant, the latest first; accounts without any are not there.

    A visit to any of the accounts that were merged counts for all of them. Two statements for any number.
    """
    wanted = list(dict.fromkeys(account_ids))
    groups = groups_of(workspace_id, wanted, kind="account")
    members = {account_id: groups.get(account_id, (account_id,)) for account_id in wanted}
    columns = ("account_id", *COLUMNS)
    among = [member for group in members.values() for member in group]
    rows = bulk.find(Visit, columns, workspace_id=workspace_id, key="account_id", among=among, where="t.state = 'held'")
    by_account: dict[int, list[VisitRow]] = {}
    for account_id, *values in rows:
        visit = _row(tuple(values))
        if visit.at >= since:
            by_account.setdefault(account_id, []).append(visit)
    found = {
        account_id: sorted((v for m in group for v in by_account.get(m, ())), key=lambda v: (v.at, v.id), reverse=True)
        for account_id, group in members.items()
    }
    return {account_id: visits for account_id, visits in found.items() if visits}


def visits_between(
    workspace_id: int, since: datetime, until: datetime, member_ids: Iterable[int] | None = None
) -> list[VisitRow]:
    """The visits that took place, or were to, from an instant up to another; one statement."""
    rows = Visit.objects.of(workspace_id).filter(at__gte=since, at__lt=until).exclude(state=VisitState.REPLACED)
    if member_ids is not None:
        rows = rows.filter(member_id__in=list(member_ids))
    return [_row(values) for values in rows.order_by("at", "id").values_list(*COLUMNS)]


def _narrowed(rows: WorkspaceQuerySet[Visit], filters: VisitFilters) -> WorkspaceQuerySet[Visit]:
    rows = rows.filter(state=filters.state) if filters.state else rows.exclude(state=VisitState.REPLACED)
    given = {
        "member_id": filters.member_id,
        "account_id": filters.account_id,
        "lead_id": filters.lead_id,
        "deal_id": filters.deal_id,
        "at__gte": filters.since,
        "at__lt": filters.until,
    }
    return rows.filter(Q(**{name: value for name, value in given.items() if value is not None}))


def _row(values: tuple[object, ...]) -> VisitRow:
    given = dict(zip(COLUMNS, values, strict=True))
    for name in ("ours", "person_ids"):
        given[name] = tuple(given[name] or ())  # type: ignore[arg-type]  # a JSON list of ids
    return VisitRow(**given)  # type: ignore[arg-type]  # the columns are the fields


def first_written(workspace_id: int, visits: Iterable[VisitRow]) -> dict[int, datetime]:
    """Visit id -> when the record it completes was written, for those that complete one; one statement."""
    after = {visit.replaces_id: visit.id for visit in visits if visit.replaces_id is not None}
    columns = ("id", "written_at")
    where = "t.written_at IS NOT NULL"
    rows = bulk.find(Visit, columns, workspace_id=workspace_id, key="id", among=after, where=where)
    return {after[pk]: at for pk, at in rows}
