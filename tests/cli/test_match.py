"""`gleanry match`: on plain files as a company keeps them, without a database."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Run

LIST = """编号,公司名称,城市
C-1,北京纷扬科技有限公司,北京
C-2,深圳市禾木智能装备股份有限公司,深圳
C-3,上海禾木食品有限公司,上海
C-4,Northwind Traders GmbH,Berlin
C-5,苏州晶测电子有限公司,苏州
"""
QUERIES = "客户\n北京纷扬\n纷享销客\n晶测电子\n禾木\nNORTHWIND TRADERS\n=cmd|'/c calc'!A1\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    queries, candidates = tmp_path / "q.csv", tmp_path / "c.csv"
    queries.write_text(QUERIES, encoding="utf-8")
    candidates.write_text(LIST, encoding="gb18030")
    return queries, candidates


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_query_gets_a_row_in_order_and_what_is_open_stays_open(run: Run, files: tuple[Path, Path], tmp_path: Path):
    queries, candidates = files
    out = tmp_path / "m.csv"

    said = run("match", "--queries", queries, "--candidates", candidates, "--out", out, "--json")
    rows = rows_of(out)

    assert (said.code, said.err) == (0, "")
    assert said.json["columns"] == {"query": "客户", "candidate": "公司名称", "id": "编号"}
    assert (said.json["queries"], said.json["candidates"], said.json["matched"]) == (6, 5, 3)
    assert list(rows[0]) == ["query", "id", "name", "probability", "evidence"]
    assert [row["id"] for row in rows] == ["C-1", "", "C-5", "", "C-4", ""]
    assert [row["query"] for row in rows[:5]] == QUERIES.splitlines()[1:6]
    assert all(0 <= float(row["probability"]) <= 1 for row in rows)
    assert "深圳市禾木" in rows[3]["evidence"]


def test_no_cell_written_is_a_formula(run: Run, files: tuple[Path, Path], tmp_path: Path):
    out = tmp_path / "m.csv"

    run("match", "--queries", files[0], "--candidates", files[1], "--out", out)

    assert rows_of(out)[5]["query"] == "'=cmd|'/c calc'!A1"


def test_without_a_file_to_write_the_document_holds_the_matches(run: Run, files: tuple[Path, Path]):
    said = run("match", "--queries", files[0], "--candidates", files[1], "--json")

    assert said.json["matches"][0]["name"] == "北京纷扬科技有限公司"
    assert said.json["matches"][0]["probability"] > 0.5


def test_a_learned_alias_answers(run: Run, files: tuple[Path, Path], tmp_path: Path):
    aliases = tmp_path / "aliases.csv"
    aliases.write_text("name,canonical\n纷享销客,北京纷扬科技有限公司\n", encoding="utf-8")

    said = run("match", "--queries", files[0], "--candidates", files[1], "--aliases", aliases, "--json")

    assert said.json["matches"][1]["id"] == "C-1"
    assert "learned alias" in said.json["matches"][1]["evidence"]


def test_columns_may_be_told_and_a_wrong_one_is_named(run: Run, files: tuple[Path, Path]):
    told = run(
        "match", "--queries", files[0], "--candidates", files[1], "--query-column", "客户",
        "--candidate-column", "公司名称", "--id-column", "城市", "--json",
    )  # fmt: skip
    wrong = run("match", "--queries", files[0], "--candidates", files[1], "--query-column", "名字")

    assert told.json["matches"][0]["id"] == "北京"
    assert wrong.code != 0
    assert "名字" in wrong.err


def test_a_list_without_ids_is_named_by_rows(run: Run, files: tuple[Path, Path], tmp_path: Path):
    plain = tmp_path / "plain.csv"
    plain.write_text("公司名称\n苏州晶测电子有限公司\n北京纷扬科技有限公司\n", encoding="utf-8")

    said = run("match", "--queries", files[0], "--candidates", plain, "--json")

    assert said.json["matches"][0]["id"] == "2"


def test_a_threshold_of_one_abstains_everywhere(run: Run, files: tuple[Path, Path]):
    said = run("match", "--queries", files[0], "--candidates", files[1], "--threshold", "1", "--json")

    assert (said.json["matched"], said.json["abstained"]) == (0, 6)


def test_a_program_needs_no_home(program_run: Run, files: tuple[Path, Path], home: Path):
    said = program_run("match", "--queries", files[0], "--candidates", files[1], "--json")

    assert said.json["matched"] == 3
    assert not home.exists()
