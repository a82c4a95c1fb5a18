"""What keeps a database quick as it grows."""

from __future__ import annotations

from django.db import connection

SAMPLED = 1000
"""Rows SQLite looks at for each index: milliseconds, whatever the table's size."""


def refresh_statistics() -> None:
    """Let the database learn how its tables have grown.

    Without statistics SQLite takes the rows of a workspace for a handful: it would read and sort a million leads to
    show the newest fifty. PostgreSQL learns by itself, but a minute late: too late for the first file.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLED}")
            cursor.execute("ANALYZE")
        elif not connection.in_atomic_block:  # it would hold off others until the transaction ends
            cursor.execute(DOUBLED)
            for (table,) in cursor.fetchall():
                cursor.execute(f'ANALYZE "{table}"')


DOUBLED = (
    "SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema() "
    "AND n_mod_since_analyze > 1000 AND n_mod_since_analyze > n_live_tup / 2"
)
"""PostgreSQL's tables that have grown twofold since they were last learnt about; it reads 30,000 rows of each."""


def is_worth_refreshing(step: int) -> bool:
    """Whether to learn anew after so many steps of a long work: after 2, 8, 32 and 128 of them."""
    return step in {2, 8, 32, 128}
