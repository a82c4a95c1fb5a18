"""How much members were given of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gleanry.flow.route.models import Taken


def taken_on(workspace_id: int, member_ids: Iterable[int], day: date) -> dict[tuple[int, str], int]:
    """(member, how) -> how many leads they got on that local day; how is auto, assigned or claimed."""
    rows = Taken.objects.of(workspace_id).filter(member_id__in=list(member_ids), day=day)
    return {(member_id, how): count for member_id, how, count in rows.values_list("member_id", "how", "count")}
