"""What deadline rules ask about leads, gathered for a batch; what no rule asks is not looked up."""

from __future__ import annotations

from collections.abc import Sequence

from gleanry.flow.clean.queries import records_of
from gleanry.flow.followup.rules import Case, Promise, asks_about
from gleanry.flow.followup.rules.promises import fold
from gleanry.leads.shapes import LeadRow
from gleanry.touches.queries import touches_by_person


def cases_of(workspace_id: int, leads: Sequence[LeadRow], promises: Sequence[Promise]) -> dict[int, Case]:
    """Lead id -> its case. Sources and campaigns only where a rule tells them apart, so that like leads stay alike."""
    asked = asks_about(promises)
    wanted = {name for promise in promises for name in promise.wants}
    channels = _channels(workspace_id, leads) if "channels" in asked else {}
    products = _products(workspace_id, leads) if "products" in asked else {}
    return {
        lead.id: Case(
            pool=lead.pool,
            grade=lead.grade,
            own_pool=getattr(lead, "own_pool", ""),
            source=fold(lead.source) if "sources" in wanted else "",
            campaign=fold(lead.campaign) if "campaigns" in wanted else "",
            channels=channels.get(lead.id, frozenset()),
            product=products.get(lead.id, ""),
        )
        for lead in leads
    }


def _channels(workspace_id: int, leads: Sequence[LeadRow]) -> dict[int, frozenset[str]]:
    """Through which channels the people of leads came to us so far."""
    touches = touches_by_person(workspace_id, [lead.person_id for lead in leads])
    return {
        lead.id: frozenset(fold(touch.channel) for touch in touches.get(lead.person_id or 0, ()) if touch.channel)
        for lead in leads
    }


def _products(workspace_id: int, leads: Sequence[LeadRow]) -> dict[int, str]:
    records = {row.submission_id: row.fields for row in records_of(workspace_id, [x.submission_id for x in leads])}
    return {lead.id: fold(str(records.get(lead.submission_id, {}).get("product") or "")) for lead in leads}
