"""What the worker runs."""

from __future__ import annotations

from datetime import timedelta

from gleanry.flow.nurture.actions import recycle_leads, run_plans, send_mails
from gleanry.flow.nurture.ports import Mailer
from gleanry.kit import clock
from gleanry.tenants.queries import list_workspaces

TIME = timedelta(seconds=40)


def go_on(mailer: Mailer | None) -> None:
    """Every minute: write what is due, then send what waits; without a mailer it goes on waiting."""
    until = clock.now() + TIME
    for workspace in list_workspaces():
        while clock.now() < until and run_plans(workspace.id, clock.now()):
            pass
        if mailer is not None:
            send_mails(workspace.id, mailer, until=until)


def recycle() -> int:
    """Move what has waited long enough, in every workspace; returns how many leads moved."""
    return sum(recycle_leads(workspace.id, clock.now()) for workspace in list_workspaces())
