"""A draft: the body with every table as a list of rows, so that a half-typed row or a key given twice is not lost.

`draft_of` and `body_of` lead from one to the other and back without loss, whatever the body holds; `put` takes what a
browser sent into a draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from gleanry.web.editing.choosing import Choice
from gleanry.web.editing.describing import Body, Book, Table, placed, value_at
from gleanry.web.editing.kinds import GONE, Sent, Sight
from gleanry.web.editing.rows import put_row, row_sent

Draft = dict[str, Any]
KEPT = "kept"


def draft_of(book: Book, body: Body) -> Draft:
    """The body with its tables as lists of rows. What is no table of the declared shape is kept under `kept`."""
    draft: Draft = deepcopy(dict(body))
    for table in book.tables():
        inside = value_at(draft, table.key)
        if inside is not GONE:
            draft = placed(draft, table.key, _spread(table, inside))
    return draft


def _spread(table: Table, inside: Any) -> Any:
    columns = [column.key for column in table.columns]
    if table.shape in ("rows", "pairs") and isinstance(inside, list):
        if table.shape == "rows" and all(isinstance(row, dict) for row in inside):
            return inside
        if table.shape == "pairs" and all(isinstance(row, list) and len(row) == len(columns) for row in inside):
            return [dict(zip(columns, row, strict=True)) for row in inside]
    if table.shape == "map" and isinstance(inside, dict):
        return [{columns[0]: name, columns[1]: inside[name]} for name in _in_order(table, inside)]
    if table.shape == "keyed" and isinstance(inside, dict):
        key = columns[0]
        if all(isinstance(row, dict) and key not in row for row in inside.values()):
            return [{key: name, **inside[name]} for name in _in_order(table, inside)]
    return {KEPT: inside}


def _in_order(table: Table, inside: Mapping[str, Any]) -> list[str]:
    """The keys of a dict in the order of the choices; a database does not keep their order."""
    kind = table.columns[0].kind
    offered = list(kind.options) if isinstance(kind, Choice) and not callable(kind.options) else []
    return sorted(inside, key=lambda name: (offered.index(name) if name in offered else len(offered), name))


def body_of(book: Book, draft: Draft) -> dict[str, Any]:
    """The body a draft stands for. Of two rows with one key the later stands: ask for faults first."""
    body = deepcopy(draft)
    for table in book.tables():
        rows = value_at(body, table.key)
        if rows is not GONE:
            body = placed(body, table.key, _gathered(table, rows))
    return body


def _gathered(table: Table, rows: Any) -> Any:
    if not isinstance(rows, list):
        return rows[KEPT] if isinstance(rows, dict) and KEPT in rows else rows
    columns = [column.key for column in table.columns]
    match table.shape:
        case "pairs":
            return [[row.get(column) for column in columns] for row in rows]
        case "map":
            return {str(row.get(columns[0], "")): row.get(columns[1]) for row in rows}
        case "keyed":
            return {
                str(row.get(columns[0], "")): {name: value for name, value in row.items() if name != columns[0]}
                for row in rows
            }
    return rows


def draft_sent(book: Book, draft: Draft, sight: Sight) -> dict[str, list[str]]:
    """What a browser sends for a draft nobody touched."""
    sent = row_sent(list(book.settings()), draft, "", sight)
    for table in book.tables():
        rows = value_at(draft, table.key)
        for at, row in enumerate(rows if isinstance(rows, list) else []):
            sent |= row_sent(table.columns, row, f"{table.key}.{at}", sight)
    return sent


def put(book: Book, draft: Draft, sent: Sent, sight: Sight) -> Draft:
    """The draft after what was sent for it."""
    after: Draft = put_row(list(book.settings()), sent, "", draft, sight)
    for table in book.tables():
        rows = value_at(draft, table.key)
        if isinstance(rows, list):
            now = [put_row(table.columns, sent, f"{table.key}.{at}", row, sight) for at, row in enumerate(rows)]
            after = placed(after, table.key, now)
    return after
