"""Being the only one at something, known to be over when the process dies.

On PostgreSQL an advisory lock of the session, which goes with the connection; on SQLite, where all processes share one
machine, a lock on a file, which goes with the process. Neither needs a time after which somebody is taken for dead.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def alone(purpose: int, number: int) -> Iterator[bool]:
    """Hold (purpose, number), both small integers, inside the block; gives False where somebody else holds it."""
    if connection.vendor == "postgresql":
        yield from _by_session(purpose, number % 2_147_483_647)
    else:
        yield from _by_file(f"{purpose}-{number}")


def _by_session(purpose: int, number: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [purpose, number])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [purpose, number])


def _by_file(name: str) -> Iterator[bool]:
    folder = Path(settings.GLEANRY_HOME) / "locks"
    folder.mkdir(exist_ok=True, mode=0o700)
    with (folder / name).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
