"""Guesses: headers in Chinese and English, values as evidence, and the real files."""

from pathlib import Path

import pytest

from gleanry.flow.capture.rules.file import read_header, read_rows, recognise_file
from gleanry.flow.capture.rules.guess import guess_mapping
from gleanry.flow.capture.rules.row import plan_of, read_row
from gleanry.flow.capture.shapes import Guess, Kind

DATA = Path(__file__).parents[3] / "shared" / "data"


def meant(guess: Guess) -> dict[str, str]:
    return {header: targets[0] for header, targets in guess.mapping.columns}


def test_chinese_headers() -> None:
    headers = [
        "序号",
        "客户姓名",
        "联系电话（必填）",
        "电子邮箱",
        "公司名称",
        "职位",
        "来源渠道",
        "提交时间",
        "备注",
        "同意",
    ]
    rows = [["1", "张三", "13800138000", "a@b.com", "纷扬", "经理", "展会", "2018/2/1 10:00", "", "是"]]
    guess = guess_mapping(headers, rows, "leads")
    assert list(meant(guess).values()) == [
        "person_name", "phone", "email", "company", "job_title", "source", "first_contact_at", "note",
        "consent",
    ]  # fmt: skip
    assert guess.unused == ("序号",) and guess.missing == ()
    assert guess.confidence["联系电话（必填）"] > 0.9 and guess.confidence["序号"] == 0


def test_values_speak_where_names_do_not() -> None:
    rows = [[f"1380013800{at}", f"u{at}@b.com", f"{at}", "x"] for at in range(5)]
    assert meant(guess_mapping(["A", "B", "C", "D"], rows, "leads")) == {"A": "phone", "B": "email"}
    assert meant(guess_mapping(["订单号", "B"], [row[:2] for row in rows], "leads")) == {"B": "email"}


def test_values_raise_doubt() -> None:
    named = guess_mapping(["日期", "电话"], [["很久以前", "不详"]] * 5, "leads")
    assert meant(named) == {"电话": "phone"}
    assert named.confidence["电话"] < 0.5


def test_endings_are_not_overread() -> None:
    guess = guess_mapping(["mql_id", "seller_id", "has_company", "monthly_revenue", "客户联系电话"], [], "deals")
    assert meant(guess) == {"mql_id": "lead_external_id", "客户联系电话": "phone"}


def test_formats_are_read_off_the_values() -> None:
    rows = [["a", "R$ 1.234,50", "13/02/2018"], ["b", "R$ 99,90", "01/02/2018"]]
    formats = guess_mapping(["客户名称", "金额", "签约日期"], rows, "deals").mapping.formats
    assert (formats.currency, formats.decimal_mark, formats.day_first) == ("BRL", ",", True)


def test_what_is_missing_is_named() -> None:
    assert guess_mapping(["公司"], [], "leads").missing == ("external_id|phone|email|wechat",)
    assert guess_mapping(["visitor id"], [], "touches").missing == ("at",)


def test_columns_of_one_name() -> None:
    headers = ["电话", "电话", ""]
    guess = guess_mapping(headers, [["13800138000", "", "x"]], "leads")
    assert meant(guess) == {"电话": "phone"}
    assert set(guess.confidence) == {"电话", "电话 (2)", "column 3"}


REAL: list[tuple[str, Kind, dict[str, str], int]] = [
    (
        "olist_funnel/olist_marketing_qualified_leads_dataset.csv",
        "leads",
        {"mql_id": "external_id", "first_contact_date": "first_contact_at", "origin": "source"},
        0,
    ),
    (
        "olist_funnel/olist_closed_deals_dataset.csv",
        "deals",
        {"mql_id": "lead_external_id", "won_date": "won_at", "sdr_id": "sdr", "sr_id": "owner"},
        0,
    ),
    (
        "maven_crm/sales_pipeline.csv",
        "deals",
        {
            "opportunity_id": "external_id",
            "deal_stage": "stage",
            "close_value": "amount",
            "sales_agent": "owner",
        },
        0,
    ),
    ("crm_schemas/salesforce/sf_lead_data.csv", "leads", {"id": "external_id", "title": "job_title"}, 0),
    ("crm_schemas/hubspot/contact_data.csv", "leads", {"property_firstname": "first_name"}, 0),
    (
        "crm_schemas/salesforce/sf_task_data.csv",
        "touches",
        {"who_id": "person_external_id", "type": "kind"},
        0,
    ),
]


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not beside the repository")
@pytest.mark.parametrize(("name", "kind", "expected", "refused"), REAL)
def test_real_files(name: str, kind: Kind, expected: dict[str, str], refused: int) -> None:
    with (DATA / name).open("rb") as stream:
        layout = recognise_file(stream)
        headers = read_header(stream, layout)
        rows = [cells for _, cells in read_rows(stream, layout)]
    guess = guess_mapping(headers, rows[:100], kind)
    assert expected.items() <= meant(guess).items()
    plan = plan_of(guess.mapping, headers)
    assert sum(bool(read_row(plan, cells).problems) for cells in rows) == refused
