"""Count what is claimed. What is given back stays counted: it does not win back the day's quota."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gleanry.kit import bulk
from gleanry.leads.models import Claimed


def count_claimed(workspace_id: int, member_id: int, day: date, fresh: Mapping[str, int]) -> None:
    """Count up what a member claimed from each pool on a local day. Under the lock of handing out."""
    rows = Claimed.objects.of(workspace_id).filter(member_id=member_id, day=day, pool__in=list(fresh))
    known = {pool: (pk, count) for pk, pool, count in rows.values_list("pk", "pool", "count")}
    bulk.update(Claimed, ("count",), [(known[p][0], known[p][1] + n) for p, n in fresh.items() if p in known])
    columns = ("workspace_id", "member_id", "day", "pool", "count")
    bulk.insert(Claimed, columns, [(workspace_id, member_id, day, p, n) for p, n in fresh.items() if p not in known])
