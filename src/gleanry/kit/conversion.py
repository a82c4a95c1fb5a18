"""Between Python values and what the drivers take and give, a column at a time.

Most columns of a batch hold few different instants and many empty lists: each different instant is converted once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection, models

Row = Sequence[Any]
Convert = Callable[[Sequence[Any]], Sequence[Any]]

REMEMBERED = 4096
"""JSON texts kept decoded for readers that share: two batches of records."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_decode_shared = lru_cache(maxsize=REMEMBERED)(json.loads)


def to_database(fields: Sequence[Any], rows: Sequence[Row]) -> Iterable[Row]:
    """Rows as the driver takes them."""
    converters = [(index, convert) for index, field in enumerate(fields) if (convert := _writer(field)) is not None]
    if not converters:
        return rows
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for index, convert in converters:
        columns[index] = convert(columns[index])
    return zip(*columns, strict=True)


def from_database(fields: Sequence[Any], rows: list[tuple[Any, ...]], *, shared: bool = False) -> list[tuple[Any, ...]]:
    """Rows as callers hold them; with `shared`, equal JSON texts are one object, which nobody may change."""
    converters = [
        (index, convert) for index, field in enumerate(fields) if (convert := _reader(field, shared)) is not None
    ]
    if not rows or not converters:
        return rows
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for index, convert in converters:
        columns[index] = convert(columns[index])
    return list(zip(*columns, strict=True))


def _writer(field: Any) -> Convert | None:
    if isinstance(field, models.JSONField):
        return _dump_all
    if connection.vendor == "sqlite":
        if isinstance(field, models.DateTimeField):
            return _instants_as_text
        if isinstance(field, models.DateField):
            return _days_as_text
    return None


def _reader(field: Any, shared: bool) -> Convert | None:
    if isinstance(field, models.JSONField):
        return _load_shared if shared else _load_all
    if isinstance(field, models.DateTimeField):
        return _instants_from_text
    if connection.vendor == "sqlite" and isinstance(field, models.BooleanField):
        return _truths
    if connection.vendor == "sqlite" and isinstance(field, models.DecimalField):
        return _decimals
    return None


def _decimals(column: Sequence[Any]) -> Sequence[Any]:
    """SQLite gives a rate back as a float; what it prints is the number that was written."""
    return [None if value is None else Decimal(str(value)) for value in column]


def _dump_all(column: Sequence[Any]) -> Sequence[Any]:
    return [None if value is None else _encode(value) if value else _empty(value) for value in column]


def _empty(value: Any) -> str:
    return "{}" if isinstance(value, dict) else "[]" if isinstance(value, list | tuple) else _encode(value)


def _load_all(column: Sequence[Any]) -> Sequence[Any]:
    return [([] if value == "[]" else json.loads(value)) if isinstance(value, str) else value for value in column]


def _load_shared(column: Sequence[Any]) -> Sequence[Any]:
    return [_decode_shared(value) if isinstance(value, str) else value for value in column]


def _instants_as_text(column: Sequence[Any]) -> Sequence[Any]:
    """As Django writes instants on SQLite: naive UTC, with microseconds only where there are any."""
    known = {value: _naive_text(value) for value in set(column)}
    return [known[value] for value in column]


def _naive_text(value: datetime | None) -> str | None:
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


def _days_as_text(column: Sequence[Any]) -> Sequence[Any]:
    return [None if value is None else str(value) for value in column]


def _instants_from_text(column: Sequence[Any]) -> Sequence[Any]:
    known = {value: _instant(value) for value in set(column)}
    return [known[value] for value in column]


def _instant(value: Any) -> datetime | None:
    if value is None:
        return None
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _truths(column: Sequence[Any]) -> Sequence[Any]:
    return [None if value is None else bool(value) for value in column]
