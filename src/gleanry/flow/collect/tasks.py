"""Work the scheduler asks of collecting."""

from __future__ import annotations

from gleanry.flow.collect.actions import dun, forget_paid
from gleanry.kit import clock
from gleanry.tenants.queries import list_workspaces


def remind() -> int:
    """Write the dunning steps that have come, and end those of what was paid, in all workspaces."""
    written = 0
    for workspace in list_workspaces():
        forget_paid(workspace.id, clock.now())
        written += dun(workspace.id, clock.now())
    return written
