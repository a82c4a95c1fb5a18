"""What the worker runs."""

from __future__ import annotations

from typing import Any

from gleanry.kit import clock, jobs
from gleanry.search.actions.noting import JOB, job_key
from gleanry.search.actions.tending import tend
from gleanry.search.queries.state import is_behind
from gleanry.tenants.queries import list_workspaces


def install() -> None:
    """Tell the worker how to tend an index. Called once at start-up."""
    jobs.job(JOB)(tend_in_background)


def tend_in_background(workspace_id: int, payload: dict[str, Any]) -> jobs.Again | None:
    """One slice of time; more is queued until all is done."""
    return None if tend(workspace_id, until=clock.now() + jobs.SLICE) else jobs.Again()


def look_after() -> None:
    """Every minute: queue the tending of each index that is behind, whatever became of the job that should have."""
    for workspace in list_workspaces():
        if is_behind(workspace.id):
            jobs.enqueue(JOB, {}, job_key(workspace.id), workspace_id=workspace.id)
