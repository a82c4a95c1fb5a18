"""What was done about leads, and what was promised to be done next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef

from gleanry.flow.followup.models import FollowUp, Reminder
from gleanry.flow.followup.shapes import CameAgain, DueRow, FollowUpRow
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import Pool
from gleanry.tenants.shapes import Viewer

APPOINTMENT = "next_contact"


def list_appointments(viewer: Viewer, *, until: datetime, limit: int = 100) -> list[DueRow]:
    """What the viewer promised in its last follow-up of a lead it still holds, due by `until`, soonest first.

    A later follow-up of the lead takes the place of an earlier promise. Such a row has no deadline behind it: its
    `deadline_id` is 0.
    """
    rows = FollowUp.objects.of(viewer.workspace_id).filter(member_id=viewer.member_id, next_at__lte=until)
    later = FollowUp.objects.of(viewer.workspace_id).filter(lead_id=OuterRef("lead_id"), pk__gt=OuterRef("pk"))
    found = list(rows.exclude(Exists(later)).order_by("next_at", "id").values_list("lead_id", "at", "next_at")[:limit])
    held = leads_by_id(viewer.workspace_id, [lead_id for lead_id, _, _ in found])
    return [
        DueRow(0, lead_id, APPOINTMENT, at, next_at, viewer.member_id)
        for lead_id, at, next_at in found
        if next_at
        and lead_id in held
        and held[lead_id].owner_id == viewer.member_id
        and held[lead_id].pool != Pool.CONVERTED
    ]


def list_came_again(viewer: Viewer, *, limit: int = 100) -> list[CameAgain]:
    """The viewer's own leads that came again and were not looked at since, the latest first."""
    rows = Reminder.objects.of(viewer.workspace_id).filter(owner_id=viewer.member_id, seen_at__isnull=True)
    grouped = rows.values_list("lead_id").annotate(times=Count("pk"), latest=Max("at")).order_by("-latest", "lead_id")
    found = [CameAgain(*values) for values in grouped[:limit]]
    held = leads_by_id(viewer.workspace_id, (row.lead_id for row in found))
    return [row for row in found if row.lead_id in held and held[row.lead_id].owner_id == viewer.member_id]


def follow_ups_of(workspace_id: int, lead_id: int) -> list[FollowUpRow]:
    """What was done about a lead, newest first."""
    columns = tuple(FollowUpRow.__dataclass_fields__)
    rows = FollowUp.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-at", "-id")
    return [FollowUpRow(*values) for values in rows.values_list(*columns)]


def follow_ups_by_lead(workspace_id: int, lead_ids: Iterable[int]) -> dict[int, list[FollowUpRow]]:
    """Lead id -> what was done about it, newest first; one statement for any number."""
    columns = tuple(FollowUpRow.__dataclass_fields__)
    found: dict[int, list[FollowUpRow]] = {}
    rows = FollowUp.objects.of(workspace_id).filter(lead_id__in=list(lead_ids)).order_by("-at", "-id")
    for lead_id, *values in rows.values_list("lead_id", *columns):
        found.setdefault(lead_id, []).append(FollowUpRow(*values))
    return found


def last_contact(workspace_id: int, lead_ids: Iterable[int], kinds: Iterable[str]) -> datetime | None:
    """When somebody of some leads was last in contact by one of these kinds of follow-up; one statement."""
    rows = FollowUp.objects.of(workspace_id).filter(lead_id__in=list(lead_ids), kind__in=list(kinds))
    latest: datetime | None = rows.filter(counted="contact").aggregate(at=Max("at"))["at"]
    return latest
