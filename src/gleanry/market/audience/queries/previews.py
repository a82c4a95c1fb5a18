"""What a definition would hold, before it is saved: everybody where they are few, else a part from all over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from gleanry.market.audience.queries.judged import judged
from gleanry.market.audience.shapes import Preview, SegmentKind, SegmentRow
from gleanry.people.queries import TABLES, people_after, roots_of

FEW, PARTS, SHOWN = 3000, 20, 8


def preview(workspace_id: int, body: Mapping[str, Any], at: datetime) -> Preview:
    """Judge up to 3,000 people by a body without faults. Where there are more, runs of ids spread over all of them."""
    ids = people_after(workspace_id, 0, FEW + 1)
    whole = len(ids) <= FEW
    if not whole:
        ids = _spread(workspace_id)
    merged = roots_of(workspace_id, ids)
    roots = [person_id for person_id in ids if person_id not in merged]
    row = SegmentRow(0, "", SegmentKind.RULES, 1, body, 0, False, 0, at, at, None, None, None)
    found = judged(workspace_id, roots, [row], at)
    matched = [root for root in roots if found[root].segments]
    everybody = len(roots) if whole else _count(workspace_id)
    expected = round(everybody * len(matched) / len(roots)) if roots else 0
    return Preview(len(roots), len(matched), whole, expected, tuple(matched[-SHOWN:][::-1]))


def _spread(workspace_id: int) -> list[int]:
    people = TABLES["person"].objects.of(workspace_id)
    last = people.aggregate(last=Max("pk"))["last"] or 0
    each = FEW // PARTS
    found = [i for part in range(PARTS) for i in people_after(workspace_id, last * part // PARTS, each)]
    return list(dict.fromkeys(found))


def _count(workspace_id: int) -> int:
    return int(TABLES["person"].objects.of(workspace_id).filter(merged_into_id__isnull=True).count())
