"""Keep what the register says came in for leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gleanry.flow.collect.models import Claim
from gleanry.flow.collect.queries.claims import PAYING
from gleanry.flow.convert.queries import deals_of_leads
from gleanry.kit import bulk
from gleanry.leads.actions import reach_milestones, set_paid
from gleanry.leads.shapes import Milestone

Came = Sequence[tuple[int, datetime]]
"""(lead id, when money came in for it)."""


def lead_paid(workspace_id: int, came: Came) -> None:
    """Money came in for leads: they are paid since then, and what came in is summed anew."""
    reach_milestones(workspace_id, Milestone.PAID, came)
    refresh_paid(workspace_id, [lead_id for lead_id, _ in came])


def refresh_paid(workspace_id: int, lead_ids: Sequence[int]) -> None:
    """Set what came in for leads to the sums of what was claimed for their deals."""
    lead_of = deals_of_leads(workspace_id, lead_ids)
    paid = dict.fromkeys(lead_ids, 0)
    columns = ("opportunity_id", "base_minor")
    for deal_id, minor in bulk.find(
        Claim, columns, workspace_id=workspace_id, key="opportunity_id", among=lead_of, where=PAYING
    ):
        paid[lead_of[deal_id]] += minor
    set_paid(workspace_id, list(paid.items()))
