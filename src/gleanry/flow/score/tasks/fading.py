"""Score anew what time alone has changed."""

from __future__ import annotations

from datetime import timedelta

from gleanry.flow.score.actions import fade_leads
from gleanry.kit import clock
from gleanry.tenants.queries import list_workspaces

AT_MOST = timedelta(seconds=30)
"""How long one run may take; what is left is due in the next."""


def fade() -> int:
    """Look at every lead whose moment has come, in all workspaces; returns how many."""
    until = clock.now() + AT_MOST
    looked_at = 0
    for workspace in list_workspaces():
        while clock.now() <= until and (count := fade_leads(workspace.id, clock.now())):
            looked_at += count
    return looked_at
