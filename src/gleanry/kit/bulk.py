"""Database work by the thousand: no model instances, a number of statements that does not grow with the rows.

PostgreSQL takes rows by COPY and unnest, SQLite by executemany and json_each. Values are converted once a column, by
the field's kind; callers pass Python values (aware datetimes, dicts for JSON fields).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction

Row = Sequence[Any]


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
    fields = _fields(model, columns)
    names = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        if is_postgres():
            with cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:
                for row in _converted(fields, rows):
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(
            f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})',  # noqa: S608  # names are ours
            list(_converted(fields, rows)),
        )


def update(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row], *, key: str = "id") -> None:
    """Set `columns` of the rows named by `key`; each row is (key, value, value, ...)."""
    if not rows:
        return
    table = model._meta.db_table
    fields = _fields(model, (key, *columns))
    values = list(_converted(fields, rows))
    with connection.cursor() as cursor:
        if is_postgres():
            arrays = ", ".join(f"%s::{_cast(field)}[]" for field in fields)
            names = ", ".join(f'"{field.column}"' for field in fields)
            sets = ", ".join(f'"{field.column}" = given."{field.column}"' for field in fields[1:])
            cursor.execute(
                f'UPDATE "{table}" AS t SET {sets} FROM unnest({arrays}) AS given({names}) '  # noqa: S608
                f'WHERE t."{fields[0].column}" = given."{fields[0].column}"',
                [list(column) for column in zip(*values, strict=True)],
            )
            return
        sets = ", ".join(f'"{field.column}" = %s' for field in fields[1:])
        cursor.executemany(
            f'UPDATE "{table}" SET {sets} WHERE "{fields[0].column}" = %s',  # noqa: S608  # names are ours
            [(*row[1:], row[0]) for row in values],
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
) -> list[tuple[Any, ...]]:
    """Rows of one workspace whose `key` is `among` the given values, in one statement, ordered by id.

    `where` is a constant SQL condition of the caller's, never user input. `lock` holds the rows until the transaction
    ends (SQLite already holds the only write lock).
    """
    wanted = list(dict.fromkeys(among))
    if not wanted:
        return []
    meta = model._meta
    fields = _fields(model, columns)
    names = ", ".join(f't."{field.column}"' for field in fields)
    (key_field,) = _fields(model, (key,))
    argument: Any = wanted
    among_sql = f"= ANY(%s::{_cast(key_field)}[])"
    if not is_postgres():
        among_sql, argument = "IN (SELECT value FROM json_each(%s))", json.dumps(wanted)
    extra = f" AND ({where})" if where else ""
    order = meta.pk.column if meta.pk else "id"
    locked = " FOR UPDATE" if lock and is_postgres() else ""
    sql = (
        f'SELECT {names} FROM "{meta.db_table}" t WHERE t.workspace_id = %s '  # noqa: S608  # names are ours
        f'AND t."{key_field.column}" {among_sql}{extra} ORDER BY t."{order}"{locked}'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [workspace_id, argument])
        rows = cursor.fetchall()
    return _read(fields, rows)


def lock_workspace(workspace_id: int, purpose: int) -> None:
    """Let one transaction at a time do `purpose` (a small number of the caller's) in a workspace.

    On SQLite an immediate transaction already holds the database's only write lock.
    """
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [purpose, workspace_id % 2_147_483_647])


def _fields(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    return [model._meta.get_field(name) for name in names]


def _converters(fields: Sequence[Any]) -> list[tuple[int, Callable[[Any], Any]]]:
    found: list[tuple[int, Callable[[Any], Any]]] = []
    for index, field in enumerate(fields):
        if isinstance(field, models.JSONField):
            found.append((index, _dump))
        elif isinstance(field, models.DateTimeField) and not is_postgres():
            found.append((index, _naive_text))
        elif isinstance(field, models.DateField) and not is_postgres():
            found.append((index, str))
    return found


def _converted(fields: Sequence[Any], rows: Sequence[Row]) -> Iterable[Row]:
    converters = _converters(fields)
    if not converters:
        return rows
    columns = list(zip(*rows, strict=True))
    for index, convert in converters:
        columns[index] = tuple(None if value is None else convert(value) for value in columns[index])
    return zip(*columns, strict=True)


def _read(fields: Sequence[Any], rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    if not rows:
        return rows
    columns = list(zip(*rows, strict=True))
    for index, field in enumerate(fields):
        if isinstance(field, models.JSONField):
            columns[index] = tuple(json.loads(v) if isinstance(v, str) else v for v in columns[index])
        elif isinstance(field, models.DateTimeField) and not is_postgres():
            columns[index] = tuple(_instant(v) for v in columns[index])
        elif isinstance(field, models.BooleanField) and not is_postgres():
            columns[index] = tuple(None if v is None else bool(v) for v in columns[index])
    return list(zip(*columns, strict=True))


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _naive_text(value: datetime) -> str:
    """As Django writes instants on SQLite: naive UTC, with microseconds only where there are any."""
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _instant(value: str | datetime | None) -> datetime | None:
    if value is None:
        return None
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant


def _cast(field: Any) -> str:
    cast = field.rel_db_type(connection) if field.is_relation or field.primary_key else field.db_type(connection)
    return str(cast).split("(", maxsplit=1)[0]
