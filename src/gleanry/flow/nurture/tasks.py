"""Work the scheduler asks of nurture."""

from __future__ import annotations

from gleanry.flow.nurture.actions import recycle_leads
from gleanry.kit import clock
from gleanry.tenants.queries import list_workspaces


def recycle() -> int:
    """Move what has waited long enough, in every workspace; returns how many leads moved."""
    return sum(recycle_leads(workspace.id, clock.now()) for workspace in list_workspaces())
