"""Workbooks (XLSX, XLS, ODS): the rows of one sheet as text, as if it were a delimited file."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from gleanry.flow.capture.shapes import FileLayout
from gleanry.values.unreadable import Unreadable

SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_EXACT_WHOLE = 2**53
_HEADER_WITHIN = 20

Cell = int | float | str | bool | time | date | datetime | timedelta


def sheet_names(stream: BinaryIO) -> list[str]:
    """Give the names of the sheets; Unreadable `bad_workbook` for what is none."""
    return list(_book(stream).sheet_names)


def guess_sheet(stream: BinaryIO, *, sheet: str = "") -> FileLayout:
    """Give the layout of a named sheet, or of the first that holds anything.

    Unreadable `bad_workbook`, `bad_sheet` for a name that is not there, `empty_file` when all are empty.
    """
    book = _book(stream)
    if sheet and sheet not in book.sheet_names:
        raise Unreadable("bad_sheet", sheet)
    for name in [sheet] if sheet else book.sheet_names:
        rows = list(islice(_rows(book.get_sheet_by_name(name)), _HEADER_WITHIN))
        if rows:
            width = max(sum(map(bool, cells)) for _, cells in rows)
            header = next(number for number, cells in rows if sum(map(bool, cells)) * 2 > width)
            return FileLayout("sheet", "", "", name, header)
    raise Unreadable("empty_file", sheet)


def read_sheet_header(stream: BinaryIO, layout: FileLayout) -> list[str]:
    """Give the column names, trimmed."""
    for number, cells in _rows(_sheet(stream, layout)):
        if number >= layout.header_line:
            return [cell.strip() for cell in cells]
    return []


def read_sheet_rows(stream: BinaryIO, layout: FileLayout, *, from_line: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Give each row after the header with its number in the sheet, from 1; empty rows are passed over."""
    first = max(layout.header_line + 1, from_line)
    return ((number, cells) for number, cells in _rows(_sheet(stream, layout)) if number >= first)


def _book(stream: BinaryIO) -> CalamineWorkbook:
    stream.seek(0)
    try:
        return CalamineWorkbook.from_filelike(stream)
    except CalamineError as error:
        raise Unreadable("bad_workbook", str(error)) from None


def _sheet(stream: BinaryIO, layout: FileLayout) -> CalamineSheet:
    book = _book(stream)
    if layout.sheet not in book.sheet_names:
        raise Unreadable("bad_sheet", layout.sheet)
    return book.get_sheet_by_name(layout.sheet)


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [_text(cell) for cell in cells]
        if any(texts):
            yield number, texts


def _text(cell: Cell) -> str:
    """Write a cell as a person would type it: 13800138000 and not 13800138000.0, 2018-02-01 for a day."""
    if isinstance(cell, str):
        return cell.replace("\0", "").strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) <= _EXACT_WHOLE
        return str(int(cell)) if whole else format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
