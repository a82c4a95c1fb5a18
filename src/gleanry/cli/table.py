"""Plain tables from files, without a database: an import's reader, columns found by their names and values."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import click

from gleanry.flow.capture.plain import Unreadable, read_columns
from gleanry.values.cell import safe_cell

_SAMPLE = 200


@dataclass(frozen=True)
class Table:
    """A file's columns and rows; every row is as wide as the header."""

    name: str
    header: list[str]
    rows: list[list[str]]

    def column(self, header: str) -> list[str]:
        """The cells of one column, trimmed."""
        at = self.header.index(header)
        return [row[at].strip() for row in self.rows]


def read_table(path: Path) -> Table:
    """Read a CSV or XLSX file of any encoding and delimiter; damaged cells come as far as they can be read."""
    try:
        columns = read_columns(path)
    except Unreadable as error:
        raise click.ClickException(f"{path.name}: {error.code}") from error
    return Table(path.name, list(columns), [list(row) for row in zip(*columns.values(), strict=True)])


def chosen_column(table: Table, wanted: str | None, option: str) -> str | None:
    """The column asked for by name, in any case; None when none was asked for."""
    if wanted is None:
        return None
    for header in table.header:
        if header.casefold() == wanted.strip().casefold():
            return header
    raise click.ClickException(f"{table.name} has no column {wanted} ({option}); it has: {', '.join(table.header)}")


def guessed_column(
    table: Table, names: Sequence[str], value: Callable[[str], float], *, but: Iterable[str] = ()
) -> str | None:
    """The column whose header is in `names`, the earlier the better; else whose cells are worth most, if anything.

    `value` says what a cell is worth, 0 for nothing.
    """
    free = [header for header in table.header if header not in set(but)]
    folded = {header.casefold().replace("_", " "): header for header in reversed(free)}
    for name in names:
        if name in folded:
            return folded[name]
    worth = {header: _worth(table, header, value) for header in free}
    best = max(free, key=lambda header: worth[header], default=None)
    return best if best is not None and worth[best] > 0 else None


def _worth(table: Table, header: str, value: Callable[[str], float]) -> float:
    cells = [cell for cell in table.column(header)[:_SAMPLE] if cell]
    return sum(map(value, cells)) / len(cells) if cells else 0.0


def write_rows(stream: TextIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write CSV in which no cell is a formula: one that would be read as one gets an apostrophe before it."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
