"""Company names: spellings of one name share a key, and the key is a fixed point."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gleanry.values.company_name import CompanyName, parse_company_name


def key(text: str) -> str:
    name = parse_company_name(text)
    assert name is not None
    return name.key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北京纷扬科技有限公司", "北京纷扬科技"),
        ("北京纷扬科技（有限公司）", "北京纷扬科技"),
        (" 北京 纷扬科技(有限)公司 ", "北京纷扬科技"),
        ("北京纷扬科技集团股份有限公司", "北京纷扬科技"),
        ("北京紛揚科技有限責任公司", "北京紛揚科技"),
        ("华为（深圳）有限公司", "华为深圳"),
        ("招商银行股份有限公司深圳分公司", "招商银行股份有限公司深圳分公司"),
        ("上海某某投资管理合伙企业（有限合伙）", "上海某某投资管理"),
        ("Ａｃｍｅ　Ｃｏ．，　Ｌｔｄ．", "acme"),
        ("ACME CO.LTD", "acme"),
        ("Acme (China) Co., Ltd.", "acmechina"),
        ("Siemens AG", "siemens"),
        ("Müller GmbH & Co. KG", "müller"),
        ("Smith and Co", "smith"),
        ("Foo S.A. de C.V.", "foo"),
        ("Foo S.p.A.", "foo"),
        ("Foo Ltda.", "foo"),
        ("Foo B.V.", "foo"),
        ("Foo Pty. Ltd.", "foo"),
        ("Acme Sp. z o.o.", "acme"),
        ("PT Astra Tbk", "astra"),
        ("株式会社トヨタ", "トヨタ"),
        ("㈱日立", "日立"),
        ("Toyota K.K.", "toyota"),
        ("Vitamins A", "vitaminsa"),
        ("有限公司", "有限公司"),
        ("集团有限公司", "集团有限公司"),
        ("Group", "group"),
        ("---", "---"),
    ],
)
def test_key(text: str, expected: str) -> None:
    assert key(text) == expected


def test_parts_of_a_name() -> None:
    assert parse_company_name("华为（深圳） 技术有限公司") == CompanyName(
        "华为(深圳) 技术有限公司", "华为深圳技术", "有限公司", "华为(深圳) 技术"
    )
    assert parse_company_name("华为(深圳)有限公司") == CompanyName(
        "华为(深圳)有限公司", "华为深圳", "有限公司", "华为(深圳)"
    )
    assert parse_company_name("Baosteel Co., Ltd.") == CompanyName(
        "Baosteel Co., Ltd.", "baosteel", "co ltd", "Baosteel"
    )


@pytest.mark.parametrize("text", ["", " ", "\u3000\u200b"])
def test_a_blank_is_no_name(text: str) -> None:
    assert parse_company_name(text) is None


_PIECES_TEXT = """
北京 纷扬 科技 有限 公司 有限公司 集团 股份 （ ） ( 株式会社 ㈱ 分 Acme ß İ é -
Co. , Ltd. S.A. Inc GmbH & and PT
"""
_PIECES = st.sampled_from(_PIECES_TEXT.split())


@example(["㈱", "and", "（", "Co."], "")
@example(["株式会社", "PT", "（", "北京"], "")
@given(st.lists(_PIECES, min_size=1, max_size=9), st.sampled_from(["", " "]))
def test_taking_forms_off_is_a_fixed_point(pieces: list[str], between: str) -> None:
    name = parse_company_name(between.join(pieces))
    assert name is not None and name.key
    assert key(name.text) == name.key
    again = parse_company_name(name.brand_text)
    assert again is not None and again.key == name.key


@given(st.lists(_PIECES, min_size=1, max_size=6))
def test_width_case_and_brackets_do_not_count(pieces: list[str]) -> None:
    text = " ".join(pieces)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert key(wide) == key(text)
    assert key(text.upper().casefold()) == key(text.casefold())


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    name = parse_company_name(text)
    assert name is None or name.key
