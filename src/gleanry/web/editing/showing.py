"""A draft as the templates need it: sections of cells to type in, or of words to read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gleanry.web.editing.describing import Book, Field, Settings, Table, value_at
from gleanry.web.editing.kinds import GONE, Sight, text_of
from gleanry.web.editing.rows import name_in, row_words

FOLDED_FROM = 9
"""With so many fields in a row those left empty are folded away."""


@dataclass(frozen=True)
class Cell:
    """One field to type in. `template` draws it from `control`; `steers`: other fields depend on it."""

    name: str
    label: str
    help: str
    template: str
    control: Mapping[str, Any]
    faults: Sequence[str]
    required: bool = False
    wide: bool = False
    steers: bool = False
    key: str = ""

    @property
    def id(self) -> str:
        return f"f-{self.name.replace('.', '-')}"

    @property
    def kind(self) -> str:
        """What draws it: text, choice, when."""
        return self.template.rpartition("/")[2].removesuffix(".html")


def cell_of(field: Field, row: Any, prefix: str, sight: Sight, *, steers: bool = False) -> Cell:
    """The field of a row as a cell."""
    name = name_in(prefix, field.key)
    value = value_at(row, field.key)
    inner = field.kind.template in ("when", "rows")
    faults = [
        text
        for place, texts in sight.faults.items()
        if place == name or (not inner and place.startswith(f"{name}."))
        for text in texts
    ]
    return Cell(
        name=name,
        label=str(field.label),
        help=str(field.help),
        template=f"parts/rules/{field.kind.template}.html",
        control=field.kind.control(value, name, sight),
        faults=faults,
        required=field.required,
        wide=field.wide or inner,
        steers=steers,
        key=field.key,
    )


def cells_of(fields: Sequence[Field], row: Any, prefix: str, sight: Sight) -> list[Cell]:
    """The fields that belong to a row as it is."""
    steering = {field.only[0] for field in fields if field.only}
    return [cell_of(field, row, prefix, sight, steers=field.key in steering) for field in fields if field.asked_in(row)]


def form_of(book: Book, draft: Mapping[str, Any], sight: Sight) -> list[dict[str, Any]]:
    """Every section with its cells, in order."""
    return [
        _table_form(section, draft, sight) if isinstance(section, Table) else _settings_form(section, draft, sight)
        for section in book.sections
    ]


def _settings_form(section: Settings, draft: Mapping[str, Any], sight: Sight) -> dict[str, Any]:
    return {"section": section, "cells": cells_of(section.fields, draft, "", sight), "table": False}


def _table_form(table: Table, draft: Mapping[str, Any], sight: Sight) -> dict[str, Any]:
    rows = value_at(draft, table.key)
    shown = []
    for at, row in enumerate(rows if isinstance(rows, list) else []):
        prefix = f"{table.key}.{at}"
        cells = cells_of(table.columns, row, prefix, sight)
        if table.fixed and isinstance(row, dict):
            cells[0] = _named(table.columns[0], cells[0], value_at(row, cells[0].key), sight)
        dependent = {column.key for column in table.columns if column.only}
        shown.append(
            {
                "place": prefix,
                "name": _name(table, row, sight),
                # What only some rows have stands below the line of what all have; of many fields those left empty
                # are folded away.
                "cells": [cell for cell in cells if table.layout == "cards" or cell.key not in dependent],
                "folded": _folded(table, row, cells),
                "below": [cell for cell in cells if table.layout == "lines" and cell.key in dependent],
                "faults": sight.faults.get(prefix, []),
                "faulty": any(place == prefix or place.startswith(f"{prefix}.") for place in sight.faults),
                "kept": unknown_of(table.columns, row),
            }
        )
    return {
        "section": table,
        "table": True,
        "rows": shown,
        "columns": [column for column in table.columns if not column.only],
        "faults": sight.faults.get(table.key, []),
        "malformed": isinstance(rows, dict),
        "full": len(shown) >= table.most,
        "width": sum(1 for column in table.columns if not column.only) + 1 + table.ordered,
    }


def _folded(table: Table, row: Any, cells: Sequence[Cell]) -> dict[str, Cell]:
    if table.layout != "cards" or len(cells) < FOLDED_FROM:
        return {}
    empty = (cell for cell in cells if value_at(row, cell.key) in (GONE, "", [], {}))
    return {cell.name: cell for cell in empty if not (cell.required or cell.faults or cell.kind == "when")}


def _named(column: Field, cell: Cell, value: Any, sight: Sight) -> Cell:
    """What a fixed row is called: to be read, and sent along as it is."""
    control = {"value": text_of(value), "words": column.kind.words(value, sight)}
    return replace(cell, template="parts/rules/fixed.html", control=control)


def _name(table: Table, row: Any, sight: Sight) -> str:
    known = table.known_by
    return known.kind.words(value_at(row, known.key), sight) if known is not None else ""


def told_of(book: Book, draft: Mapping[str, Any], sight: Sight) -> list[dict[str, Any]]:
    """Every section in words, to be read."""
    told = []
    for section in book.sections:
        if isinstance(section, Settings):
            lines = [
                (field, field.kind.words(value_at(draft, field.key), sight))
                for field in section.fields
                if field.asked_in(draft)
            ]
            told.append({"section": section, "table": False, "lines": lines})
            continue
        told.append(_table_told(section, value_at(draft, section.key), sight))
    return told


def _table_told(table: Table, rows: Any, sight: Sight) -> dict[str, Any]:
    """Columns that no row says anything in are left out; what only some rows have stands below them."""
    columns = [column for column in table.columns if not column.only and (_said(column, rows) or table.fixed)]
    dependent = [column for column in table.columns if column.only]
    listed = rows if isinstance(rows, list) else []
    return {
        "section": table,
        "table": True,
        "columns": columns,
        "rows": [
            {
                "cells": [(column, _told(column, row, sight)) for column in columns],
                "more": row_words(dependent, row, sight),
            }
            for row in listed
        ],
        "malformed": isinstance(rows, dict),
    }


def _told(column: Field, row: Any, sight: Sight) -> str:
    return column.kind.words(value_at(row, column.key), sight) if column.asked_in(row) else ""


def _said(column: Field, rows: Any) -> bool:
    """Whether any row says something in a column; empty columns are not worth their room."""
    asked = [row for row in rows if column.asked_in(row)] if isinstance(rows, list) else []
    return any(value_at(row, column.key) not in (GONE, False, [], {}, "") for row in asked)


def unknown_of(fields: Sequence[Field], row: Any) -> str:
    """What a row holds that no field shows; it is kept as it is."""
    known = {field.key.partition(".")[0] for field in fields}
    rest = {name: value for name, value in row.items() if name not in known} if isinstance(row, dict) else {}
    return json.dumps(rest, ensure_ascii=False) if rest else ""


def unknown_settings(book: Book, draft: Mapping[str, Any]) -> str:
    """What a book holds beside its declared sections."""
    known = {field.key.partition(".")[0] for field in book.settings()}
    known |= {table.key.partition(".")[0] for table in book.tables()}
    rest = {name: value for name, value in draft.items() if name not in known}
    return json.dumps(rest, ensure_ascii=False) if rest else ""
