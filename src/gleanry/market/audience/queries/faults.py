"""Whether what is kept is what the definitions say: for the audit, and for tests of everybody."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count

from gleanry.market.audience.models import Membership
from gleanry.market.audience.queries.judged import judged
from gleanry.market.audience.queries.segments import is_behind, list_segments, memberships_of
from gleanry.people.queries import TABLES, roots_of

COMPARED = 200


def segment_faults(workspace_id: int, at: datetime, *, compared: int = COMPARED) -> dict[str, int]:
    """What is wrong: code -> how many; empty while something waits. Judges the newest `compared` people anew."""
    if is_behind(workspace_id, at):
        return {}
    segments = list_segments(workspace_id)
    rows = Membership.objects.of(workspace_id).filter(until__isnull=True)
    counted = dict(rows.values_list("segment_id").annotate(n=Count("pk")))
    people = TABLES["person"].objects.of(workspace_id).order_by("-pk")
    ids = list(people.values_list("pk", flat=True)[:compared])
    merged = roots_of(workspace_id, ids)
    roots = [person_id for person_id in ids if person_id not in merged]
    kept = memberships_of(workspace_id, ids)
    said = judged(workspace_id, roots, segments, at)
    live = {segment.id for segment in segments}
    wrong = sum(1 for root in roots if said[root].segments != kept.get(root, {}).keys() & live)
    faults = {
        "members_counted_wrong": sum(1 for row in segments if counted.get(row.id, 0) != row.members),
        "members_wrong": wrong,
        "merged_people_are_members": sum(1 for i in merged if kept.get(i, {}).keys() & live),
    }
    return {code: count for code, count in faults.items() if count}
