"""A file read whole: the quick way and the careful way give the same columns."""

from __future__ import annotations

from io import BytesIO

import pytest

from gleanry.flow.capture.plain import Unreadable, guess_columns, read_file


def read(text: str, encoding: str = "utf-8") -> tuple[list[str], list[list[str]], list[tuple[int, str]]]:
    table = read_file(BytesIO(text.encode(encoding)))
    return table.headers, [list(column) for column in table.columns], table.damaged


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_rows(encoding: str) -> None:
    headers, columns, damaged = read("姓名;手机\r\n张伟;1\r\n李娜;2\r\n", encoding)

    assert (headers, columns, damaged) == (["姓名", "手机"], [["张伟", "李娜"], ["1", "2"]], [])


def test_quotes_in_some_rows_in_many_and_over_lines() -> None:
    few = "a,b\n" + "1,2\n" * 9 + '"x, y","say ""so"""\n'
    many = 'a,b\n"1","2"\n"x, y","z"\n'
    lines = 'a,b\n1,2\n3,4\n5,6\n7,8\n"x\ny",z\n'

    assert [column[-1] for column in read(few)[1]] == ["x, y", 'say "so"']
    assert read(many)[1] == [["1", "x, y"], ["2", "z"]]
    assert [column[-1] for column in read(lines)[1]] == ["x\ny", "z"]


def test_a_row_of_empty_cells_is_a_row_and_an_empty_line_is_none() -> None:
    whole = read("a,b\n1,2\n,\n\n3,4\n")
    damaged = read("a,b\n1,2\n,\n\n3,4,5\n")

    assert whole[1] == [["1", "", "3"], ["2", "", "4"]]
    assert damaged == (["a", "b"], whole[1], [(3, "too_many_cells")])


def test_short_rows_are_filled_up() -> None:
    assert read("a,b,c\n1\n2,3\n4,5,6\n")[1] == [["1", "2", "4"], ["", "3", "5"], ["", "", "6"]]


def test_a_header_without_rows_and_a_file_without_anything() -> None:
    assert read("a,b\n")[1] == [[], []]
    with pytest.raises(Unreadable, match="empty_file"):
        read("")


def test_columns_are_guessed_as_an_import_would() -> None:
    table = read_file(BytesIO("客户姓名,联系电话,公司\n张伟,13800138000,华恒\n".encode()))

    assert guess_columns(table) == {"person_name": "客户姓名", "phone": "联系电话", "company": "公司"}
