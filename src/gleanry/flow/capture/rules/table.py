"""A whole file as columns of text, for those who need all of it at once: every row, in order, none left out.

A row is a line with at least one cell, be they all empty; lines without any are none. Files in which every row is as
wide as the header, which are nearly all, are cut up at once; others are read row by row as an import reads them, and
what is damaged is named.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import methodcaller
from typing import BinaryIO

from gleanry.flow.capture.rules.delimited import read_text_rows
from gleanry.flow.capture.rules.file import read_header, recognise_file
from gleanry.flow.capture.rules.row import distinct_headers
from gleanry.flow.capture.rules.sheet import read_sheet_rows
from gleanry.flow.capture.shapes import DamagedRow, FileLayout

_MOST_QUOTED = 0.3
"""Of the lines, may hold quotes and still be patched one by one."""


@dataclass
class WholeTable:
    """`columns` holds the cells under each of the `headers`; `damaged` the rows, numbered from 1, that could not be
    read whole, with the code of what is wrong (`bad_encoding`, `unclosed_quote`, `too_long`, `too_many_cells`)."""

    headers: list[str]
    columns: list[Sequence[str]]
    damaged: list[tuple[int, str]] = field(default_factory=list)


def read_table(stream: BinaryIO, *, sheet: str = "") -> WholeTable:
    """Read a file of unknown origin whole. Unreadable as recognise_file."""
    layout = recognise_file(stream, sheet=sheet)
    headers = distinct_headers(read_header(stream, layout))
    if layout.form == "text":
        stream.seek(0)
        columns = _cut(stream.read(), layout, len(headers))
        if columns is not None:
            return WholeTable(headers, columns)
    return _row_by_row(stream, layout, headers)


def _cut(content: bytes, layout: FileLayout, width: int) -> list[Sequence[str]] | None:
    """The columns of a file without any damage; None where rows must be looked at one by one."""
    try:
        text = content.decode(layout.encoding)
    except UnicodeDecodeError:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text or width < 2:
        return None
    lines = text.split("\n")[layout.header_line :]
    lines = lines if "" not in lines else [line for line in lines if line]
    quoted = [at for at, line in enumerate(lines) if '"' in line] if '"' in text else []
    cells = [_cells(lines[at], layout.delimiter) for at in quoted] if len(quoted) <= len(lines) * _MOST_QUOTED else [[]]
    if any(len(row) != width for row in cells):
        return _parsed(text, layout, width)
    for at in quoted:
        lines[at] = layout.delimiter * (width - 1)
    if set(map(methodcaller("count", layout.delimiter), lines)) - {width - 1}:
        return None
    flat = layout.delimiter.join(lines).split(layout.delimiter) if lines else []
    columns: list[list[str]] = [flat[at::width] for at in range(width)]
    for at, row in zip(quoted, cells, strict=True):
        for column, cell in zip(columns, row, strict=True):
            column[at] = cell
    return list(columns)


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line, none where its quotes do not close in it."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _parsed(text: str, layout: FileLayout, width: int) -> list[Sequence[str]] | None:
    """The columns of a file with many quotes, or with some over several lines."""
    lines = io.StringIO(text, newline="")
    for _ in range(layout.header_line):
        lines.readline()
    try:
        rows = [row for row in csv.reader(lines, delimiter=layout.delimiter, strict=True) if row]
    except csv.Error:
        return None
    return list(zip(*rows, strict=True)) if rows and set(map(len, rows)) == {width} else None


def _row_by_row(stream: BinaryIO, layout: FileLayout, headers: list[str]) -> WholeTable:
    rows: list[list[str]] = []
    damaged: list[tuple[int, str]] = []
    width = len(headers)
    for cells in _rows(stream, layout):
        if isinstance(cells, DamagedRow):
            damaged.append((len(rows) + 1, cells.code))
        elif any(cells[width:]):
            damaged.append((len(rows) + 1, "too_many_cells"))
        rows.append([*cells[:width], *[""] * (width - len(cells))])
    columns: list[Sequence[str]] = list(zip(*rows, strict=True)) if rows else [[] for _ in headers]
    return WholeTable(headers, columns, damaged)


def _rows(stream: BinaryIO, layout: FileLayout) -> Iterator[list[str]]:
    """Rows of a text; of a sheet also those between two others that hold nothing."""
    if layout.form == "text":
        for _, cells in read_text_rows(stream, layout, keep_empty=True):
            yield cells
        return
    last = layout.header_line
    for number, cells in read_sheet_rows(stream, layout):
        yield from ([] for _ in range(last + 1, number))
        yield cells
        last = number
