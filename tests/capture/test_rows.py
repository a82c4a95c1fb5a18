"""Rows: typed by a mapping, refused with every problem named."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.capture.rules.file import read_header, read_rows, recognise_file
from gleanry.flow.capture.rules.mapping import BadMapping, mapping_from_dict, mapping_to_dict
from gleanry.flow.capture.rules.row import plan_of, read_row
from gleanry.flow.capture.shapes import DamagedRow, Mapping, Problem, RowResult
from gleanry.values.unreadable import Unreadable

ROOT = Path(__file__).parents[2]
OLIST = ROOT.parent / "shared" / "data" / "olist_funnel"


def read(body: dict[str, Any], **cells: str) -> RowResult:
    mapping = mapping_from_dict(body)
    return read_row(plan_of(mapping, list(cells)), list(cells.values()))


LEAD = {
    "kind": "leads",
    "columns": {
        "姓名": "person_name", "电话": "phone", "日期": ["first_contact_at", "mql_at"], "同意": "consent",
        "邮箱": "email", "名": "first_name", "姓": "last_name", "行业": "industry",
        "编号": "external_id", "序号": "ignore",
    },
    "constants": {"source": "展会"},
    "formats": {"zone": "Asia/Shanghai", "day_first": True},
    "values": {"industry": {"制造": "manufacturing"}},
}  # fmt: skip
DEAL = {
    "kind": "deals",
    "columns": {
        "客户": "account",
        "金额": "amount",
        "回款": "paid_amount",
        "币种": "currency",
        "阶段": "stage",
    },
}


def test_a_lead() -> None:
    row = read(
        LEAD,
        姓名=" 张三 ",
        电话="13800138000",
        日期="01/02/2018",
        同意="是",
        行业="制造",
        序号="1",
        备用="x",
        空="",
    )
    assert row.problems == ()
    assert row.fields == {
        "person_name": "张三",
        "phone": "13800138000",
        "first_contact_at": "2018-01-31T16:00:00+00:00",
        "mql_at": "2018-01-31T16:00:00+00:00",
        "consent": True,
        "industry": "manufacturing",
        "source": "展会",
        "extra": {"备用": "x"},
    }
    assert json.loads(json.dumps(row.fields)) == row.fields


@pytest.mark.parametrize(
    ("cells", "problems"),
    [
        ({"姓名": "张三"}, [("", "no_contact")]),
        ({"电话": "没有"}, [("phone", "bad_phone")]),
        ({"邮箱": "没有"}, [("email", "bad_email")]),
        ({"电话": "没有", "邮箱": "a@b.com"}, []),
        ({"电话": "没有", "编号": "7"}, []),
        ({"电话": "没有", "邮箱": "也没有"}, [("phone", "bad_phone"), ("email", "bad_email")]),
        ({"编号": "7", "日期": "昨天"}, [("first_contact_at", "bad_date"), ("mql_at", "bad_date")]),
        ({"编号": "7", "同意": "也许"}, [("consent", "bad_choice")]),
        ({"编号": "7" * 300}, [("external_id", "too_long")]),
        ({"编号": "NULL", "姓名": "x"}, [("", "no_contact")]),
    ],
)
def test_leads_refused_and_kept(cells: dict[str, str], problems: list[tuple[str, str]]) -> None:
    assert [(each.field, each.code) for each in read(LEAD, **cells).problems] == problems


def test_names_in_two_parts() -> None:
    assert read(LEAD, 名="三", 姓="张", 编号="1").fields["person_name"] == "张三"
    assert read(LEAD, 名="Ana", 姓="Souza", 编号="1").fields["person_name"] == "Ana Souza"
    assert read(LEAD, 名="José", 姓="Araújo", 编号="1").fields["person_name"] == "José Araújo"


def test_a_deal() -> None:
    row = read(DEAL, 客户="纷扬", 金额="¥12.5万", 回款="-", 阶段="赢单")
    assert row == RowResult({"account": "纷扬", "stage": "won", "amount_minor": 12500000, "currency": "CNY"})
    assert read(DEAL, 客户="a", 金额="5", 币种="usd").fields["currency"] == "USD"
    assert read(DEAL, 客户="a", 金额="5", 币种="USD", 阶段="谈判").fields["stage"] == "谈判"


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"金额": "5"}, Problem("", "no_contact", "")),
        ({"客户": "a", "金额": "面议"}, Problem("amount", "bad_amount", "面议")),
        ({"客户": "a", "金额": "$5", "回款": "€5"}, Problem("currency", "bad_currency", "CNY EUR USD")),
        ({"客户": "a", "金额": "€5", "币种": "USD"}, Problem("currency", "bad_currency", "EUR USD")),
        ({"客户": "a", "币种": "XYZ"}, Problem("currency", "bad_currency", "XYZ")),
    ],
)
def test_deals_refused(cells: dict[str, str], problem: Problem) -> None:
    assert read(DEAL, **cells).problems == (problem,)


def test_a_touch_needs_somebody_and_a_time() -> None:
    body = {"kind": "touches", "columns": {"who": "visitor", "when": "at", "cost": "cost"}}
    assert read(body, who="v1", when="2018-02-01", cost="0.5").fields["cost_minor"] == 50
    assert {each.code for each in read(body, cost="1").problems} == {"no_contact", "missing"}


def test_ragged_and_damaged_rows() -> None:
    plan = plan_of(mapping_from_dict(LEAD), ["编号", "姓名", "姓名", ""])
    assert read_row(plan, ["1"]).fields == {"external_id": "1", "source": "展会"}
    assert read_row(plan, ["1", "a", "b", "c", ""]).fields["extra"] == {"姓名 (2)": "b", "column 4": "c"}
    assert read_row(plan, ["1", "a", "b", "c", "d"]).problems == (Problem("", "too_many_cells", "d"),)
    assert read_row(plan, DamagedRow(["1"], "bad_encoding")).problems == (Problem("", "bad_encoding", ""),)
    assert plan.absent == tuple(header for header in LEAD["columns"] if header not in ("编号", "姓名"))


def test_headers_are_matched_without_case_and_width() -> None:
    body = {"kind": "leads", "columns": {"Lead ID": "external_id"}}
    assert read(body, **{" lead　ｉｄ": "7"}).fields == {"external_id": "7"}


def test_a_mapping_goes_there_and_back() -> None:
    mapping = mapping_from_dict(LEAD)
    body = mapping_to_dict(mapping)
    assert mapping_from_dict(json.loads(json.dumps(body))) == mapping
    assert hash(mapping) == hash(mapping_from_dict(body))


def test_all_that_is_wrong_with_a_mapping_is_said_at_once() -> None:
    body = {
        "kind": "leads",
        "colums": {},
        "columns": {"a": "fone", "b": 3},
        "constants": {"source": ["x"], "x": "y"},
        "formats": {"zone": "Mars/Base", "currency": "cny", "speed": 1},
        "values": {"nothing": {}},
    }
    with pytest.raises(BadMapping) as caught:
        mapping_from_dict(body)
    assert set(caught.value.errors) == {
        ("colums", "unknown_key"),
        ("columns.a = fone", "unknown_field"),
        ("columns.b", "bad_value"),
        ("constants.source", "bad_value"),
        ("constants.x", "unknown_field"),
        ("formats.zone", "bad_value"),
        ("formats.currency", "bad_value"),
        ("formats.speed", "unknown_key"),
        ("values.nothing", "unknown_field"),
    }
    with pytest.raises(BadMapping, match="unknown_kind"):
        mapping_from_dict({"kind": "people"})


def test_a_constant_must_be_what_its_field_is() -> None:
    mapping = Mapping("leads", (), (("mql_at", "soon"),))
    with pytest.raises(Unreadable):
        plan_of(mapping, [])


@given(st.lists(st.text(max_size=12), max_size=12))
def test_any_cells_are_answered(cells: list[str]) -> None:
    for body in (LEAD, DEAL):
        mapping = mapping_from_dict(body)
        row = read_row(plan_of(mapping, [header for header, _ in mapping.columns]), cells)
        json.dumps(row.fields)


@pytest.mark.skipif(not OLIST.is_dir(), reason="the shared Olist data is not beside the repository")
@pytest.mark.parametrize(
    ("name", "mapping", "count"),
    [
        ("olist_marketing_qualified_leads_dataset", "leads", 8000),
        ("olist_closed_deals_dataset", "deals", 842),
    ],
)
def test_olist_is_read_whole(name: str, mapping: str, count: int) -> None:
    example = tomllib.loads((ROOT / "examples" / "olist" / f"{mapping}.toml").read_text("utf-8"))
    with (OLIST / f"{name}.csv").open("rb") as stream:
        layout = recognise_file(stream)
        plan = plan_of(mapping_from_dict(example), read_header(stream, layout))
        rows = [read_row(plan, cells) for _, cells in read_rows(stream, layout)]
    assert len(rows) == count and not any(row.problems for row in rows) and not plan.absent
    if mapping == "leads":
        assert sum("source" not in row.fields for row in rows) == 60
        assert all(row.fields["mql_at"] == row.fields["first_contact_at"] for row in rows)
    else:
        assert {row.fields["stage"] for row in rows} == {"won"}
        assert all("won_at" in row.fields and "seller_id" in row.fields["extra"] for row in rows)
