"""Read stays in nurture and in plans."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q

from gleanry.flow.nurture.models import Enrolment, PlanStay
from gleanry.flow.nurture.shapes import EnrolmentRow, StayRow, StepCount
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import among_visible, visible
from gleanry.tenants.shapes import Viewer

COLUMNS = tuple(StayRow.__dataclass_fields__)


def enrolments_of(workspace_id: int, lead_id: int) -> list[EnrolmentRow]:
    """The stays of a lead, newest first."""
    columns = ("reason", "since", "ended_at", "ended_by_id")
    rows = Enrolment.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [EnrolmentRow(*values) for values in rows.values_list(*columns)]


def stays_of(workspace_id: int, lead_id: int) -> list[StayRow]:
    """The plans a lead is or was in, newest first."""
    rows = PlanStay.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [StayRow(*values) for values in rows.values_list(*COLUMNS)]


def get_stay(viewer: Viewer, stay_id: int) -> StayRow:
    """One stay of a lead the viewer sees. Raises Refusal `not_found`."""
    values = PlanStay.objects.of(viewer.workspace_id).filter(pk=stay_id).values_list(*COLUMNS).first()
    if values is None or not among_visible(viewer, [values[1]]):
        raise Refusal("not_found", stay=stay_id)
    return StayRow(*values)


def count_steps(viewer: Viewer) -> list[StepCount]:
    """How many leads within the viewer's sight wait before each step of each plan."""
    rows = PlanStay.objects.of(viewer.workspace_id).filter(ended_at__isnull=True)
    if viewer.owner_ids is not None or viewer.pools is not None:
        rows = rows.filter(lead_id__in=visible(viewer).values("pk"))
    counted = rows.values_list("plan", "step").annotate(n=Count("pk"), held=Count("pk", filter=Q(stopped=True)))
    return [StepCount(*values) for values in counted.order_by("plan", "step")]


def list_stays(viewer: Viewer, plan: str, *, after: int | None = None, limit: int = 50) -> Sequence[StayRow]:
    """Who is in a plan now, of the leads the viewer sees, newest first."""
    rows = PlanStay.objects.of(viewer.workspace_id).filter(plan=plan, ended_at__isnull=True)
    if viewer.owner_ids is not None or viewer.pools is not None:
        rows = rows.filter(lead_id__in=visible(viewer).values("pk"))
    rows = rows.filter(pk__lt=after) if after is not None else rows
    return [StayRow(*values) for values in rows.order_by("-id").values_list(*COLUMNS)[:limit]]
