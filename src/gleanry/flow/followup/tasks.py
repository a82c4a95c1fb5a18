"""Work the scheduler asks of follow-up."""

from __future__ import annotations

from gleanry.flow.followup.actions import sweep_deadlines
from gleanry.kit import clock


def sweep() -> int:
    """Write every deadline that has passed."""
    missed = 0
    while count := sweep_deadlines(clock.now()):
        missed += count
    return missed
