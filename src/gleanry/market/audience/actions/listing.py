"""Put people into a list by hand or from a file, and take them out again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.market.audience.actions.defining import PERMISSION
from gleanry.market.audience.actions.keeping import LOCK, keep_members
from gleanry.market.audience.models import Listed
from gleanry.market.audience.queries import get_segment, list_segments, within_reach
from gleanry.market.audience.shapes import SegmentKind
from gleanry.people.queries import groups_of, people_by_identifier, with_members
from gleanry.tenants.shapes import Viewer
from gleanry.values.email import parse_email
from gleanry.values.phone import parse_phone

MOST = 50_000


def list_people(
    viewer: Viewer, segment_id: int, lines: Sequence[str], at: datetime, *, person_ids: Iterable[int] = ()
) -> tuple[int, list[str]]:
    """Put people into a list: those of `person_ids`, and those known by a phone or an address in `lines`.

    Returns how many are new in it, and the lines by which nobody was found whom the viewer sees.
    """
    _check(viewer, segment_id)
    marks = [_mark(line) for line in lines[:MOST] if line.strip()]
    known = people_by_identifier(viewer.workspace_id, (mark for _, mark in marks if mark is not None))
    named = {line: known.get(mark) if mark else None for line, mark in marks}
    wanted = list(dict.fromkeys([*person_ids, *(person for person in named.values() if person)]))
    seen = within_reach(viewer, wanted)
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, LOCK)
        rows = bulk.find(
            Listed,
            ("person_id",),
            workspace_id=viewer.workspace_id,
            key="person_id",
            among=seen,
            where=f"t.segment_id = {int(segment_id)}",
        )
        there = {person_id for (person_id,) in rows}
        fresh = [person_id for person_id in seen if person_id not in there]
        by = viewer.member_id or None
        bulk.insert(
            Listed,
            ("workspace_id", "segment_id", "person_id", "by", "at"),
            [(viewer.workspace_id, segment_id, person_id, by, at) for person_id in fresh],
        )
        keep_members(viewer.workspace_id, fresh, list_segments(viewer.workspace_id), at)
    found = set(seen)
    return len(fresh), [line for line, person in named.items() if person not in found]


def unlist_people(viewer: Viewer, segment_id: int, person_ids: Iterable[int], at: datetime) -> int:
    """Take people out of a list, whoever of those they were merged with was put in. Returns how many rows went."""
    _check(viewer, segment_id)
    seen = within_reach(viewer, list(dict.fromkeys(person_ids)))
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, LOCK)
        everybody = with_members(groups_of(viewer.workspace_id, seen), seen)
        rows = Listed.objects.of(viewer.workspace_id).filter(segment_id=segment_id, person_id__in=everybody)
        gone, _ = rows.delete()
        keep_members(viewer.workspace_id, seen, list_segments(viewer.workspace_id), at)
    return gone


def _check(viewer: Viewer, segment_id: int) -> None:
    if not viewer.may(PERMISSION):
        raise Refusal("forbidden", permission=PERMISSION)
    segment = get_segment(viewer.workspace_id, segment_id)
    if segment.ended_at is not None or segment.kind != SegmentKind.LIST:
        raise Refusal("not_found", segment=segment_id)


def _mark(line: str) -> tuple[str, tuple[str, str] | None]:
    """A line with the phone or address it is."""
    text = line.strip().strip(",;\"'")
    email = parse_email(text) if "@" in text else None
    if email is not None:
        return line, ("email", email.address)
    phone = parse_phone(text)
    return line, ("phone", phone.e164) if phone is not None else None
