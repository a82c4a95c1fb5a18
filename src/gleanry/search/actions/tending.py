"""The worker's part: index what was noted, go on with the first indexing, learn which tokens are common.

Each batch is one transaction that takes its note away, or moves the mark on: stopped anywhere, it goes on there.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction

from gleanry.kit import bulk, clock
from gleanry.search.actions.indexing import LOCK, index_records
from gleanry.search.actions.noting import index_changed
from gleanry.search.models import Changed, Document, Progress
from gleanry.search.queries.records import ids_from
from gleanry.search.rules.planning import common_among
from gleanry.search.shapes import Kind

NOTED, FIRST = 500, 2000
"""Records a transaction, of a note and of the first indexing: others wait no longer than for a batch of an import."""
SAMPLED, POINTS = 6_000, 120
"""Documents looked at to learn which tokens are common, and from how many points on."""


def tend(workspace_id: int, *, until: datetime | None = None) -> bool:
    """Bring the index up to what the records are, or as far as the clock's `until` allows. Returns whether it is."""
    while until is None or clock.now() < until:
        if not (_take_note(workspace_id) or _go_on(workspace_id)):
            _learn(workspace_id)
            return True
    return False


def _take_note(workspace_id: int) -> bool:
    """Index the oldest of what was noted; False where nothing is."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        row = Changed.objects.of(workspace_id).order_by("id").first()
        if row is None:
            return False
        now, later = row.ids[:NOTED], row.ids[NOTED:]
        index_changed(workspace_id, row.of, now)
        rows = Changed.objects.of(workspace_id).filter(pk=row.pk)
        if later:
            rows.update(ids=later)
        else:
            rows.delete()
    return True


def _go_on(workspace_id: int) -> bool:
    """Index the next records that were there before the index; False where it has been through."""
    for kind in Kind:
        with transaction.atomic():
            bulk.lock_workspace(workspace_id, LOCK)
            progress, _ = Progress.objects.of(workspace_id).get_or_create(
                kind=kind, defaults={"workspace_id": workspace_id}
            )
            if progress.done:
                continue
            ids = ids_from(workspace_id, kind, progress.upto, FIRST)
            index_records(workspace_id, kind, ids)
            state = {"upto": ids[-1]} if ids else {"done": True}
            Progress.objects.of(workspace_id).filter(pk=progress.pk).update(**state)
            return True
    return False


def _learn(workspace_id: int) -> None:
    """Count which tokens are common, where the index has doubled since."""
    for kind in Kind:
        rows = Document.objects.of(workspace_id).filter(kind=kind).order_by("-record_id")
        highest = rows.values_list("record_id", flat=True).first() or 0
        progress = Progress.objects.of(workspace_id).get(kind=kind)
        if highest >= 2 * progress.learnt and highest:
            common = common_among(_sample(workspace_id, kind, highest))
            Progress.objects.of(workspace_id).filter(pk=progress.pk).update(common=common, learnt=highest)


SAMPLE = (
    "SELECT tokens FROM search_document WHERE workspace_id = %s AND kind = %s AND record_id >= %s "
    "ORDER BY record_id LIMIT %s"
)


def _sample(workspace_id: int, kind: Kind, highest: int) -> Iterator[list[int]]:
    """Documents from evenly spread points on."""
    dice = random.Random(highest)  # noqa: S311  # a sample, no secret
    with connection.cursor() as cursor:
        for part in range(POINTS):
            start = (part * highest + dice.randrange(highest)) // POINTS
            cursor.execute(SAMPLE, [workspace_id, kind, start, SAMPLED // POINTS])
            for (tokens,) in cursor.fetchall():
                yield [int(word, 32) for word in tokens.split()] if isinstance(tokens, str) else tokens
