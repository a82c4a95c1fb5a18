"""Work the scheduler asks of routing."""

from __future__ import annotations

from gleanry.flow.route import actions
from gleanry.kit import clock
from gleanry.tenants.queries import list_workspaces


def second_round() -> int:
    """Route again what waits, and what members hold who are no longer there. Returns how many leads were looked at."""
    at = clock.now()
    gone = sum(actions.move_from_gone(workspace.id, at) for workspace in list_workspaces())
    return gone + actions.second_round(at)
