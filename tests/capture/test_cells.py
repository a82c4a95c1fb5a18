"""Cells that hold something else than their column says: read right, or refused with field, code and cure."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from gleanry.cli.importing import message_of
from gleanry.flow.capture.rules.row import plan_of, read_row
from gleanry.flow.capture.shapes import Mapping
from gleanry.web.pages.export import csv_lines
from gleanry.web.words.fields import problem_text

COLUMNS = {"姓名": "person_name", "电话": "phone", "邮箱": "email", "公司": "company", "留言": "message"}
PLAN = plan_of(Mapping("leads", tuple((header, (field,)) for header, field in COLUMNS.items())), list(COLUMNS))


def read(**cells: str) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    result = read_row(PLAN, [cells.get(field, "") for field in COLUMNS.values()])
    return result.fields, [(problem.field, problem.code) for problem in result.problems]


@pytest.mark.parametrize(
    ("cells", "fields"),
    [
        ({"phone": "a@acme.example"}, {"email": "a@acme.example", "swapped": ["email"]}),
        ({"email": "13800138000"}, {"phone": "13800138000", "swapped": ["phone"]}),
        (
            {"phone": "a@acme.example", "email": "１３８００１３８０００"},
            {"phone": "１３８００１３８０００", "email": "a@acme.example", "swapped": ["phone", "email"]},
        ),
        ({"phone": '="13800138000"'}, {"phone": "13800138000"}),
        ({"phone": "'+8613800138000"}, {"phone": "+8613800138000"}),
        ({"phone": "13800138000.0"}, {"phone": "13800138000.0"}),
        ({"phone": "1.3800138000E+10"}, {"phone": "1.3800138000E+10"}),
        (
            {"phone": "13800138000", "person_name": "=cmd|' /C calc'!A0"},
            {"phone": "13800138000", "person_name": "=cmd|' /C calc'!A0"},
        ),
        ({"phone": "13800138000", "message": "== urgent =="}, {"phone": "13800138000", "message": "== urgent =="}),
    ],
)
def test_a_cell_is_read_for_what_it_is(cells: dict[str, str], fields: dict[str, Any]) -> None:
    assert read(**cells) == (fields, [])


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"phone": "1.38E+10"}, ("phone", "lost_digits")),
        ({"phone": "1.38e10", "email": "a@acme.example"}, ("phone", "lost_digits")),
        ({"phone": "=1+1"}, ("phone", "bad_phone")),
        ({"phone": "13800138000", "person_name": "王" * 10_000}, ("person_name", "too_long")),
        ({"phone": "13900139000@", "email": "13800138000"}, None),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_cure(cells: dict[str, str], problem: tuple[str, str] | None) -> None:
    _fields, problems = read(**cells)
    assert problems == ([problem] if problem else [])
    for field, code in problems:
        assert problem_text(field, code) != problem_text(field, "")
        assert message_of({"code": code, "value": cells[field]}) != code


def test_two_columns_of_the_same_kind_are_left_where_they_are() -> None:
    fields, _ = read(phone="13800138000", email="13900139000")
    assert (fields["phone"], "swapped" in fields) == ("13800138000", False)


def test_what_we_disarm_comes_back_as_it_was() -> None:
    cells = ["=cmd|' /C calc'!A0", "+8613800138000", "@wang", "\tx", "-a"]
    written = "".join(csv_lines(iter([cells])))
    (row,) = csv.reader(io.StringIO(written.lstrip("\ufeff")))
    assert all(cell[0] == "'" for cell in row)
    fields, problems = read(person_name=row[0], phone=row[1])
    assert (fields["person_name"], fields["phone"], problems) == (cells[0], cells[1], [])
