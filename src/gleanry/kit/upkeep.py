"""What keeps a database quick as it grows."""

from __future__ import annotations

from django.db import connection

SAMPLED = 1000
"""Rows SQLite looks at for each index: milliseconds, whatever the table's size."""


def refresh_statistics() -> None:
    """Let SQLite learn how its tables have grown; PostgreSQL does so by itself.

    Without statistics SQLite takes the rows of a workspace for a handful: it would read and sort a million leads to
    show the newest fifty.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {SAMPLED}")
        cursor.execute("ANALYZE")
