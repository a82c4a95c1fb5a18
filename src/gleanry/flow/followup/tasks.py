"""Work the scheduler asks of follow-up."""

from __future__ import annotations

from gleanry.flow.followup.actions import sweep_deadlines
from gleanry.kit import clock


def sweep() -> int:
    """Do what has come: write every deadline that has passed, remind, escalate, end pauses."""
    return sweep_deadlines(clock.now())
