"""Work the scheduler asks of settling."""

from __future__ import annotations

from gleanry.flow.settle.actions import sweep_settled
from gleanry.kit import clock
from gleanry.tenants.queries import list_workspaces


def sweep() -> int:
    """End protections, write missed steps, close what nobody appealed against, in every workspace."""
    return sum(sweep_settled(workspace.id, clock.now()) for workspace in list_workspaces())
