"""How much of a pool's caps somebody has used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gleanry.flow.route.queries.taken import taken_on
from gleanry.flow.route.shapes import Quota
from gleanry.leads.queries import claimed_on, held_by, pool_book
from gleanry.leads.shapes import PoolSetting, pool_after_claim
from gleanry.tenants.queries import working_times
from gleanry.tenants.shapes import Viewer


def quotas_of(viewer: Viewer, pools: Iterable[PoolSetting], at: datetime) -> dict[str, Quota]:
    """Pool code -> how much of its caps the viewer has used; the same statements for any number of pools."""
    workspace_id, member_id = viewer.workspace_id, viewer.member_id
    book = pool_book(workspace_id)
    day = at.astimezone(working_times(workspace_id, [member_id]).of(member_id).zone).date()
    claimed = claimed_on(workspace_id, member_id, day)
    taken = taken_on(workspace_id, [member_id], day)
    given = taken.get((member_id, "auto"), 0) + taken.get((member_id, "assigned"), 0)
    held = held_by(workspace_id, [member_id]).get(member_id, 0)
    return {
        pool.code: Quota(
            claimed.get(pool.code, 0),
            book.caps_for(pool.code, viewer.roles).claim_per_day,
            given,
            book.caps_for(pool.code, viewer.roles).assign_per_day,
            held,
            book.caps_for(pool_after_claim(pool.kind), viewer.roles).hold_most,
        )
        for pool in pools
    }
