"""How much members were given of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gleanry.flow.route.models import Taken


def taken_on(workspace_id: int, member_ids: Iterable[int], day: date) -> dict[tuple[int, str], int]:
    """(member, how) -> how many leads they got on that local day; how is auto, assigned or claimed."""
    wanted = frozenset(member_ids)
    rows = Taken.objects.of(workspace_id).filter(day=day).values_list("member_id", "how", "count")
    return {(member_id, how): count for member_id, how, count in rows if member_id in wanted}
