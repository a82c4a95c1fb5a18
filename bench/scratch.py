"""Databases to measure in: an empty one, and one with many leads; made for a run and dropped after it.

SQLite files live in a temporary home; on PostgreSQL the server of DATABASE_URL gets databases of its own. `keep` names
a folder (or, on PostgreSQL, keeps a template database) so that the many leads are made once for several runs.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit


def open_house(keep: str | None = None) -> Scratch:
    """Set Django up on a home of its own. Must be the first thing a script does."""
    home = tempfile.mkdtemp(prefix="gleanry-bench-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["GLEANRY_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "gleanry.web.settings"
    import django

    django.setup()
    return Scratch(Path(home), Path(keep) if keep else None)


class Scratch:
    """The databases of one run."""

    def __init__(self, home: Path, keep: Path | None) -> None:
        from django.db import connection

        self._connection = connection
        self._home = home
        self._keep = keep
        self._made: list[str] = []
        self._server = connection.settings_dict["NAME"]
        self.vendor = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
        atexit.register(self._drop)

    def empty(self, name: str = "empty") -> None:
        """Go on in a new database with the tables and nothing in them."""
        from django.core.management import call_command

        self._use(self._fresh(name))
        call_command("migrate", verbosity=0)

    def crowded(self, leads: int, fill: Callable[[int], None]) -> None:
        """Go on in a database into which `fill(leads)` put that many leads, or a copy of a kept one."""
        kept = (
            f"gleanry_crowd_{leads}" if self._is_server else str((self._keep or self._home) / f"crowd-{leads}.sqlite3")
        )
        if self._keep and self._exists(kept):
            self._use(self._copy(kept, "crowd"))
            return
        self.empty("crowd")
        started = time.monotonic()
        fill(leads)
        self._settle()
        print(f"# {leads:,} leads made in {time.monotonic() - started:.0f} s", file=sys.stderr)
        if self._keep:
            self._keep_as(kept)

    @property
    def _is_server(self) -> bool:
        return self.vendor == "PostgreSQL"

    def url(self) -> str:
        """DATABASE_URL of the database in use, for child processes."""
        if not self._is_server:
            return f"sqlite:///{self._connection.settings_dict['NAME']}"
        parts = urlsplit(os.environ["DATABASE_URL"])
        return urlunsplit(parts._replace(path=f"/{self._connection.settings_dict['NAME']}"))

    def _use(self, name: str) -> None:
        self._connection.close()
        self._connection.settings_dict["NAME"] = name

    def _fresh(self, name: str) -> str:
        if not self._is_server:
            path = self._home / f"{name}.sqlite3"
            path.unlink(missing_ok=True)
            return str(path)
        name = f"gleanry_bench_{os.getpid()}_{name}"
        self._administer(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
        self._made.append(name)
        return name

    def _copy(self, kept: str, name: str) -> str:
        if not self._is_server:
            path = self._home / f"{name}.sqlite3"
            shutil.copyfile(kept, path)
            return str(path)
        name = f"gleanry_bench_{os.getpid()}_{name}"
        self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{kept}"')
        self._made.append(name)
        return name

    def _keep_as(self, kept: str) -> None:
        used = self._connection.settings_dict["NAME"]
        self._connection.close()
        if self._is_server:
            self._administer(f'CREATE DATABASE "{kept}" TEMPLATE "{used}"')
        else:
            Path(kept).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(used, kept)

    def _exists(self, kept: str) -> bool:
        if not self._is_server:
            return Path(kept).exists()
        rows = self._administer(f"SELECT 1 FROM pg_database WHERE datname = '{kept}'")
        return bool(rows)

    def _settle(self) -> None:
        """What a running database does with time: PostgreSQL's autovacuum, our upkeep and SQLite's checkpoint."""
        from gleanry.kit.upkeep import refresh_statistics

        refresh_statistics()
        with self._connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if self._is_server else "PRAGMA wal_checkpoint(TRUNCATE)")

    def _administer(self, *statements: str) -> list[Any]:
        import psycopg

        self._connection.close()
        rows: list[Any] = []
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            for statement in statements:
                cursor = server.execute(statement)
                rows = cursor.fetchall() if cursor.description else []
        return rows

    def _drop(self) -> None:
        self._connection.close()
        for name in self._made:
            self._administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
