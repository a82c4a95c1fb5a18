"""Properties of the points: caps, fading, reasons that add up, and the moment a lead falls by time alone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.score.rules import aged, faded, grade_of, next_change, read_tables
from gleanry.flow.score.rules.grading import band_of
from tests.conftest import MONDAY
from tests.score.test_tables import BOOK, SEED

DAY = timedelta(days=1)
kinds = st.sampled_from([*SEED, "unheard_of"])
touches = st.lists(st.tuples(kinds, st.integers(0, 900)), max_size=30)
fields = st.fixed_dictionaries(
    {
        "company_size": st.sampled_from(["", "10", "200-499人", "1,000+", "很多"]),
        "industry": st.text(max_size=10),
        "phone": st.sampled_from(["", "+8613800138000"]),
        "company_key": st.sampled_from(["", "南海"]),
    }
)


@st.composite
def books(draw: st.DrawFn) -> dict[str, Any]:
    """Tables of the workspace's own: other points, caps, groups and half-lives."""
    events = []
    for kind in SEED:
        row: dict[str, Any] = {"event": kind, "points": draw(st.integers(-300, 300).filter(bool)) / 10}
        row["cap"] = draw(st.sampled_from([None, 30, 45.5, 60]))
        row["half_life"] = draw(st.sampled_from([None, 1, 7, 30, 365]))
        row["group"] = draw(st.sampled_from(["", "a", "b"]))
        events.append(row)
    return {**BOOK, "events": events, "groups": [{"group": "a", "cap": 50}, {"group": "b", "cap": 77.7}]}


@given(fields=fields, touched=touches, book=books())
def test_every_lead_has_one_of_sixteen_cells_and_its_reasons_add_up(
    fields: dict[str, Any], touched: list[tuple[str, int]], book: dict[str, Any]
) -> None:
    tables = read_tables(book)
    scoring = grade_of(fields, touched, tables)
    assert scoring.grade[0] in "ABCD"
    assert scoring.grade[1] in "1234"
    assert grade_of(fields, touched, tables) == scoring
    said = [(code, Decimal(str(points))) for code, points, *_ in scoring.reasons]
    behaviour = sum(points for code, points in said if code in SEED or code.startswith("cap:"))
    fit = sum(points for code, points in said if code not in SEED and not code.startswith("cap:"))
    assert abs(max(behaviour, 0) - Decimal(str(scoring.behaviour))) <= Decimal("0.05")
    assert abs(max(fit, 0) - Decimal(str(scoring.fit))) <= Decimal("0.05")


@given(fields=fields, touched=touches, more=st.sampled_from(["form_submitted", "event_attended"]))
def test_a_gain_never_takes_away(fields: dict[str, Any], touched: list[tuple[str, int]], more: str) -> None:
    tables = read_tables(BOOK)
    before, after = grade_of(fields, touched, tables), grade_of(fields, [*touched, (more, 0)], tables)
    assert after.behaviour >= before.behaviour


@given(touched=touches, book=books())
def test_no_event_and_no_group_passes_its_cap(touched: list[tuple[str, int]], book: dict[str, Any]) -> None:
    said = {code: points for code, points, *_ in grade_of({}, touched, read_tables(book)).reasons}
    caps = {row["event"]: row["cap"] for row in book["events"]}
    groups = {row["event"]: row["group"] for row in book["events"]}
    for code, points in said.items():
        if caps.get(code) is not None:
            assert abs(points) <= caps[code]
    for row in book["groups"]:
        theirs = sum(Decimal(str(points)) for code, points in said.items() if groups.get(code) == row["group"])
        theirs += Decimal(str(said.get(f"cap:{row['group']}", 0)))
        assert abs(theirs) <= Decimal(str(row["cap"]))


@given(points=st.integers(-10_000, 10_000), half_life=st.integers(1, 400), days=st.integers(0, 4000))
def test_points_are_halved_in_a_half_life(points: int, half_life: int, days: int) -> None:
    left = faded(points, half_life, days)
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(points) * Decimal("0.5") ** (Decimal(days) / Decimal(half_life))
    assert abs(left - exact) <= Decimal("0.5000000001")
    assert abs(faded(points, half_life, days + 1)) <= abs(left)
    assert faded(-points, half_life, days) == -left
    assert faded(points, half_life, 0) == points
    assert faded(points * 2, half_life, half_life) == points


moments = st.integers(0, 200 * 24).map(lambda hours: MONDAY - timedelta(hours=hours))
gains = st.sampled_from([kind for kind, points in SEED.items() if points > 0])


@given(touched=st.lists(st.tuples(gains, moments), max_size=12), half_life=st.integers(1, 120))
def test_the_moment_of_the_fall_is_exact(touched: list[tuple[str, Any]], half_life: int) -> None:
    tables = read_tables({**BOOK, "events": [{**row, "half_life": half_life} for row in BOOK["events"]]})

    def band(at: Any) -> str:
        return band_of(aged(touched, at), tables)

    falls = next_change(touched, tables, MONDAY)
    if falls is None:
        assert band(MONDAY) == band(MONDAY + 4000 * DAY)
    else:
        assert falls > MONDAY
        assert band(falls) != band(MONDAY)
        assert band(falls - timedelta(microseconds=1)) == band(MONDAY)


@given(touched=st.lists(st.tuples(kinds, moments), max_size=12))
def test_gains_and_losses_that_fade_are_found_in_time(touched: list[tuple[str, Any]]) -> None:
    tables = read_tables({**BOOK, "events": [{**row, "half_life": 20} for row in BOOK["events"]]})
    looked_at, now = MONDAY, band_of(aged(touched, MONDAY), tables)
    for day in range(1, 200):
        at = MONDAY + day * DAY
        while (due := next_change(touched, tables, looked_at)) is not None and due <= at:
            looked_at, now = due, band_of(aged(touched, due), tables)
        assert now == band_of(aged(touched, at), tables)


@pytest.mark.parametrize(("days", "left"), [(0, 5), (45, 3.54), (90, 2.5), (180, 1.25), (900, 0)])
def test_a_visit_fades(days: int, left: float) -> None:
    ((code, *points),) = grade_of({}, [("page_visited", days)], read_tables(BOOK)).reasons
    assert (code, points[0]) == ("page_visited", left)
