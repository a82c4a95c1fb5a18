"""Text files of separated values, read in constant memory and without being led astray.

A quote that is never closed spoils its own row and no other; a byte that does not fit the encoding
spoils its own row; an endless line is cut. Such rows come as `DamagedRow`.
"""

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from gleanry.flow.capture.shapes import DamagedRow, FileLayout

DELIMITERS = (",", ";", "\t", "|")
_LONGEST_LINE = 1 << 20
_LONGEST_QUOTED_LINES = 200
_SAMPLE_ROWS = 100
_HEADER_WITHIN = 20
_LEAST_REGULAR = 0.25
_DAMAGE = re.compile("[\udc80-\udcff]")
_NUMBER_LIKE = re.compile(r"[-+]?[0-9][0-9.,:/\- ]*")

Line = tuple[int, str]


def guess_delimiter(text: str) -> tuple[str, int]:
    """Give the delimiter of a sample of text, and the line of its column names, from 1.

    Method: the delimiter that cuts most rows into the same number of cells as the row of names; commas
    inside quotes and numbers lose because they are not as regular. A single column gives a comma, though a
    few of its cells hold a delimiter.
    """
    lines = text.split("\n")
    whole = lines[:-1] if len(lines) > _HEADER_WITHIN else lines  # the last may be cut
    best, best_score, header_line = ",", (0.0, 0), _first_line(whole)
    for delimiter in DELIMITERS:
        numbered = ((at, line.replace("\0", "")) for at, line in enumerate(whole, start=1))
        rows = list(islice(_records(numbered, delimiter), _SAMPLE_ROWS))
        width, regular, header = _regularity(rows)
        if width > 1 and regular >= _LEAST_REGULAR and (regular, width) > best_score:
            best, best_score, header_line = delimiter, (regular, width), header
    return best, header_line


def read_text_header(stream: BinaryIO, layout: FileLayout) -> list[str]:
    """Give the column names, trimmed; an empty list for an empty file."""
    text = _open(stream, layout)
    try:
        row = next(_from_header(text, layout), None)
    finally:
        text.detach()
    return [cell.strip() for cell in row[1]] if row else []


