"""The worker's part: look at who changed, at whom time has reached, and at everybody once after a definition changed.

Each batch is one transaction that takes its note away, or moves the mark on: stopped anywhere, it goes on there.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gleanry.kit import bulk, clock
from gleanry.market.audience.actions.keeping import LOCK, keep_members
from gleanry.market.audience.models import Changed, Due, Segment
from gleanry.market.audience.queries import list_segments, people_meant
from gleanry.people.queries import people_after

NOTED, MADE = 1000, 2000
"""Records a transaction: others wait no longer than for a batch of an import."""


def tend(workspace_id: int, at: datetime, *, until: datetime | None = None) -> bool:
    """Bring segments up to what holds at `at`, or as far as the clock's `until` allows. Returns whether they are."""
    while until is None or clock.now() < until:
        if not (_take_note(workspace_id, at) or _take_due(workspace_id, at) or _go_on(workspace_id, at)):
            return True
    return False


def _take_note(workspace_id: int, at: datetime) -> bool:
    """Look at the oldest of what was noted; False where nothing is."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        rows = list(Changed.objects.of(workspace_id).order_by("id").values_list("pk", "of", "ids")[:200])
        if not rows:
            return False
        meant: dict[str, list[int]] = {}
        taken, left = 0, NOTED
        for _, of, ids in rows:
            if left <= 0:
                break
            meant.setdefault(of, []).extend(ids[:left])
            taken, left = taken + 1, left - len(ids)
        last = rows[taken - 1]
        noted = Changed.objects.of(workspace_id)
        if left < 0:  # of the last note only a part fits
            noted.filter(pk=last[0]).update(ids=last[2][left:])
            taken -= 1
        noted.filter(pk__in=[row[0] for row in rows[:taken]]).delete()
        people = [i for of, ids in meant.items() for i in people_meant(workspace_id, of, ids)]
        keep_members(workspace_id, people, list_segments(workspace_id), at)
    return True


def _take_due(workspace_id: int, at: datetime) -> bool:
    """Look at those whom time has reached, the longest waiting first."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        rows = Due.objects.of(workspace_id).filter(due_at__lte=at).order_by("due_at")
        people = list(rows.values_list("person_id", flat=True)[:200])
        if not people:
            return False
        keep_members(workspace_id, people, list_segments(workspace_id), at)
    return True


def _go_on(workspace_id: int, at: datetime) -> bool:
    """Look at the next people for segments that were defined anew; False where all have been through."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        unfinished = [row for row in list_segments(workspace_id) if not row.done]
        if not unfinished:
            return False
        upto = min(row.upto for row in unfinished)
        segments = [row for row in unfinished if row.upto == upto]
        ids = people_after(workspace_id, upto, MADE)
        keep_members(workspace_id, ids, segments, at, whole=False)
        rows = Segment.objects.of(workspace_id).filter(pk__in=[row.id for row in segments])
        # A definition changed meanwhile begins anew: its version is another, and the lock was held by its change.
        rows.update(**({"upto": ids[-1]} if ids else {"done": True}))
    return True
