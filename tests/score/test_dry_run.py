"""Had another table been in force, who would have moved?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.score.models import ScoreCard
from gleanry.flow.score.queries import cell_of, cells_of, dry_run
from gleanry.flow.score.rules import direction_of, steps_between
from gleanry.flow.score.rules.tables import CELLS
from gleanry.flow.score.shapes import Cell
from gleanry.kit import rulebook
from tests.conftest import MONDAY, House
from tests.score.test_recomputing import DAY, lead, touch
from tests.score.test_tables import BOOK

cells = st.sampled_from(CELLS)


@given(before=cells, after=cells)
def test_ways_are_opposite(before: str, after: str) -> None:
    assert steps_between(before, after) == -steps_between(after, before)
    opposite = {"up": "down", "down": "up", "across": "across", "stays": "stays"}
    assert direction_of(after, before) == opposite[direction_of(before, after)]
    assert (direction_of(before, after) == "stays") is (before == after)


@pytest.fixture
def peopled(house: House) -> House:
    """Five leads of one form; the first two also came to an event."""
    house.send(*(lead(n) for n in range(5)))
    house.send(*(touch(n, "event_attended", MONDAY) for n in range(2)), at=MONDAY + DAY, kind="touches")
    return house


@pytest.mark.django_db
def test_the_same_table_moves_nobody(peopled: House) -> None:
    told = dry_run(peopled.id, BOOK, at=MONDAY + DAY)
    assert (told.leads, told.cut, told.up, told.down, told.across) == (5, False, 0, 0, 0)
    assert dict(told.moves) == {("C4", "C4"): 3, ("C3", "C3"): 2}
    assert told.farthest == ()


@pytest.mark.django_db
def test_events_that_count_double_lift_who_came(peopled: House) -> None:
    events = [{**row, "points": 40} if row["event"] == "event_attended" else row for row in BOOK["events"]]
    before = ScoreCard.objects.of(peopled.id).count()

    told = dry_run(peopled.id, {**BOOK, "events": events}, at=MONDAY + DAY)

    assert dict(told.moves) == {("C4", "C4"): 3, ("C3", "C2"): 2}
    assert (told.up, told.down) == (2, 0)
    assert [one.after for one in told.farthest] == [("C2", 45, 60)] * 2
    assert [one.before for one in told.farthest] == [("C3", 45, 40)] * 2
    assert ScoreCard.objects.of(peopled.id).count() == before
    assert rulebook.current(peopled.id, "score").version == 1


@pytest.mark.django_db
def test_a_table_that_gives_less_lets_all_fall_the_farthest_first(peopled: House) -> None:
    fit = [{**row, "points": 5} for row in BOOK["fit"]]
    events = [{**row, "points": row["points"] / 4} for row in BOOK["events"]]
    told = dry_run(peopled.id, {**BOOK, "fit": fit, "events": events}, at=MONDAY + DAY)
    assert (told.up, told.down) == (0, 5)
    assert [(one.before[0], one.after[0]) for one in told.farthest] == [("C3", "D4")] * 2 + [("C4", "D4")] * 3


@pytest.mark.django_db
def test_old_leads_are_left_out_and_too_many_are_said(peopled: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dry_run(peopled.id, BOOK, at=MONDAY + 91 * DAY).leads == 0
    monkeypatch.setattr("gleanry.flow.score.queries.trying.MOST", 3)
    told = dry_run(peopled.id, BOOK, at=MONDAY + timedelta(hours=1))
    assert (told.leads, told.cut) == (3, True)


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_leads(peopled: House) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            dry_run(peopled.id, BOOK, at=MONDAY + DAY)
        return len(queries)

    few = asked()
    peopled.send(*(lead(n) for n in range(10, 50)))
    assert asked() == few == 5


@pytest.mark.django_db
def test_a_cell_is_what_the_book_says(house: House) -> None:
    assert cell_of(house.id, "A1") == cells_of(house.id)["A1"]
    assert cell_of(house.id, "A1").route == "rules"
    assert cell_of(house.id, "") == Cell("")
    rows = [{**row, "route": "nurture"} if row["cell"] == "D4" else row for row in BOOK["cells"]]
    rulebook.publish(house.id, "score", {**BOOK, "cells": rows})
    assert (cell_of(house.id, "D4").route, cell_of(house.id, "D4").plan) == ("nurture", "newsletter")
