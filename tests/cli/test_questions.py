"""`gleanry duplicates` asks about what is there, once."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run

ROWS = """person_name,company,phone,email,job_title
欧阳明,苏州蓝海医疗器械有限公司,13588120466,,采购总监
欧阳明,苏州蓝海医疗器械有限公司,,ouyang@lanhai.example,采购总监
赵立新,广州瑞丰食品有限公司,18620913345,,总经理
陈思远,成都启明软件有限公司,15208447129,,工程师
"""


@pytest.mark.django_db(transaction=True)
def test_likely_duplicates_are_asked_about_once(run: Run, tmp_path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text(ROWS, encoding="utf-8")
    run("import", file, "--as", "leads")

    first = run("duplicates", "--json")
    again = run("duplicates")

    assert (first.code, first.json) == (0, {"state": "done", "found": 1, "open": {"person": 1}})
    assert again.out == "0 new questions; open: person 1\n"
