"""Read stays in nurture."""

from __future__ import annotations

from gleanry.flow.nurture.models import Enrolment
from gleanry.flow.nurture.shapes import EnrolmentRow


def enrolments_of(workspace_id: int, lead_id: int) -> list[EnrolmentRow]:
    """The stays of a lead, newest first."""
    columns = ("reason", "since", "ended_at", "ended_by_id")
    rows = Enrolment.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [EnrolmentRow(*values) for values in rows.values_list(*columns)]
