"""Targets: whatever is split or changed, children add up to their parent."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.cockpit.rules.coverage import gap_of, inquiries_for, new_inquiries, pace_of
from gleanry.cockpit.rules.target_files import BadRow, from_csv, to_csv
from gleanry.cockpit.rules.targets import (
    NotAdding,
    change,
    faults_of,
    fix,
    is_tree,
    next_levels,
    parts_of,
    path_of,
    root_of,
    split,
)
from gleanry.cockpit.shapes import MEASURES, Node

KEYS = {"team": ("1", "2", "3"), "person": ("11", "12"), "product": ("pump", "valve"), "region": ("5", "6", "7")}


@given(st.data(), st.integers(0, 10**12))
def test_targets_add_up_at_each_level_after_any_edits(data: st.DataObject, value: int) -> None:
    nodes: list[Node] = [root_of(2026, value)]
    for _ in range(data.draw(st.integers(1, 8))):
        by_id = {node.id: node for node in nodes}
        node = data.draw(st.sampled_from(nodes))
        match data.draw(st.sampled_from(("split", "siblings", "up", "fix"))):
            case "split":
                levels = next_levels(path_of(by_id, node))
                if levels:
                    level = data.draw(st.sampled_from(levels))
                    time = (
                        next(one for one in reversed(path_of(by_id, node)) if one.level in ("year", "quarter"))
                        if level in ("quarter", "month")
                        else node
                    )
                    keys = parts_of(time, level) if level in ("quarter", "month") else KEYS[level]
                    weights = data.draw(st.lists(st.integers(0, 50), min_size=len(keys), max_size=len(keys)))
                    nodes = split(nodes, node.id, level, dict(zip(keys, weights, strict=True)))
            case "fix":
                nodes = fix(nodes, node.id, not node.fixed)
            case mode:
                with suppress(NotAdding):
                    nodes = change(nodes, node.id, data.draw(st.integers(0, 10**12)), mode)
        assert faults_of(nodes) == []
        assert is_tree(nodes, 2026)
        assert all(one.value >= 0 for one in nodes)
    assert len(MEASURES) == 6


def test_a_changed_number_says_by_how_much_it_does_not_add_up() -> None:
    nodes = split([root_of(2026, 100)], 1, "quarter", dict.fromkeys(parts_of(root_of(2026, 1), "quarter"), 1))

    with pytest.raises(NotAdding) as refused:
        change(nodes, 2, 40)
    assert (refused.value.node, refused.value.missing) == (1, -15)
    assert [node.value for node in change(nodes, 2, 40, "siblings")] == [100, 40, 20, 20, 20]
    assert [node.value for node in change(nodes, 2, 40, "up")] == [115, 40, 25, 25, 25]
    held = fix(fix(fix(nodes, 3, True), 4, True), 5, True)
    with pytest.raises(NotAdding):
        change(held, 2, 40, "siblings")
    with pytest.raises(ValueError, match="not negative"):
        change(nodes, 2, -1, "up")


def test_a_table_of_targets_comes_back_as_it_went() -> None:
    nodes = split([root_of(2026, 1_000_01)], 1, "quarter", {"2026-Q1": 18, "2026-Q2": 25, "2026-Q3": 27, "2026-Q4": 30})
    nodes = split(nodes, 2, "team", {"7": 1, "8": 2})
    names = {"7": "North / East", "8": "South"}
    text = to_csv(nodes, lambda node: names.get(node.key, node.key), lambda value: f"{Decimal(value) / 100:.2f}")

    def key(level: str, name: str) -> str | None:
        return next((one for one, known in names.items() if known == name), None) if level == "team" else name

    assert from_csv(text, 2026, key=key, whole=lambda value: int(value * 100)) == nodes
    for broken, code in (
        (text.replace("North", "Nirth"), "bad_path"),
        (text.replace("180.00", "x"), "bad_value"),
        ("path,value\nyear=2025,1\n", "no_year"),
        ("path,value\nyear=2026,1\nyear=2026/quarter=2026-Q1/team=South,1\n", "no_parent"),
        (text + "year=2026/quarter=2026-Q1/team=South,1\n", "twice"),
    ):
        with pytest.raises(BadRow) as refused:
            from_csv(broken, 2026, key=key, whole=lambda value: int(value * 100))
        assert refused.value.code == code


def test_the_books_check_of_plausibility() -> None:
    assert inquiries_for(59, per_deal=Decimal("2.5"), per_opportunity=Decimal("2.5")) == Decimal("368.75")


@pytest.mark.parametrize(
    ("target", "shipped", "sure", "raised", "gap", "fresh"),
    [(1000, 300, 200, 100, 400, 500), (1000, 800, 300, 0, 0, 0), (7, 0, 0, 0, 7, 9)],
)
def test_what_is_missing_and_what_must_be_found(
    target: int, shipped: int, sure: int, raised: int, gap: int, fresh: int
) -> None:
    assert gap_of(target, shipped, sure, raised) == gap
    assert new_inquiries(gap) == fresh


def test_the_pace_to_catch_up() -> None:
    pace = pace_of(1000, 300, gone=50, total=100)

    assert (pace.due_by_now, pace.behind, pace.landing) == (500, 200, 600)
    assert (pace.per_day, pace.needed_per_day) == (6.0, 14.0)
    assert pace_of(1000, 300, gone=100, total=100).needed_per_day is None


def test_numbers_that_are_no_tree_are_known() -> None:
    root = root_of(2026, 3)
    quarter, month = Node(2, 1, "quarter", "2026-Q1", 3), Node(3, 2, "month", "2026-02", 3)
    assert is_tree([root, quarter, month], 2026)
    for broken in (
        [],
        [quarter, root],
        [root_of(2025, 3)],
        [root, root],
        [root, Node(2, 9, "team", "1", 3)],
        [root, Node(2, 1, "team", "x", 3)],
        [root, quarter, Node(3, 2, "month", "2026-04", 3)],
        [root, quarter, Node(3, 2, "quarter", "2026-Q1", 3)],
        [root, quarter, Node(3, 1, "team", "1", 0)],
        [root, quarter, Node(3, 1, "quarter", "2026-Q1", 0)],
    ):
        assert not is_tree(broken, 2026)
