"""Any file as columns of text, for engines that work on a plain table: no database and no settings are needed."""

from __future__ import annotations

from pathlib import Path

from gleanry.flow.capture.rules.file import read_header, read_rows, recognise_file
from gleanry.flow.capture.rules.row import distinct_headers


def read_table(path: Path, *, sheet: str = "") -> dict[str, list[str]]:
    """Column name -> its cells, in the order of the file; short rows are filled up with empty cells.

    A name that comes twice gets a number. Raises values.unreadable.Unreadable where the file cannot be read.
    """
    with path.open("rb") as stream:
        layout = recognise_file(stream, sheet=sheet)
        names = distinct_headers(read_header(stream, layout))
        width = len(names)
        rows = [
            cells if len(cells) == width else [*cells, *[""] * width][:width] for _, cells in read_rows(stream, layout)
        ]
    columns = zip(*rows, strict=True) if rows else ((),) * width
    return {name: list(cells) for name, cells in zip(names, columns, strict=True)}
