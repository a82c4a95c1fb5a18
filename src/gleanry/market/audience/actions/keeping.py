"""Write who belongs now, for a batch of people: nobody else is touched.

The worker holds one lock a workspace, so that what is read is the newest when it is written. What changes meanwhile is
noted in the transaction that changes it, and is looked at after this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import F

from gleanry.kit import bulk, ledger
from gleanry.market.audience.facts import EnteredSegment, LeftSegment
from gleanry.market.audience.models import Due, Membership, Segment
from gleanry.market.audience.queries.judged import Judged, judged
from gleanry.market.audience.queries.segments import memberships_of
from gleanry.market.audience.shapes import SegmentRow
from gleanry.people.queries import roots_of

LOCK = 71
"""Purpose of the lock: one at a time says who belongs to the segments of a workspace."""


def keep_members(
    workspace_id: int, person_ids: Iterable[int], segments: Sequence[SegmentRow], at: datetime, *, whole: bool = True
) -> int:
    """Judge people by `segments` and write what changed; of merged ones, whoever they stand for. Inside the lock.

    `whole` says that these are all segments there are, so that what falls due by them replaces what was known. Returns
    how many memberships began or ended.
    """
    asked = list(dict.fromkeys(person_ids))
    merged = roots_of(workspace_id, asked)
    roots = list(dict.fromkeys(merged.get(person_id, person_id) for person_id in asked))
    said = judged(workspace_id, roots, segments, at)
    kept = memberships_of(workspace_id, [*roots, *merged])
    looked_at = {row.id for row in segments}
    entered = [(s, root) for root in roots for s in sorted(said[root].segments - kept.get(root, {}).keys())]
    left = [
        (segment_id, person_id, row_id)
        for person_id, rows in sorted(kept.items())
        for segment_id, row_id in sorted(rows.items())
        if person_id in merged or (segment_id in looked_at and segment_id not in said[person_id].segments)
    ]
    _write(workspace_id, entered, left, at)
    _write_dues(workspace_id, said, merged, whole=whole)
    return len(entered) + len(left)


def _write(
    workspace_id: int, entered: Sequence[tuple[int, int]], left: Sequence[tuple[int, int, int]], at: datetime
) -> None:
    bulk.update(Membership, ("until",), [(row_id, at) for _, _, row_id in left])
    bulk.insert(
        Membership,
        ("workspace_id", "segment_id", "person_id", "since"),
        [(workspace_id, segment_id, person_id, at) for segment_id, person_id in entered],
    )
    _count(workspace_id, entered, left, at)
    for fact, rows in (
        (LeftSegment, [(segment_id, person_id) for segment_id, person_id, _ in left]),
        (EnteredSegment, list(entered)),
    ):
        ledger.announce(workspace_id, fact(tuple(row[0] for row in rows), tuple(row[1] for row in rows)), at=at)


def _count(
    workspace_id: int, entered: Sequence[tuple[int, int]], left: Sequence[tuple[int, int, int]], at: datetime
) -> None:
    changes: dict[int, int] = {}
    for segment_id, *_ in entered:
        changes[segment_id] = changes.get(segment_id, 0) + 1
    for segment_id, *_ in left:
        changes[segment_id] = changes.get(segment_id, 0) - 1
    touched = {segment_id for segment_id, *_ in (*entered, *left)}
    rows = Segment.objects.of(workspace_id)
    by_change: dict[int, list[int]] = {}
    for segment_id in sorted(touched):
        by_change.setdefault(changes[segment_id], []).append(segment_id)
    for change, segment_ids in by_change.items():
        rows.filter(pk__in=segment_ids).update(members=F("members") + change, changed_at=at)


def _write_dues(workspace_id: int, said: Mapping[int, Judged], merged: Mapping[int, int], *, whole: bool) -> None:
    """The moment kept for a person is the first of all segments'; where only some were looked at, the sooner stands."""
    rows = bulk.find(
        Due, ("id", "person_id", "due_at"), workspace_id=workspace_id, key="person_id", among=[*said, *merged]
    )
    known = {person_id: (row_id, due_at) for row_id, person_id, due_at in rows}
    gone, moved, fresh = [], [], []
    for person_id, (row_id, due_at) in known.items():
        due = said[person_id].due if person_id in said else None
        if person_id in merged or (due is None and whole):
            gone.append(row_id)
        elif due is not None and due != due_at and (whole or due < due_at):
            moved.append((row_id, due))
    for person_id, one in said.items():
        if one.due is not None and person_id not in known:
            fresh.append((workspace_id, person_id, one.due))
    if gone:
        Due.objects.of(workspace_id).filter(pk__in=gone).delete()
    bulk.update(Due, ("due_at",), moved)
    bulk.insert(Due, ("workspace_id", "person_id", "due_at"), fresh)
