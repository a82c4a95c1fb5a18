"""Statements in the background: the drafts of the running month by the clock, a month when somebody asks for it."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from gleanry.flow.reward.actions import make_statements
from gleanry.kit import clock, jobs
from gleanry.kit.jobs import Again
from gleanry.tenants.queries import list_workspaces
from gleanry.values.period import day_of, month_of

MAKE = "reward.make"


def ask_for(workspace_id: int, month: date) -> None:
    """Have the statements of a month made by the worker; asked twice it is done once."""
    key = f"{MAKE}-{workspace_id}-{month:%Y-%m}"
    jobs.enqueue(MAKE, {"month": month.isoformat()}, key, workspace_id=workspace_id)


def ask_for_all() -> None:
    """Have the drafts of the running month made, in every workspace."""
    for workspace in list_workspaces():
        ask_for(workspace.id, month_of(day_of(clock.now(), ZoneInfo(workspace.zone))).first)


def make(workspace_id: int, payload: dict[str, Any]) -> Again | None:
    """A slice of the work: whole batches, until the time of a slice is over."""
    until = clock.now() + jobs.SLICE
    month = date.fromisoformat(str(payload["month"]))
    done = make_statements(workspace_id, month, clock.now(), stop=lambda: clock.now() > until)
    return None if done else Again()
