"""Which of our names a word may mean: proposals only, and none for an exact name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.likeness.repairs import Names, is_clear

PRODUCTS = Names(["GTX Pro", "GTX Plus Pro", "GTX Basic", "MG Special", "GTK 500", "智能网关 A 型", "Technology"])


@pytest.mark.parametrize(
    ("word", "name", "evidence"),
    [
        ("GTXPro", "GTX Pro", ("spacing",)),
        ("gtx pro", "GTX Pro", ("case",)),
        ("GTX-Pro", "GTX Pro", ("spacing", "punctuation")),
        ("Pro GTX", "GTX Pro", ("order",)),
        ("technolgy", "Technology", ("one_slip",)),
        ("MG Speical", "MG Special", ("one_slip",)),
        ("ＧＴＸ Ｐｒｏ", "GTX Pro", ("case",)),
        ("智能网关A型", "智能网关 A 型", ("spacing",)),
    ],
)
def test_what_was_meant(word: str, name: str, evidence: tuple[str, ...]) -> None:
    found = PRODUCTS.proposals(word)
    assert (found[0].name, found[0].evidence) == (name, evidence)
    assert is_clear(found)


@pytest.mark.parametrize(
    "word", ["GTX Pro", "GTK 600", "GTK 50", "MH Special", "智能网关 B 型", "Quite another", "", " - "]
)
def test_nothing_is_proposed_where_another_thing_may_be_meant(word: str) -> None:
    assert PRODUCTS.proposals(word) == ()


def test_two_names_as_likely_are_not_clear() -> None:
    found = Names(["Sales North", "sales north"]).proposals("SALES NORTH")
    assert {one.name for one in found} == {"Sales North", "sales north"}
    assert not is_clear(found)
    assert not is_clear(())


NAMES = st.lists(st.text(min_size=1, max_size=20), max_size=8)


@given(NAMES)
def test_an_exact_name_is_never_repaired(names: list[str]) -> None:
    ready = Names(names)
    assert all(ready.proposals(name) == () for name in names)


@given(NAMES, st.text(max_size=20))
def test_only_our_names_are_proposed_in_order(names: list[str], word: str) -> None:
    found = Names(names).proposals(word)
    assert {one.name for one in found} <= set(names) - {word}
    assert [one.sure for one in found] == sorted((one.sure for one in found), reverse=True)
    assert found == Names(reversed(names)).proposals(word)
