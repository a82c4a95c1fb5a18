"""Read segments and who belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q

from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.leads.queries import among_visible, leads_by_person, visible
from gleanry.market.audience.models import Changed, Due, Membership, Segment, SegmentVersion
from gleanry.market.audience.rules.definition import faults_of
from gleanry.market.audience.shapes import Fault, MemberRow, SegmentRow
from gleanry.people.queries import TABLES, groups_of
from gleanry.tenants.shapes import Viewer

COLUMNS = tuple(SegmentRow.__dataclass_fields__)


def list_segments(workspace_id: int) -> list[SegmentRow]:
    """The segments that are kept, in the order they were made."""
    rows = Segment.objects.of(workspace_id).filter(ended_at__isnull=True).order_by("id")
    return [SegmentRow(*values) for values in rows.values_list(*COLUMNS)]


def has_segments(workspace_id: int) -> bool:
    """Whether any segment is kept: without one, nothing has to be noted."""
    return Segment.objects.of(workspace_id).filter(ended_at__isnull=True).exists()


def get_segment(workspace_id: int, segment_id: int) -> SegmentRow:
    """One segment. Raises Refusal `not_found`."""
    values = Segment.objects.of(workspace_id).filter(pk=segment_id).values_list(*COLUMNS).first()
    if values is None:
        raise Refusal("not_found", segment=segment_id)
    return SegmentRow(*values)


def segment_names(workspace_id: int, segment_ids: Iterable[int]) -> dict[int, str]:
    """Segment id -> name."""
    return dict(Segment.objects.of(workspace_id).filter(pk__in=set(segment_ids)).values_list("pk", "name"))


def segments_by_name(workspace_id: int) -> dict[str, int]:
    """Name -> id of the segments that are kept: rule books name them so."""
    return {row.name: row.id for row in list_segments(workspace_id)}


def versions_of(workspace_id: int, segment_id: int) -> list[tuple[int, dict[str, Any], int | None, datetime]]:
    """(version, body, by, at) of a segment, the newest first."""
    rows = SegmentVersion.objects.of(workspace_id).filter(segment_id=segment_id).order_by("-version")
    return list(rows.values_list("version", "body", "by", "at"))


def memberships_of(workspace_id: int, person_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """Person id -> segment id -> the row of its membership, for those open now; one statement."""
    found: dict[int, dict[int, int]] = {}
    for row_id, person_id, segment_id in bulk.find(
        Membership,
        ("id", "person_id", "segment_id"),
        workspace_id=workspace_id,
        key="person_id",
        among=person_ids,
        where="t.until IS NULL",
    ):
        found.setdefault(person_id, {})[segment_id] = row_id
    return found


def segments_of(workspace_id: int, person_id: int) -> list[tuple[SegmentRow, datetime]]:
    """The segments somebody belongs to, with since when."""
    root = groups_of(workspace_id, [person_id]).get(person_id, (person_id,))[0]
    rows = Membership.objects.of(workspace_id).filter(person_id=root, until__isnull=True)
    since = dict(rows.values_list("segment_id", "since"))
    return [(row, since[row.id]) for row in list_segments(workspace_id) if row.id in since]


def _within_reach(viewer: Viewer, segment_id: int) -> WorkspaceQuerySet[Membership]:
    """The open memberships of people one of whose leads the viewer sees; all of them for whoever sees everything."""
    rows = Membership.objects.of(viewer.workspace_id).filter(segment_id=segment_id, until__isnull=True)
    if viewer.owner_ids is None and viewer.pools is None:
        return rows
    from_merged = Q(person_id__in=_merged_into(OuterRef("person_id")))
    return rows.filter(Exists(visible(viewer).filter(Q(person_id=OuterRef("person_id")) | from_merged)))


def _merged_into(person: OuterRef) -> Any:
    return TABLES["person"].objects.everywhere("within one person").filter(merged_into_id=OuterRef(person)).values("pk")


def within_reach(viewer: Viewer, person_ids: Sequence[int]) -> list[int]:
    """Those of some people one of whose leads the viewer may see, in their order."""
    leads = leads_by_person(viewer.workspace_id, person_ids)
    seen = set(among_visible(viewer, [lead.id for own in leads.values() for lead in own]))
    return [i for i in person_ids if any(lead.id in seen for lead in leads.get(i, ()))]


def definition_faults(body: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with a definition; empty when it may be saved."""
    return faults_of(body)


def share_done(workspace_id: int, segment: SegmentRow) -> float:
    """How much of all people was looked at since a segment was defined, 0 to 1."""
    last = TABLES["person"].objects.of(workspace_id).aggregate(last=Max("pk"))["last"]
    return 1.0 if segment.done or not last else min(segment.upto / last, 1.0)


def count_members(viewer: Viewer, segment: SegmentRow) -> int:
    """How many of a segment's members the viewer sees; the kept number for whoever sees everything."""
    if viewer.owner_ids is None and viewer.pools is None:
        return segment.members
    return count_within_reach(viewer, segment.id)


def count_within_reach(viewer: Viewer, segment_id: int, *, up_to: int = 10_000) -> int:
    """Counted; at most `up_to`."""
    return _within_reach(viewer, segment_id)[:up_to].count()


def list_members(viewer: Viewer, segment_id: int, *, after: int | None = None, limit: int = 50) -> list[MemberRow]:
    """Who belongs to a segment within the viewer's reach, newest first; `after` is the id of a row."""
    rows = _within_reach(viewer, segment_id).order_by("-id")
    rows = rows.filter(pk__lt=after) if after is not None else rows
    return [MemberRow(*values) for values in rows.values_list("id", "person_id", "since")[:limit]]


def is_behind(workspace_id: int, at: datetime) -> bool:
    """Whether anything is noted, due, or not yet been through."""
    return (
        Changed.objects.of(workspace_id).exists()
        or Due.objects.of(workspace_id).filter(due_at__lte=at).exists()
        or Segment.objects.of(workspace_id).filter(ended_at__isnull=True, done=False).exists()
    )
