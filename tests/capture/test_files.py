"""Files: whatever their encoding, delimiter and damage, the same rows come out."""

import csv
import io
import tracemalloc
from datetime import datetime, time

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.capture.rules.encoding import guess_encoding
from gleanry.flow.capture.rules.file import read_header, read_rows, recognise_file
from gleanry.flow.capture.rules.sheet import sheet_names
from gleanry.flow.capture.shapes import DamagedRow, FileLayout
from gleanry.values.unreadable import Unreadable

ROWS = [["姓名", "电话", "备注"], ["张三", "13800138000", "想要报价, 尽快"], ["Renée", "", '他说 "好"']]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]


def written(rows: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def read(data: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    stream = io.BytesIO(data)
    layout = recognise_file(stream)
    found = read_header(stream, layout), list(read_rows(stream, layout))
    assert not stream.closed
    return found


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_delimiter_and_line_end(encoding: str, delimiter: str, end: str) -> None:
    header, rows = read(written(ROWS, delimiter, end).encode(encoding))
    assert header == ROWS[0]
    assert rows == [(2, ROWS[1]), (3, ROWS[2])]


@given(st.integers(1, 400), st.sampled_from([*ENCODINGS, "latin-1"]))
def test_a_sample_may_be_cut_anywhere(cut: int, encoding: str) -> None:
    names = {"utf-8": "utf-8-sig", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}
    text = "São Paulo,Über,naïve café\n" * 20 if encoding == "latin-1" else "中文,公司名称,张三李四\n" * 40
    sample = text.encode(encoding)[: cut + 40]
    assert guess_encoding(sample) == names.get(encoding, encoding)


def test_damaged_bytes_spoil_their_own_row_only() -> None:
    for encoding in ("utf-8", "gb18030"):
        lines = [f"张三{at},{at}".encode(encoding) for at in range(50)]
        lines[20] = b"\xff\xfe\xff," + lines[20]
        _, rows = read("姓名,号\n".encode(encoding) + b"\n".join(lines))
        damaged = [(number, row) for number, row in rows if isinstance(row, DamagedRow)]
        assert [(number, row.code) for number, row in damaged] == [(22, "bad_encoding")]
        assert damaged[0][1][0].encode()  # what is kept can be stored
        assert rows[-1] == (51, ["张三49", "49"])


def test_an_unclosed_quote_spoils_its_own_row_only() -> None:
    data = "a,b\n1,2\n" + '3,"oops\n' + "".join(f"{at},x\n" for at in range(1000))
    _, rows = read(data.encode())
    assert len(rows) == 1002
    assert isinstance(rows[1][1], DamagedRow) and rows[1][1].code == "unclosed_quote"
    assert rows[-1] == (1003, ["999", "x"])


def test_quotes_over_lines_and_quotes_that_are_none() -> None:
    _, rows = read(b'a,b\n1,"two\nlines, ""here"""\n5" pipe,6" pipe\n7,8\n')
    assert rows == [(2, ["1", 'two\nlines, "here"']), (4, ['5" pipe', '6" pipe']), (5, ["7", "8"])]


def test_ragged_blank_and_nul() -> None:
    header, rows = read("导出时间 2024\n\nname,tel,x\n\na,1\n,,\nb\0b,2,3,4\n".encode())
    assert header == ["name", "tel", "x"]
    assert rows == [(5, ["a", "1"]), (7, ["bb", "2", "3", "4"])]


def test_delimiter_is_not_misled() -> None:
    text = 'name;price;note\n"Li, Lei";1,5;a, b\nHan;2,5;c\nWu;1.234,5;d, e, f\n'
    assert recognise_file(io.BytesIO(text.encode())).delimiter == ";"
    assert recognise_file(io.BytesIO(b"email\na@b.com\nc@d.com\n")).delimiter == ","


def test_going_on_at_a_line() -> None:
    stream = io.BytesIO(b"a,b\n" + b"".join(b'%d,"x\ny"\n' % at for at in range(100)))
    layout = recognise_file(stream)
    rows = list(read_rows(stream, layout))
    assert list(read_rows(stream, layout, from_line=rows[40][0])) == rows[40:]


def test_an_endless_line_takes_bounded_memory() -> None:
    stream = io.BytesIO(b"a,b\n" + b"x" * (8 << 20) + b"\n1,2\n")
    tracemalloc.start()
    rows = list(read_rows(stream, FileLayout()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(rows[0][1], DamagedRow) and rows[0][1].code == "too_long"
    assert rows[1][1] == ["1", "2"]
    assert peak < 8 << 20


_CELL = st.text(st.sampled_from('ab,;"\n 中é'), max_size=6).map(lambda cell: cell.strip() or "-")


@given(st.lists(st.lists(_CELL, min_size=3, max_size=3), max_size=8))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    stream = io.BytesIO(written([["x", "y", "z"], *rows]).encode())
    assert [row for _, row in read_rows(stream, FileLayout())] == rows


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data: bytes) -> None:
    try:
        rows = read(data)[1]
        code = ""
    except Unreadable as refusal:
        rows, code = [], refusal.code
    assert code in ("", "empty_file", "bad_workbook")
    assert all(number >= 1 for number, _ in rows)


def test_workbook() -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    book.add_worksheet("空")
    sheet = book.add_worksheet("线索")
    day, second = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "hh:mm:ss"})
    sheet.write_row(0, 0, ["导出"])
    sheet.write_row(1, 0, ["电话", "日期", "时刻", "数", "是", "钟"])
    sheet.write_number(3, 0, 13800138000)
    sheet.write_datetime(3, 1, datetime(2018, 2, 1), day)
    sheet.write_datetime(3, 2, datetime(2018, 2, 1, 13, 5, 9), day)
    sheet.write_number(3, 3, 0.1 + 0.2)
    sheet.write_boolean(3, 4, True)
    sheet.write_datetime(3, 5, time(9, 30), second)
    book.close()
    header, rows = read(data.getvalue())
    assert header == ["电话", "日期", "时刻", "数", "是", "钟"]
    assert rows == [(4, ["13800138000", "2018-02-01", "2018-02-01 13:05:09", "0.3", "true", "09:30:00"])]
    assert sheet_names(data) == ["空", "线索"]
    assert recognise_file(data).header_line == 2
    for bad, code in ((b"PK\x03\x04 no workbook", "bad_workbook"), (b"", "empty_file")):
        with pytest.raises(Unreadable) as caught:
            recognise_file(io.BytesIO(bad))
        assert caught.value.code == code
    with pytest.raises(Unreadable, match="bad_sheet"):
        recognise_file(data, sheet="没有")


def test_one_column_stays_one_though_a_cell_holds_a_delimiter() -> None:
    names = ["北京纷扬", "晶测电子", "=cmd|'/c calc'!A1", "云途物流", "禾木"]

    header, rows = read(("客户\n" + "\n".join(names) + "\n").encode())

    assert header == ["客户"]
    assert [cells for _, cells in rows] == [[name] for name in names]
