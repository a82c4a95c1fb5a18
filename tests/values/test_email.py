"""E-mail: the forms people write, and the short path against the library it stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.values.email import Email, _check, _search, parse_email


@pytest.mark.parametrize(
    "text",
    [
        "li.lei@qq.com",
        " Li.Lei@QQ.com ",
        "ｌｉ．ｌｅｉ＠ｑｑ．ｃｏｍ",
        "mailto:li.lei@qq.com?subject=hi",
        "李雷 <li.lei@qq.com>",
        '"Li, Lei" <li.lei@qq.com>,',
        "li.lei@qq.com.",
        "li.lei@qq.com，",
        "邮箱：li.lei@qq.com",
        "li.lei@qq.com; han@qq.com",
        "li.lei@qq.com/han@qq.com",
        "《li.lei@qq。com》",
        "\ufeffli.lei@qq.com",
    ],
)
def test_one_address_in_many_dresses(text: str) -> None:
    assert parse_email(text) == Email("li.lei@qq.com", "li.lei", "qq.com")


@pytest.mark.parametrize("domain", ["example.com", "shop.test", "printer.local", "a.invalid", "b.onion"])
def test_reserved_names_are_syntax_like_any_other(domain: str) -> None:
    for local in ("sales", "o'neil"):
        parsed = parse_email(f"{local}@{domain}")
        assert parsed is not None and parsed.address == f"{local}@{domain}"


def test_names_beyond_ascii() -> None:
    parsed = parse_email("张三@例子.中国")
    assert parsed == Email("张三@例子.中国", "张三", "例子.中国")
    assert parse_email("a@xn--fsqu00a.xn--fiqs8s") == Email("a@例子.中国", "a", "例子.中国")


@pytest.mark.parametrize("text", ["", "无", "li.lei", "@qq.com", "li@", "li@qq", "a@@b.com", "a..b@c.com", "a@-b.com"])
def test_what_is_no_address(text: str) -> None:
    assert parse_email(text) is None


_WORD = st.from_regex(r"[A-Za-z0-9_+\-]{1,12}", fullmatch=True)
_LABELS = st.from_regex(r"[a-zA-Z0-9\-]{1,14}", fullmatch=True)


@given(st.lists(_WORD, min_size=1, max_size=3), st.lists(_LABELS, min_size=1, max_size=4))
def test_short_path_equals_the_library(words: list[str], labels: list[str]) -> None:
    text = f"{'.'.join(words)}@{'.'.join(labels)}"
    assert parse_email(text) == _search(text)
    library = _check(text.lower())
    if library is not None:
        assert parse_email(text) == library


@given(st.text(max_size=30) | st.emails())
def test_any_text_is_answered_and_reading_twice_changes_nothing(text: str) -> None:
    parsed = parse_email(text)
    if parsed is not None:
        assert parse_email(parsed.address) == parsed
        assert parsed.address == f"{parsed.local}@{parsed.domain}"
