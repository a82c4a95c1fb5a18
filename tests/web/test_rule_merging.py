"""Two people edit one book at once: what only one of them changed is as that one put it, and mine is never lost."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from gleanry.tenants.shapes import Viewer
from gleanry.web.books import book_named
from gleanry.web.editing.describing import Book
from gleanry.web.editing.drafts import draft_of
from gleanry.web.editing.kinds import Sight
from gleanry.web.editing.merging import merged
from gleanry.web.editing.steps import stepped
from gleanry.wiring.playbooks import read_playbook
from tests.conftest import PLAIN_STAGES

SIGHT = Sight(Viewer(workspace_id=0, member_id=0, name=""))
STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "copy", "remove", "up", "down", "edit"]), st.integers(0, 5)), max_size=4
)


def _book(name: str) -> Book:
    book = book_named(name)
    assert book is not None
    return book


def _draft(name: str) -> dict[str, Any]:
    body = {"stages": PLAIN_STAGES} if name == "convert" else read_playbook("tob-leads")["rules"][name]
    return draft_of(_book(name), body)


def _stepped(draft: dict[str, Any], steps: list[tuple[str, int]], mark: str) -> dict[str, Any]:
    for verb, at in steps:
        rows = draft["stages"]
        if verb == "edit":
            draft = deepcopy(draft)
            if rows:
                draft["stages"][at % len(rows)]["en"] = mark
        elif verb == "add" or rows:
            place = "add:stages" if verb == "add" else f"{verb}:stages.{at % len(rows)}"
            draft = stepped(_book("convert"), draft, place)[0]
    return draft


@given(STEPS)
def test_what_only_one_did_is_taken_whole(steps: list[tuple[str, int]]) -> None:
    book, base = _book("convert"), _draft("convert")
    changed = _stepped(base, steps, "changed")
    assert merged(book, base, changed, base, SIGHT) == (changed, [])
    assert merged(book, base, base, changed, SIGHT) == (changed, [])
    assert merged(book, base, changed, changed, SIGHT) == (changed, [])


@given(STEPS, STEPS)
def test_nothing_i_typed_is_lost_and_no_row_is_there_twice(
    my_steps: list[tuple[str, int]], their_steps: list[tuple[str, int]]
) -> None:
    book, base = _book("convert"), _draft("convert")
    mine, theirs = _stepped(base, my_steps, "mine"), _stepped(base, their_steps, "theirs")
    result, _both = merged(book, base, mine, theirs, SIGHT)
    keys = [row["key"] for row in result["stages"]]
    assert len(keys) == len(set(keys))
    for row in mine["stages"]:
        if row.get("en") == "mine":
            assert any(one["key"] == row["key"] and one.get("en") == "mine" for one in result["stages"])
    untouched = [row for row in base["stages"] if row in mine["stages"] and row in theirs["stages"]]
    assert all(row in result["stages"] for row in untouched)


def test_rows_fields_and_order_are_told_apart() -> None:
    book, base = _book("convert"), _draft("convert")
    mine, theirs = deepcopy(base), deepcopy(base)
    mine["stages"][0]["en"] = "First talk"
    mine["stages"][3]["en"] = "Bargaining"
    theirs["stages"][0]["zh"] = "初次沟通"
    theirs["stages"][3]["en"] = "Terms"
    theirs["stages"].insert(2, {"key": "trial", "zh": "试用", "en": "Trial"})
    del theirs["stages"][1]
    with override("en"):
        result, both = merged(book, base, mine, theirs, SIGHT)
    assert [(row["key"], row["zh"], row["en"]) for row in result["stages"]] == [
        ("discovery", "初次沟通", "First talk"),
        ("trial", "试用", "Trial"),
        ("proposal", "方案报价", "Proposal"),
        ("negotiation", "商务谈判", "Bargaining"),
    ]
    assert both == ["Stages, row 4 (negotiation)"]


@pytest.mark.parametrize("name", ["clean", "roles", "rates", "calendar"])
def test_settings_inside_settings_are_merged_too(name: str) -> None:
    book, base = _book(name), {"a": {"b": 1, "c": 1}, "d": 1}
    mine, theirs = {"a": {"b": 2, "c": 1}, "d": 2}, {"a": {"b": 1, "c": 3}, "d": 3}
    assert merged(book, base, mine, theirs, SIGHT) == ({"a": {"b": 2, "c": 3}, "d": 2}, ["d"])
