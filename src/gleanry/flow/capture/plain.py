"""Files for those who have no workspace: read whole, their columns recognised as an import would recognise them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from gleanry.flow.capture.rules.guess import guess_mapping
from gleanry.flow.capture.rules.table import WholeTable, read_table
from gleanry.values.unreadable import Unreadable

SAMPLE = 200

__all__ = ["Unreadable", "WholeTable", "guess_columns", "read_columns", "read_file"]


def read_file(stream: BinaryIO, *, sheet: str = "") -> WholeTable:
    """Every row of a CSV, XLSX, XLS or ODS file. Unreadable `empty_file`, `bad_workbook` or `bad_sheet`."""
    return read_table(stream, sheet=sheet)


def read_columns(path: Path) -> dict[str, list[str]]:
    """The same as header -> cells; damaged rows as far as they can be read. A header that comes twice gets a number."""
    with path.open("rb") as stream:
        table = read_table(stream)
    return {header: list(cells) for header, cells in zip(table.headers, table.columns, strict=True)}


def guess_columns(table: WholeTable) -> dict[str, str]:
    """Which header holds which field of a lead, by field."""
    shown = zip(*(column[:SAMPLE] for column in table.columns), strict=True)
    sample: list[Sequence[str]] = [list(row) for row in shown]
    guess = guess_mapping(table.headers, sample, "leads")
    return {field: header for header, fields in guess.mapping.columns for field in fields}
