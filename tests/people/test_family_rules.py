"""Who may belong to whom: no circles, and no deeper than eight levels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gleanry.people.rules import MOST_LEVELS, circles, settle
from gleanry.people.shapes import NewPlace, RefusedPlace

NOBODY = dict.fromkeys(range(1, 8))
IDS = st.integers(1, 7)
PLACES = st.lists(
    st.builds(NewPlace, IDS, st.none() | IDS, st.sampled_from(["subsidiary", "branch", "dealer"])), max_size=12
)


@given(PLACES)
def test_whatever_is_asked_there_is_no_circle_and_each_has_one_parent(places: list[NewPlace]) -> None:
    kept, refused = settle(NOBODY, places)
    parents = NOBODY | {i: place.parent_id for i, place in kept.items()}
    assert circles(parents) == set()
    assert all(row.code in ("itself", "circle", "too_deep") for row in refused)


@given(PLACES)
def test_a_batch_is_the_places_one_by_one(places: list[NewPlace]) -> None:
    together, refused = settle(NOBODY, places)
    parents: dict[int, int | None] = dict(NOBODY)
    one_by_one: dict[int, NewPlace] = {}
    left: list[RefusedPlace] = []
    for place in places:
        kept, no = settle(parents, [place])
        one_by_one |= kept
        parents |= {i: row.parent_id for i, row in kept.items()}
        left += no
    assert (together, refused) == (one_by_one, left)


def test_nobody_is_put_below_what_belongs_to_them() -> None:
    parents = {1: None, 2: 1, 3: 2, 4: None}
    told = [NewPlace(1, 3, "branch"), NewPlace(2, 2, "branch"), NewPlace(4, 9, "branch"), NewPlace(4, 3, "cousin")]
    assert [row.code for row in settle(parents, told)[1]] == ["circle", "itself", "no_account", "bad_relation"]


def test_a_group_is_eight_levels_deep_at_most() -> None:
    line: dict[int, int | None] = {1: None} | {n: n - 1 for n in range(2, MOST_LEVELS + 1)} | {99: None, 98: 99}
    kept, refused = settle(line, [NewPlace(99, MOST_LEVELS, "branch")])
    assert (kept, [row.code for row in refused]) == ({}, ["too_deep"])
    assert [row.code for row in settle(line, [NewPlace(99, MOST_LEVELS - 1, "branch")])[1]] == ["too_deep"]
    assert settle(line, [NewPlace(99, MOST_LEVELS - 2, "branch")])[1] == []


def test_a_circle_names_those_in_it_and_not_those_below() -> None:
    assert circles({1: 2, 2: 1, 3: 1, 4: None, 5: 4}) == {1, 2}
