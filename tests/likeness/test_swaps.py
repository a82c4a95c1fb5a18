"""Cells in the wrong column are put back, and nothing else is moved."""

from __future__ import annotations

from gleanry.likeness.records.swaps import put_right
from gleanry.likeness.records.text import Cells, distinct

BLANK = ["", "", "", ""]


def shown(cells: Cells) -> list[str]:
    return [cells.texts[code] for code in cells.codes.tolist()]


def settled(names: list[str], companies: list[str], phones: list[str], mails: list[str]) -> list[list[str]]:
    first, second, third, fourth = put_right(distinct(names), distinct(companies), [phones], distinct(mails))
    return [shown(first), shown(second), list(third[0]), shown(fourth)]


def test_an_address_and_a_number_change_places():
    phones = ["wang@acme.cn", "13800138000", "", "li@acme.cn"]
    mails = ["13900139000", "zhao@acme.cn", "13700137000", ""]
    assert settled(BLANK, BLANK, phones, mails)[2:] == [
        ["13900139000", "13800138000", "13700137000", ""],
        ["wang@acme.cn", "zhao@acme.cn", "", "li@acme.cn"],
    ]


def test_a_number_stays_under_telephones_though_it_stands_under_mail_elsewhere():
    phones, mails = ["13900139000", "", "", ""], ["", "13900139000", "", ""]
    assert settled(BLANK, BLANK, phones, mails)[2:] == [["13900139000", "13900139000", "", ""], BLANK]


def test_a_name_and_a_company_change_places_where_the_file_says_so():
    names = ["张伟", "张伟", "宝山仪器有限公司", "李娜"]
    companies = ["宝山仪器有限公司", "恒远", "张伟", "宝山仪器有限公司"]
    assert settled(names, companies, BLANK, BLANK)[:2] == [
        ["张伟", "张伟", "张伟", "李娜"],
        ["宝山仪器有限公司", "恒远", "宝山仪器有限公司", "宝山仪器有限公司"],
    ]


def test_a_column_without_a_slip_comes_back_as_it_was():
    given = [["张伟", "李娜", "张伟", ""], ["恒远", "", "恒远", "宝山"], BLANK, ["a@b.cn", "", "", ""]]
    assert settled(*given) == given
