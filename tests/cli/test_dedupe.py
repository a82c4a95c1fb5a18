"""`gleanry dedupe`: a plain file in, a file of groups out, and nothing else anywhere."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import xlsxwriter

from tests.cli.conftest import Run

LEADS = """姓名,公司名称,手机,邮箱,职位
张伟明,苏州华恒精密机械有限公司,13811112222,zwm@huaheng.com,采购经理
李娜,北京天立食品有限公司,13933334444,,
张伟明,华恒精密,138-1111-2222,,
,,,,
"王芳","上海博达
科技",,wangfang88@163.com,=cmd|' /C calc'!A0
"""


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_row_is_listed_with_its_group(run: Run, tmp_path: Path) -> None:
    file, out = tmp_path / "leads.csv", tmp_path / "groups.csv"
    file.write_text(LEADS, encoding="utf-8")

    said = run("dedupe", file, "--out", out, "--json")

    assert (said.code, said.err) == (0, "")
    assert (said.json["rows"], said.json["groups"], said.json["duplicates"], said.json["errors"]) == (5, 4, 1, [])
    assert said.json["columns"] == {
        "person_name": "姓名", "company": "公司名称", "phone": "手机", "email": "邮箱", "job_title": "职位"
    }  # fmt: skip
    rows = rows_of(out)
    assert [(row["row"], row["group"]) for row in rows] == [("1", "1"), ("2", "2"), ("3", "1"), ("4", "3"), ("5", "4")]
    assert float(rows[0]["probability"]) > 0.7 and rows[1]["probability"] == "0.0000"
    assert rows[0]["evidence"] == "row 3: name same, company short form, phone same"
    assert "calc" not in out.read_text(encoding="utf-8")


def test_it_needs_no_database_and_no_home(program_run: Run, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text(LEADS, encoding="gb18030")

    said = program_run("dedupe", file)

    assert (said.code, said.err) == (0, "")
    assert "5 rows, 4 groups, 1 duplicates" in said.out
    assert "rows 1, 3: name same, company short form, phone same" in said.out
    assert not home.exists()


def test_a_workbook_is_read_with_its_empty_rows(run: Run, tmp_path: Path) -> None:
    file, out = tmp_path / "leads.xlsx", tmp_path / "groups.csv"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([["Name", "Mobile"], ["张伟明", 13811112222], [], ["张伟明", "138 1111 2222"]]):
            sheet.write_row(at, 0, row)

    said = run("dedupe", file, "--out", out, "--json")

    assert said.json["rows"] == 3
    assert [row["group"] for row in rows_of(out)] == ["1", "2", "1"]


def test_columns_are_told_where_the_guess_is_wrong(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("a;b;c\nMay Li;13811112222;\nMay Li;;13811112222\n", encoding="utf-8")

    said = run("dedupe", file, "--columns", "name=a,phone=b,phone=c", "--json")

    assert said.json["columns"] == {"person_name": "a", "phone": "b", "phone#2": "c"}
    assert said.json["groups"] == 1


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("", (), "the file holds no rows"),
        ("a,b\n1,2\n", (), "say what they hold: --columns name=a"),
        ("a,b\n1,2\n", ("--columns", "name=z"), "no column is called “z”; the file has a, b"),
        ("a,b\n1,2\n", ("--columns", "shoe=a"), "“shoe” is no field; use one of person_name"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_cure(
    run: Run, tmp_path: Path, text: str, options: tuple[str, ...], words: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(text, encoding="utf-8")

    said = run("dedupe", file, *options)

    assert said.code == 1
    assert words in said.err
    assert said.out == ""


def test_a_damaged_row_is_named_and_still_listed(run: Run, tmp_path: Path) -> None:
    file, out = tmp_path / "list.csv", tmp_path / "groups.csv"
    file.write_text('name,phone\n张伟明,13811112222\n"李娜,13933334444\n王芳,13800138000,extra\n', encoding="utf-8")

    said = run("dedupe", file, "--out", out, "--json")

    assert [(error["row"], error["code"]) for error in said.json["errors"]] == [
        (2, "unclosed_quote"),
        (3, "too_many_cells"),
    ]
    assert len(rows_of(out)) == 3
