"""Any file to import, by what its first bytes are and not by what its name says."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from gleanry.flow.capture.rules.delimited import guess_delimiter, read_text_header, read_text_rows
from gleanry.flow.capture.rules.encoding import SAMPLE_SIZE, guess_encoding
from gleanry.flow.capture.rules.sheet import SIGNATURES, guess_sheet, read_sheet_header, read_sheet_rows
from gleanry.flow.capture.shapes import FileLayout
from gleanry.values.unreadable import Unreadable


def recognise_file(stream: BinaryIO, *, sheet: str = "") -> FileLayout:
    """Give the layout of a file; `sheet` names a worksheet of a workbook.

    Unreadable `empty_file`, `bad_workbook` or `bad_sheet`.
    """
    stream.seek(0)
    sample = stream.read(SAMPLE_SIZE)
    if sample.startswith(SIGNATURES):
        return guess_sheet(stream, sheet=sheet)
    encoding = guess_encoding(sample)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = decoder.decode(sample).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\0 \n\t\ufeff"):
        raise Unreadable("empty_file", "")
    delimiter, header_line = guess_delimiter(text)
    return FileLayout("text", encoding, delimiter, "", header_line)


def read_header(stream: BinaryIO, layout: FileLayout) -> list[str]:
    """Give the column names of a file."""
    return read_sheet_header(stream, layout) if layout.form == "sheet" else read_text_header(stream, layout)


def read_rows(stream: BinaryIO, layout: FileLayout, *, from_line: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Give each row with the line it starts on; `from_line` goes on at a line given earlier."""
    if layout.form == "sheet":
        return read_sheet_rows(stream, layout, from_line=from_line)
    return read_text_rows(stream, layout, from_line=from_line)
