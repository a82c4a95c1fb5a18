"""Requests at gates that wait for somebody."""

from __future__ import annotations

from gleanry.flow.convert.models import GateRequest, GateState
from gleanry.flow.convert.queries.deals import deals_by_id, visible_deals
from gleanry.flow.convert.queries.work import GATE
from gleanry.flow.convert.shapes import GateRow, WaitingGate
from gleanry.tenants.shapes import Viewer


def gates_waiting(viewer: Viewer, *, limit: int = 50) -> list[WaitingGate]:
    """The requests the viewer may decide, oldest first: of deals within reach, not their own. Two statements."""
    if not viewer.may("gates.approve"):
        return []
    rows = GateRequest.objects.of(viewer.workspace_id).filter(state=GateState.OPEN)
    rows = rows.exclude(asked_by_id=viewer.member_id).filter(approver__in=["", *viewer.roles])
    if viewer.owner_ids is not None:
        rows = rows.filter(opportunity_id__in=visible_deals(viewer).values("pk"))
    found = [GateRow(*values) for values in rows.order_by("id").values_list(*GATE)[:limit]]
    deals = deals_by_id(viewer, (row.opportunity_id for row in found))
    return [WaitingGate(row, deals[row.opportunity_id]) for row in found if row.opportunity_id in deals]