def read_text_rows(
    stream: BinaryIO, layout: FileLayout, *, from_line: int = 0, keep_empty: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Give each row after the header with the line it starts on; rows that hold nothing are passed over.

    `keep_empty` gives rows whose cells are all empty too; a line without any cell is never a row. `from_line` goes on
    at a line given earlier, without reading the rows before it. Rows may be of any width. The stream must allow seek.
    """
    text = _open(stream, layout)
    try:
        if from_line > layout.header_line:
            skipped = sum(1 for _ in islice(text, from_line - 1))
            yield from _records(_numbered(text, skipped), layout.delimiter, keep_empty)
        else:
            rows = _from_header(text, layout, keep_empty)
            next(rows, None)
            yield from rows
    finally:
        text.detach()  # the stream belongs to the caller


def _open(stream: BinaryIO, layout: FileLayout) -> io.TextIOWrapper:
    stream.seek(0)
    errors = "replace" if layout.encoding.startswith("utf-16") else "surrogateescape"
    return io.TextIOWrapper(stream, encoding=layout.encoding, errors=errors, newline=None)


def _from_header(
    text: io.TextIOWrapper, layout: FileLayout, keep_empty: bool = False
) -> Iterator[tuple[int, list[str]]]:
    skipped = sum(1 for _ in islice(text, layout.header_line - 1))
    return _records(_numbered(text, skipped), layout.delimiter, keep_empty)


def _numbered(text: io.TextIOWrapper, number: int) -> Iterator[Line]:
    """Give lines without their end; a line past all measure is cut and the rest of it dropped."""
    while line := text.readline(_LONGEST_LINE):
        number += 1
        if line[-1] != "\n" and len(line) == _LONGEST_LINE:
            while (more := text.readline(_LONGEST_LINE)) and more[-1] != "\n":
                pass
        line = line.rstrip("\n")
        yield number, line.replace("\0", "") if "\0" in line else line


def _records(lines: Iterator[Line], delimiter: str, keep_empty: bool = False) -> Iterator[tuple[int, list[str]]]:
    blank = delimiter + " \t\ufeff"
    again: deque[Line] = deque()
    while True:
        number, line = again.popleft() if again else next(lines, (0, ""))
        if not number:
            return
        if not line.strip(blank):
            if keep_empty and delimiter in line:
                yield number, line.split(delimiter)
            continue
        if '"' not in line:
            yield number, _checked(line.split(delimiter), line)
        elif not _ends_open(line, delimiter, False):
            cells = _cells([line], delimiter)
            if keep_empty or any(map(str.strip, cells)):
                yield number, _checked(cells, line)
        else:
            yield number, _quoted(line, lines, again, delimiter)


def _quoted(line: str, lines: Iterator[Line], again: deque[Line], delimiter: str) -> list[str]:
    """Read a row whose quotes run over several lines; give the lines back when they never close."""
    taken: list[Line] = []
    while len(taken) < _LONGEST_QUOTED_LINES:
        following = again.popleft() if again else next(lines, None)
        if following is None:
            break
        taken.append(following)
        if not _ends_open(following[1], delimiter, True):
            whole = [line, *(text for _, text in taken)]
            return _checked(_cells(whole, delimiter), "\n".join(whole))
    again.extendleft(reversed(taken))
    return DamagedRow([_clean(cell) for cell in line.split(delimiter)], "unclosed_quote")


def _cells(lines: list[str], delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line + "\n" for line in lines], delimiter=delimiter))
    except (csv.Error, StopIteration):  # a cell past the csv module's limit
        return DamagedRow([_clean(cell) for cell in lines[0].split(delimiter)], "too_long")


def _checked(cells: list[str], line: str) -> list[str]:
    if len(line) >= _LONGEST_LINE - 1:
        return DamagedRow([_clean(cell) for cell in cells], "too_long")
    if line.isascii() or not (_DAMAGE.search(line) or "\ufffd" in line):
        return cells
    return DamagedRow([_clean(cell) for cell in cells], "bad_encoding")


def _clean(cell: str) -> str:
    return _DAMAGE.sub("\ufffd", cell)


def _ends_open(line: str, delimiter: str, opened: bool) -> bool:
    """Say whether a quote is open at the end of a line, as the csv module would see it."""
    at = 0
    while True:
        if not opened:
            if line.startswith('"', at):
                opened, at = True, at + 1
                continue
            at = line.find(delimiter, at) + 1
            if not at:
                return False
            continue
        at = line.find('"', at)
        if at < 0:
            return True
        if line.startswith('"', at + 1):
            at += 2
        else:
            opened, at = False, line.find(delimiter, at + 1) + 1
            if not at:
                return False


def _regularity(rows: list[tuple[int, list[str]]]) -> tuple[int, float, int]:
    """Give the width, the share of rows that have it, and the line of the row of names they follow."""
    best = (0.0, 0, 0)
    for place, (number, cells) in enumerate(rows[:_HEADER_WITHIN]):
        width = len(cells)
        filled = [cell for cell in cells if cell.strip()]
        if width > 1 and len(filled) * 2 > width and not any(map(_NUMBER_LIKE.fullmatch, filled)):
            share = sum(len(row) == width for _, row in rows[place:]) / len(rows)
            best = max(best, (share, width, -number))
    if best[1]:
        return best[1], best[0], -best[2]
    if not rows:
        return 0, 0.0, 1
    width, count = Counter(len(cells) for _, cells in rows).most_common(1)[0]
    return width, count / len(rows) / 2, rows[0][0]


def _first_line(lines: list[str]) -> int:
    return next((at for at, line in enumerate(lines, start=1) if line.strip()), 1)
