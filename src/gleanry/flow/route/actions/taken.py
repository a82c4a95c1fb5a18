"""Count what a member got on a local day. Only ever counted up: what is given back was still taken that day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from gleanry.flow.route.models import Taken
from gleanry.kit import bulk

AUTO, ASSIGNED, CLAIMED = "auto", "assigned", "claimed"


def count_taken(workspace_id: int, how: str, got: Iterable[tuple[int, date]]) -> None:
    """Count one lead for each (member, day) of `got`; three statements at most. Under the lock of handing out."""
    fresh = Counter(got)
    if not fresh:
        return
    columns = ("id", "member_id", "day", "how", "count")
    members = {member for member, _ in fresh}
    days = {day for _, day in fresh}
    known = {
        (member_id, day): (pk, count)
        for pk, member_id, day, _, count in Taken.objects.of(workspace_id)
        .filter(member_id__in=members, day__in=days, how=how)
        .values_list(*columns)
    }
    bulk.update(Taken, ("count",), [(known[k][0], known[k][1] + n) for k, n in fresh.items() if k in known])
    bulk.insert(
        Taken,
        ("workspace_id", "member_id", "day", "how", "count"),
        [(workspace_id, *k, how, n) for k, n in fresh.items() if k not in known],
    )
