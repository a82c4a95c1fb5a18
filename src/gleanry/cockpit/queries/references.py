"""Rows that name rows which are not there. Bulk tables carry no foreign keys (decision 0009); this is asked instead."""

from __future__ import annotations

from django.db import connection

from gleanry.cockpit.queries.pointers import TARGETS

SQL = "\nUNION ALL\n".join(
    f"SELECT '{name}', count(*) FROM {table} t WHERE t.workspace_id = %(w)s AND t.{column} IS NOT NULL "
    f"AND NOT EXISTS (SELECT 1 FROM {target} x WHERE x.id = t.{column} AND x.workspace_id = t.workspace_id)"
    for target, names in TARGETS.items()
    for name in names
    for table, _, column in [name.partition(".")]
)


def dangling(workspace_id: int) -> dict[str, int]:
    """`table.column` -> how many of its values name nothing in the same workspace; only those that do."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"w": workspace_id})
        return {name: count for name, count in cursor.fetchall() if count}
