"""Database work by the thousand: no model instances, a number of statements that does not grow with the rows.

PostgreSQL takes rows by COPY and unnest, SQLite by executemany and json_each. Values are converted once a column, by
the field's kind; callers pass Python values (aware datetimes, dicts for JSON fields).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction

from gleanry.kit.conversion import Row, from_database, to_database


def is_postgres() -> bool:
    """Whether the default database is PostgreSQL (else it is SQLite)."""
    return connection.vendor == "postgresql"


def allocate(model: type[models.Model], count: int) -> Sequence[int]:
    """Reserve `count` ids of `model`. Must run inside a transaction: on SQLite its write lock is what reserves them."""
    if not count:
        return ()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("allocate ids inside a transaction")
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [f'"{table}"', count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"')  # noqa: S608  # a table of ours
        first = cursor.fetchone()[0] + 1
        return range(first, first + count)


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Append `rows`, each a sequence in the order of `columns` (field attribute names)."""
    if not rows:
        return
    fields, statement = _inserting(model, tuple(columns), is_postgres())
    with connection.cursor() as cursor:
        if is_postgres():
            with cursor.copy(statement) as copy:
                for row in to_database(fields, rows):
                    copy.write_row(row)
            return
        cursor.executemany(statement, list(to_database(fields, rows)))


@lru_cache(maxsize=256)
def _inserting(model: type[models.Model], columns: tuple[str, ...], postgres: bool) -> tuple[list[Any], str]:
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    table, names = model._meta.db_table, ", ".join(f'"{field.column}"' for field in fields)
    if postgres:
        return fields, f'COPY "{table}" ({names}) FROM STDIN'
    marks = ", ".join(["%s"] * len(fields))
    return fields, f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608  # names are ours


def update(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row], *, key: str = "id") -> None:
    """Set `columns` of the rows named by `key`; each row is (key, value, value, ...), each key once."""
    if not rows:
        return
    fields, statement = _updating(model, (key, *columns), is_postgres())
    values = list(zip(*to_database(fields, rows), strict=True))
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute(statement, [list(column) for column in values])
            return
        cursor.executemany(statement, list(zip(*values[1:], values[0], strict=True)))


@lru_cache(maxsize=256)
def _updating(model: type[models.Model], columns: tuple[str, ...], postgres: bool) -> tuple[list[Any], str]:
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    table, key = model._meta.db_table, fields[0].column
    if not postgres:
        sets = ", ".join(f'"{field.column}" = %s' for field in fields[1:])
        return fields, f'UPDATE "{table}" SET {sets} WHERE "{key}" = %s'  # noqa: S608  # names are ours
    arrays = ", ".join(f"%s::{_cast(field)}[]" for field in fields)
    names = ", ".join(f'"{field.column}"' for field in fields)
    sets = ", ".join(f'"{field.column}" = given."{field.column}"' for field in fields[1:])
    return fields, (
        f'UPDATE "{table}" AS t SET {sets} FROM unnest({arrays}) AS given({names}) '  # noqa: S608  # names are ours
        f'WHERE t."{key}" = given."{key}"'
    )


def find(
    model: type[models.Model],
    columns: Sequence[str],
    *,
    workspace_id: int,
    key: str,
    among: Iterable[Any],
    where: str = "",
    lock: bool = False,
    shared: bool = False,
) -> list[tuple[Any, ...]]:
    """Rows of one workspace whose `key` is `among` the given values, in one statement, ordered by id.

    `where` is a constant SQL condition of the caller's, never user input. `lock` holds the rows until the transaction
    ends (SQLite already holds the only write lock). `shared` lets rows read again share their JSON values, read-only.
    """
    wanted = list(dict.fromkeys(among))
    if not wanted:
        return []
    fields, statement = _finding(model, tuple(columns), key, where, is_postgres())
    if lock and is_postgres():
        statement += " FOR UPDATE"
    with connection.cursor() as cursor:
        cursor.execute(statement, [workspace_id, wanted] if is_postgres() else [json.dumps(wanted), workspace_id])
        rows = cursor.fetchall()
    return from_database(fields, rows, shared=shared)


@lru_cache(maxsize=256)
def _finding(
    model: type[models.Model], columns: tuple[str, ...], key: str, where: str, postgres: bool
) -> tuple[list[Any], str]:
    """The fields and the statement. Instants come as text, so that the driver does not parse each of them itself."""
    meta = model._meta
    fields: list[Any] = [meta.get_field(name) for name in columns]
    key_field: Any = meta.get_field(key)
    instant = 't."{}"::text' if postgres else '+t."{}"'
    names = ", ".join(
        (instant if isinstance(field, models.DateTimeField) else 't."{}"').format(field.column) for field in fields
    )
    table, wanted = meta.db_table, f't."{key_field.column}"'
    extra = f" AND ({where})" if where else ""
    order = meta.pk.column if meta.pk else "id"
    if postgres:
        source, among = f'"{table}" t', f" AND {wanted} = ANY(%s::{_cast(key_field)}[])"
    else:
        source, among = f'json_each(%s) AS given CROSS JOIN "{table}" t ON {wanted} = given.value', ""
    return fields, (
        f"SELECT {names} FROM {source} WHERE t.workspace_id = %s{among}{extra} "  # noqa: S608  # names are ours
        f'ORDER BY t."{order}"'
    )


def lock_workspace(workspace_id: int, purpose: int) -> None:
    """Let one transaction at a time do `purpose` (a small number of the caller's) in a workspace.

    On SQLite an immediate transaction already holds the database's only write lock.
    """
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [purpose, workspace_id % 2_147_483_647])


def _fields(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    return [model._meta.get_field(name) for name in names]


def _cast(field: Any) -> str:
    cast = field.rel_db_type(connection) if field.is_relation or field.primary_key else field.db_type(connection)
    return str(cast).split("(", maxsplit=1)[0]
