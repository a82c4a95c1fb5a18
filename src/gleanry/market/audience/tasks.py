"""What the worker runs."""

from __future__ import annotations

from typing import Any

from gleanry.kit import clock, jobs
from gleanry.market.audience.actions import tend
from gleanry.market.audience.queries import is_behind
from gleanry.tenants.queries import list_workspaces

JOB = "audience.tend"


def install() -> None:
    """Tell the worker how to tend segments. Called once at start-up."""
    jobs.job(JOB)(tend_in_background)


def tend_in_background(workspace_id: int, payload: dict[str, Any]) -> jobs.Again | None:
    """One slice of time; more is queued until all is done."""
    now = clock.now()
    return None if tend(workspace_id, now, until=now + jobs.SLICE) else jobs.Again()


def look_after() -> None:
    """Every minute: queue the tending of each workspace whose segments are behind."""
    for workspace in list_workspaces():
        if is_behind(workspace.id, clock.now()):
            jobs.enqueue(JOB, {}, f"{JOB}-{workspace.id}", workspace_id=workspace.id)
