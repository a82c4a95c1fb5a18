"""Read routing decisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from gleanry.flow.route.models import Assignment, Roster, Taken
from gleanry.flow.route.shapes import AssignmentRow, Quota, Turn
from gleanry.kit import rulebook
from gleanry.leads.queries import claimed_on, held_by, pool_book
from gleanry.leads.shapes import PoolSetting, pool_after_claim
from gleanry.tenants.queries import working_times
from gleanry.tenants.shapes import Viewer


def assignments_of(workspace_id: int, lead_id: int) -> list[AssignmentRow]:
    """The decisions about a lead, newest first; two statements."""
    rows = list(Assignment.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id"))
    wanted = [row.reason["roster"] for row in rows if "roster" in row.reason]
    rosters = dict(Roster.objects.of(workspace_id).filter(pk__in=wanted).values_list("pk", "member_ids"))
    return [
        AssignmentRow(
            row.owner_id,
            row.pool,
            row.rule,
            row.reason,
            tuple(rosters.get(row.reason.get("roster"), ())),
            row.rules_id,
            row.at,
        )
        for row in rows
    ]


def rules_by_pool(workspace_id: int) -> dict[str, tuple[str, ...]]:
    """Pool -> codes of the routing rules in force that send leads there, in the order they are asked."""
    found: dict[str, tuple[str, ...]] = {}
    for rule in rulebook.current(workspace_id, "route").body["rules"]:
        found[rule["pool"]] = (*found.get(rule["pool"], ()), rule["code"])
    return found


def latest_turns(workspace_id: int, limit: int) -> list[Turn]:
    """The latest decisions by turn, to be checked against their roster."""
    rows = Assignment.objects.of(workspace_id).filter(owner_id__isnull=False).order_by("-id")
    taken = list(rows.values_list("lead_id", "owner_id", "reason")[:limit])
    wanted = {reason["roster"] for _, _, reason in taken if "roster" in reason}
    rosters = dict(Roster.objects.of(workspace_id).filter(pk__in=wanted).values_list("pk", "member_ids"))
    return [
        Turn(lead_id, owner_id, reason["turn"], tuple(rosters.get(reason["roster"], ())))
        for lead_id, owner_id, reason in taken
        if owner_id is not None and "roster" in reason
    ]


def taken_on(workspace_id: int, member_ids: Iterable[int], day: date) -> dict[tuple[int, str], int]:
    """(member, how) -> leads got on a local day; how is auto, assigned or claimed."""
    rows = Taken.objects.of(workspace_id).filter(member_id__in=list(member_ids), day=day)
    return {(member_id, how): count for member_id, how, count in rows.values_list("member_id", "how", "count")}


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
