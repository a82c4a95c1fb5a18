"""Keep what the register says leads won."""

from __future__ import annotations

from collections.abc import Sequence

from gleanry.flow.convert.models import DealOutcome, Opportunity
from gleanry.kit import bulk
from gleanry.leads.actions import set_won


def refresh_won(workspace_id: int, lead_ids: Sequence[int]) -> None:
    """Set what leads won to the sums of their won deals."""
    columns = ("lead_id", "base_minor", "outcome")
    won: dict[int, int] = {}
    for lead_id, minor, outcome in bulk.find(
        Opportunity, columns, workspace_id=workspace_id, key="lead_id", among=lead_ids
    ):
        won[lead_id] = won.get(lead_id, 0) + (minor if outcome == DealOutcome.WON else 0)
    set_won(workspace_id, list(won.items()))
