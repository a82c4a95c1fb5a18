"""Make the database and a workspace ready before a command runs; put refusals into words."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gleanry.tenants.shapes import WorkspaceSettings


def open_house(workspace: str | None = None) -> WorkspaceSettings:
    """Set Django up, bring the database to the current version, and give the workspace asked for.

    An empty home gets a database and a workspace; nothing is asked. Commands that start at once wait for one another.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gleanry.web.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from gleanry.tenants.queries import list_workspaces
    from gleanry.wiring.playbooks import bring_up_to_date, ensure_workspace

    with _alone(Path(settings.GLEANRY_HOME) / "set-up.lock"):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
            for workspace_there in list_workspaces():
                bring_up_to_date(workspace_there.id)
        return ensure_workspace(workspace)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def explain(error: Exception) -> str | None:
    """One line for an expected refusal; None for a surprise, which is left to crash."""
    from gleanry.kit.errors import Refusal

    if isinstance(error, Refusal):
        data = ", ".join(f"{name}={value}" for name, value in error.data.items())
        return f"gleanry: {error.code}" + (f" ({data})" if data else "")
    if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
        return f"gleanry: {error.strerror}: {error.filename}"
    return None
