"""What a button of the form does to a draft: add, copy, remove, move a row; take a condition out."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from gleanry.web.editing.describing import Book, Field, Table
from gleanry.web.editing.drafts import Draft
from gleanry.web.editing.kinds import GONE, Code
from gleanry.web.editing.nesting import Rows, When


def stepped(book: Book, draft: Draft, verb: str) -> tuple[Draft, str]:
    """The draft after `add:rules`, `copy:rules.2`, `remove:rules.2`, `up:rules.2`, `down:rules.2` or
    `drop:rules.2.when:grade`, and the place that has the focus then; any other verb changes nothing."""
    step, _colon, rest = verb.partition(":")
    after = deepcopy(draft)
    if step == "drop":
        place, _colon, condition = rest.rpartition(":")
        return _dropped(book, after, place, condition)
    where, _dot, number = rest.rpartition(".") if step != "add" else (rest, "", "")
    spec = spec_at(book, where)
    if not isinstance(spec, (Table, Rows)) or (isinstance(spec, Table) and spec.fixed and step in _COUNTS):
        return draft, ""
    rows = _list_at(after, where, make=step == "add")
    if rows is None:
        return draft, ""
    if step == "add":
        return (after, _added(spec, rows, where)) if len(rows) < spec.most else (draft, "")
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else len(rows)
    return (after, _moved(spec, rows, where, (step, at))) if at < len(rows) else (draft, "")


_COUNTS = ("add", "copy", "remove")


def _moved(spec: Table | Rows, rows: list[Any], where: str, step: tuple[str, int]) -> str:
    verb, at = step
    then = at
    if verb == "remove":
        del rows[at]
        then = min(at, len(rows) - 1)
    elif verb == "copy" and len(rows) < spec.most:
        rows.insert(at + 1, _coded(spec, rows, deepcopy(rows[at])))
        then = at + 1
    elif verb == "up" and at > 0:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
        then = at - 1
    elif verb == "down" and at < len(rows) - 1:
        rows[at + 1], rows[at] = rows[at], rows[at + 1]
        then = at + 1
    return f"{where}.{then}" if rows else where


def _added(spec: Table | Rows, rows: list[Any], where: str) -> str:
    rows.append(_coded(spec, rows, deepcopy(dict(spec.new))))
    return f"{where}.{len(rows) - 1}"


def _coded(spec: Table | Rows, rows: list[Any], row: dict[str, Any]) -> dict[str, Any]:
    """The row with codes that no other has."""
    for column in spec.columns:
        if isinstance(column.kind, Code):
            taken = {str(one.get(column.key)) for one in rows if isinstance(one, dict)}
            row[column.key] = column.kind.fresh(taken)
    return row


def _dropped(book: Book, draft: Draft, place: str, condition: str) -> tuple[Draft, str]:
    if not isinstance(spec_at(book, place), When):
        return draft, ""
    where, _dot, key = place.rpartition(".")
    row = _at(draft, where)
    if isinstance(row, dict) and isinstance(row.get(key), dict):
        row[key].pop(condition, None)
        if not row[key]:
            del row[key]
    return draft, place


def spec_at(book: Book, place: str) -> Table | Rows | When | None:
    """What is declared at a place of a draft: a table, or a field of one of its rows that holds others."""
    for table in book.tables():
        if place == table.key:
            return table
        if place.startswith(f"{table.key}."):
            return _inside(table.columns, place.removeprefix(f"{table.key}."))
    return None


def _inside(fields: tuple[Field, ...], rest: str) -> Rows | When | None:
    _number, _dot, key = rest.partition(".")
    for field in fields:
        if isinstance(field.kind, (Rows, When)) and key == field.key:
            return field.kind
        if isinstance(field.kind, Rows) and key.startswith(f"{field.key}."):
            return _inside(field.kind.columns, key.removeprefix(f"{field.key}."))
    return None


def _at(inside: Any, place: str) -> Any:
    for part in place.split(".") if place else ():
        if isinstance(inside, list) and part.isascii() and part.isdigit() and int(part) < len(inside):
            inside = inside[int(part)]
        elif isinstance(inside, dict) and part in inside:
            inside = inside[part]
        else:
            return GONE
    return inside


def _list_at(draft: Draft, place: str, *, make: bool) -> list[Any] | None:
    """The rows at a place; a first row finds the list made."""
    found = _at(draft, place)
    if found is GONE and make:
        above, _dot, key = place.rpartition(".")
        if above and _at(draft, above) is GONE and "." not in above:
            draft[above] = {}
        holder = _at(draft, above)
        if isinstance(holder, dict):
            found = holder[key] = []
    return found if isinstance(found, list) else None
