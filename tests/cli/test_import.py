"""`gleanry import`: files as they come, in words and as JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import xlsxwriter

from gleanry.flow.capture.actions import save_mapping
from gleanry.flow.capture.models import Import, Submission
from gleanry.kit.models import Fact
from gleanry.tenants.queries import find_workspace, list_workspaces
from gleanry.wiring.playbooks import new_workspace
from tests.cli.conftest import ROOT, Run

FIRST = ROOT / "examples/first"
COUNTS = ("rows", "accepted", "held", "refused", "attached", "known")
LEADS = [
    ["编号", "姓名", "手机", "公司名称", "来源"],
    ["A-1", "张伟", "13800138000", "北京纷扬科技有限公司", "展会"],
    ["A-2", "李娜", "13900139000", "上海云岭医疗器械股份有限公司", "展会"],
    ["A-3", "陈强", "13700137000", "临江物流公司", "社交"],
]
pytestmark = pytest.mark.django_db


def counts(body: dict[str, int]) -> tuple[int, ...]:
    return tuple(body[name] for name in COUNTS)


def written(path: Path, rows: list[list[str]] = LEADS, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def test_json_has_the_shape_that_was_agreed(run: Run) -> None:
    said = run("import", FIRST / "leads.csv", "--as", "leads", "--json")

    assert (said.code, said.err) == (0, "")
    assert {"rows", "accepted", "held", "refused", "attached", "errors"} <= set(said.json)
    assert counts(said.json) == (8, 6, 0, 1, 1, 0)
    (error,) = said.json["errors"]
    assert {"row", "field", "code", "message"} <= set(error)
    assert (error["row"], error["field"], error["code"]) == (5, "first_contact_at", "bad_date")
    assert "三月初" in error["message"]


def test_words_say_the_same(run: Run) -> None:
    said = run("import", FIRST / "leads.csv", "--as", "leads")

    assert said.code == 0
    assert said.out.startswith("leads.csv: 8 rows, 6 accepted, 0 held, 1 refused, 1 attached, 0 known\n")
    assert "  row 5, first_contact_at: bad_date: “三月初”" in said.out


def test_a_dry_run_says_what_will_be_and_keeps_nothing(run: Run) -> None:
    said = run("import", FIRST / "leads.csv", "--as", "leads", "--dry-run", "--json")

    assert counts(said.json) == (8, 6, 0, 1, 1, 0)
    for table in (Submission, Import, Fact):
        assert table.objects.everywhere("test").count() == 0
    assert counts(run("import", FIRST / "leads.csv", "--as", "leads", "--json").json) == (8, 6, 0, 1, 1, 0)


def test_a_dry_run_of_a_file_that_is_in_says_that_nothing_is_new(run: Run) -> None:
    run("import", FIRST / "leads.csv", "--as", "leads")

    said = run("import", FIRST / "leads.csv", "--as", "leads", "--dry-run", "--json")

    assert counts(said.json) == (8, 0, 0, 0, 0, 8)


def test_the_same_file_again_adds_nothing(run: Run) -> None:
    run("import", FIRST / "leads.csv", "--as", "leads")
    before = Submission.objects.everywhere("test").count()

    said = run("import", FIRST / "leads.csv", "--as", "leads", "--json")

    assert counts(said.json) == (8, 0, 0, 0, 0, 8)
    assert Submission.objects.everywhere("test").count() == before


def test_a_file_that_grew_adds_only_what_is_new(run: Run) -> None:
    run("import", FIRST / "leads.csv", "--as", "leads")

    said = run("import", FIRST / "grown.csv", "--as", "leads", "--json")

    assert counts(said.json) == (10, 2, 0, 1, 0, 7)


def test_the_same_rows_under_another_mapping_are_other_rows(run: Run, tmp_path: Path) -> None:
    """What a row says decides, and another mapping makes it say something else; the person is the same."""
    file = written(tmp_path / "leads.csv")
    run("import", file, "--as", "leads")
    mapping = tmp_path / "only.json"
    mapping.write_text(json.dumps({"columns": {"手机": "phone"}}), encoding="utf-8")

    said = run("import", file, "--as", "leads", "--mapping", mapping, "--json")

    assert counts(said.json) == (3, 0, 0, 0, 3, 0)


def test_mended_rows_are_sent_by_themselves(run: Run) -> None:
    run("import", FIRST / "leads.csv", "--as", "leads")

    said = run("import", FIRST / "mended.csv", "--as", "leads", "--json")

    assert counts(said.json) == (1, 1, 0, 0, 0, 0)


def test_deals_wait_for_their_leads(run: Run) -> None:
    assert counts(run("import", FIRST / "deals.csv", "--as", "deals", "--json").json) == (3, 0, 3, 0, 0, 0)
    run("import", FIRST / "leads.csv", "--as", "leads")

    said = run("flow", "--json")

    convert = next(stage for stage in said.json["stages"] if stage["stage"] == "convert")
    assert (convert["in"], convert["out"], convert["held"]) == (3, 2, 1)


def test_touches_come_by_themselves(run: Run, tmp_path: Path) -> None:
    rows = [["时间", "手机", "类型", "渠道"], ["2026-03-01 09:00", "13800138000", "page_visited", "SEM"]]

    said = run("import", written(tmp_path / "touches.csv", rows), "--as", "touches", "--json")

    assert counts(said.json) == (1, 1, 0, 0, 0, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_recognised(run: Run, tmp_path: Path, encoding: str) -> None:
    said = run("import", written(tmp_path / "leads.csv", encoding=encoding), "--as", "leads", "--json")

    assert counts(said.json) == (3, 3, 0, 0, 0, 0)
    first = Submission.objects.everywhere("test").order_by("id")[0]
    assert first.raw == LEADS[1]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_recognised(run: Run, tmp_path: Path, delimiter: str) -> None:
    said = run("import", written(tmp_path / "leads.csv", delimiter=delimiter), "--as", "leads", "--json")

    assert counts(said.json) == (3, 3, 0, 0, 0, 0)


def test_the_same_rows_in_another_encoding_or_workbook_are_known(run: Run, tmp_path: Path) -> None:
    run("import", written(tmp_path / "leads.csv"), "--as", "leads")
    book = tmp_path / "leads.xlsx"
    with xlsxwriter.Workbook(str(book)) as workbook:
        sheet = workbook.add_worksheet("线索")
        for line, cells in enumerate(LEADS):
            for column, cell in enumerate(cells):
                sheet.write(line, column, int(cell) if cell.isdigit() else cell)

    other = run("import", written(tmp_path / "other.csv", encoding="gb18030"), "--as", "leads", "--json")
    sheet_said = run("import", book, "--as", "leads", "--json")

    assert counts(other.json) == (3, 0, 0, 0, 0, 3)
    assert counts(sheet_said.json) == (3, 0, 0, 0, 0, 3)


def test_a_mapping_file_says_what_columns_mean(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "odd.csv", [["x", "y"], ["13800138000", "展会"]])
    mapping = tmp_path / "odd.toml"
    mapping.write_text('[columns]\nx = "phone"\ny = "source"\n[constants]\ncampaign = "春季展"\n', encoding="utf-8")

    said = run("import", file, "--as", "leads", "--mapping", mapping, "--json")

    assert counts(said.json) == (1, 1, 0, 0, 0, 0)
    report = run("flow", "--by", "campaign", "--json").json
    assert [stage["in"] for stage in report["stages"]][:3] == [1, 1, 1]


def test_a_saved_mapping_is_named(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "odd.csv", [["x", "y"], ["13800138000", "展会"]])
    run("flow")
    workspace = find_workspace(None)
    assert workspace is not None
    save_mapping(workspace.id, "odd", "leads", {"columns": {"x": "phone", "y": "source"}})

    assert run("import", file, "--as", "leads", "--mapping", "odd").code == 0


def test_phones_are_dialled_where_the_file_says(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "br.csv", [["tel"], ["(11) 98765-4321"]])
    mapping = tmp_path / "br.toml"
    mapping.write_text('[columns]\ntel = "phone"\n[formats]\nregion = "BR"\n', encoding="utf-8")

    said = run("import", file, "--as", "leads", "--mapping", mapping, "--json")

    assert counts(said.json) == (1, 1, 0, 0, 0, 0)


def test_a_bad_mapping_names_all_that_is_wrong(run: Run, tmp_path: Path) -> None:
    mapping = tmp_path / "bad.toml"
    mapping.write_text('[columns]\n"手机" = "fone"\n[formats]\nzone = "Mars/Olympus"\n', encoding="utf-8")

    said = run("import", FIRST / "leads.csv", "--as", "leads", "--mapping", mapping)

    assert (said.code, said.out) == (2, "")
    assert "bad_mapping" in said.err
    assert "fone" in said.err
    assert "formats.zone" in said.err
    assert Submission.objects.everywhere("test").count() == 0


def test_a_mapping_that_is_no_toml_says_where(run: Run, tmp_path: Path) -> None:
    mapping = tmp_path / "broken.toml"
    mapping.write_text("[columns\n", encoding="utf-8")

    said = run("import", FIRST / "leads.csv", "--as", "leads", "--mapping", mapping)

    assert said.code == 1
    assert "line 1" in said.err


def test_an_unknown_mapping_says_which_are_saved(run: Run) -> None:
    said = run("import", FIRST / "leads.csv", "--as", "leads", "--mapping", "nowhere")

    assert said.code == 1
    assert "nowhere" in said.err
    assert "saved: none" in said.err


@pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04 no workbook"])
def test_a_file_that_cannot_be_read_is_refused_in_a_line(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.csv"
    file.write_bytes(content)

    said = run("import", file, "--as", "leads")

    assert said.code == 2
    assert said.err.startswith("gleanry: ")
    assert "Traceback" not in said.err


def test_an_unknown_file_is_said(run: Run) -> None:
    said = run("import", "nowhere.csv", "--as", "leads")

    assert said.code == 2
    assert "nowhere.csv" in said.err


def test_an_unknown_kind_is_said(run: Run) -> None:
    assert run("import", FIRST / "leads.csv", "--as", "people").code == 2


def test_an_unknown_workspace_is_refused_and_not_made(run: Run) -> None:
    run("flow")

    said = run("import", FIRST / "leads.csv", "--as", "leads", "--workspace", "elsewhere")

    assert said.code == 2
    assert "no_such_workspace" in said.err
    assert len(list_workspaces()) == 1


def test_a_file_goes_to_the_workspace_that_is_named(run: Run) -> None:
    run("flow")
    other = new_workspace("Other", slug="other")

    run("import", FIRST / "leads.csv", "--as", "leads", "--workspace", "other")

    assert Submission.objects.of(other.id).count() == 8
    assert Submission.objects.everywhere("test").count() == 8


def test_what_was_refused_can_be_listed_by_a_program(run: Run, tmp_path: Path) -> None:
    rows = [["手机", "提交时间"], *[["13800138000", f"第{n}天"] for n in range(25)]]
    file = written(tmp_path / "many.csv", rows)
    mapping = tmp_path / "dates.json"  # a column of dates that are none would not be guessed to be one
    mapping.write_text(json.dumps({"columns": {"手机": "phone", "提交时间": "first_contact_at"}}), encoding="utf-8")

    words = run("import", file, "--as", "leads", "--mapping", mapping)
    again = run("import", file, "--as", "leads", "--mapping", mapping, "--json")

    assert "  and 5 more; --json lists up to a thousand" in words.out
    assert len(again.json["errors"]) == 25
