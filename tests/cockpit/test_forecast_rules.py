"""What deals count for, where periods end, and how right a method was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from gleanry.cockpit.rules.learning import Course, days_by_stage, moment_of, seen_at
from gleanry.cockpit.rules.periods import days_of, days_of_key, monday_of, stretches
from gleanry.cockpit.rules.reviewing import Item, is_stuck, ranking_of, reasons_of, sections_of, verdict_of
from gleanry.cockpit.rules.scoring import Held, Stood, figures_of, held_against
from gleanry.cockpit.rules.weights import GRADE_SHARES, grade_shares, stage_shares, weighted

MONDAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, tzinfo=UTC)


def test_the_shares_of_the_grades_are_the_tables() -> None:
    assert {grade: share // 100 for grade, share in GRADE_SHARES.items()} == {
        "A": 80, "B": 60, "C": 30, "D": 10, "E": 0, "S": 100, "F": 0
    }  # fmt: skip
    assert grade_shares({"grades": [{"code": "A", "share": 70}]})["A"] == 7_000
    assert [weighted(minor, 8_000) for minor in (0, 1, 2, 3, 100)] == [0, 1, 2, 2, 80]


def test_stages_that_say_nothing_are_taken_in_even_steps() -> None:
    said = {"stages": [{"key": "a", "percent": 10}, {"key": "b", "percent": 90}]}
    silent = {"stages": [{"key": key} for key in "abcd"]}
    assert stage_shares(said) == {"a": 1_000, "b": 9_000}
    assert stage_shares(silent) == {"a": 2_000, "b": 4_000, "c": 6_000, "d": 8_000}


@given(st.dates(date(1990, 1, 1), date(2900, 1, 1)))
def test_each_day_is_in_its_periods_and_stretches_leave_no_gap(day: date) -> None:
    for period in ("month", "quarter", "year"):
        days = days_of(period, day)
        assert days is not None
        assert days[0] <= day < days[1]
    assert monday_of(day).weekday() == 0
    for by in ("month", "quarter"):
        found = stretches(by, day)
        assert [end for _, _, end in found[:-1]] == [start for _, start, _ in found[1:]]
        assert all(days_of_key(key) == (start, end) for key, start, end in found)


SAID = st.builds(
    Stood,
    said=st.integers(0, 1000),
    expected_close=st.none() | st.dates(date(2026, 1, 1), date(2026, 9, 1)),
    won_on=st.none() | st.dates(date(2026, 3, 2), date(2026, 9, 1)),
    won=st.integers(0, 1000),
)


@given(st.lists(SAID), st.lists(SAID))
def test_a_snapshot_in_parts_is_the_snapshot(some: list[Stood], others: list[Stood]) -> None:
    parts = [held_against(deals, MONDAY, 8) for deals in (some, others)]
    whole = held_against([*some, *others], MONDAY, 8)
    assert whole == Held(sum(part.forecast for part in parts), sum(part.actual for part in parts))
    assert held_against(some, MONDAY, 4).actual <= held_against(some, MONDAY, 13).actual


def test_bias_error_and_hits() -> None:
    figures = figures_of([Held(120, 100), Held(50, 100), Held(0, 0), Held(7, 0)])
    assert (figures.snapshots, figures.forecast, figures.actual) == (4, 177, 200)
    assert figures.bias == -0.115
    assert figures.error == 0.35
    assert figures.hit_rate == 0.5
    assert figures_of([]).hit_rate is None
    assert figures_of([Held(119, 100)], Fraction(1, 10)).hit_rate == 0.0


def course(number: int, **more: object) -> Course:
    known = {"opened_at": AT, "closed_at": AT + timedelta(days=100), "won": True, "owner_id": 1, "product": "",
             "process": "", "currency": "CNY", "source": "", "stages": ((AT, "a"), (AT + timedelta(days=50), "b"),
             (AT + timedelta(days=100), "won"))}  # fmt: skip
    return Course(number, **{**known, **more})  # type: ignore[arg-type]  # as a deal takes them


def test_a_closed_deal_is_seen_on_its_way_and_never_at_its_end() -> None:
    seen = [seen_at(one, moment_of(one)) for one in (course(number) for number in range(1, 400))]
    assert {row.stage for row in seen} == {"a", "b"}
    assert all(row.at < AT + timedelta(days=100) for row in seen)
    assert all(row.days_in_stage <= row.days_open for row in seen)
    later = seen_at(course(1), AT + timedelta(days=60))
    assert (later.stage, later.days_open, later.days_in_stage, later.days_left) == ("b", 60.0, 10.0, 40.0)
    assert days_by_stage(seen)["b"] < days_by_stage(seen)["a"]


def test_a_review_counts_all_and_shows_the_largest() -> None:
    items = [Item("won", n, f"D{n}", n % 2, n, {}) for n in range(1, 50)] + [
        Item("lost", 99, "L", 1, 5, {"reason": "price"})
    ]
    everybody, one = sections_of(items, None), sections_of(items, frozenset({1}))
    assert (everybody["won"]["count"], everybody["won"]["minor"]) == (49, sum(range(1, 50)))
    assert [row["deal"] for row in everybody["won"]["rows"][:2]] == [49, 48]
    assert one["won"]["count"] == 25
    assert reasons_of(items, None) == {"price": 1}
    assert is_stuck(15, 14)
    assert not is_stuck(14, 14)
    assert not is_stuck(999, None)


def test_a_promise_is_kept_within_its_week_or_broken_after_it() -> None:
    ask = {"reached_on": None, "week": MONDAY}
    assert verdict_of("win", won_on=date(2026, 3, 8), today=date(2026, 3, 8), **ask) == "kept"  # type: ignore[arg-type]
    assert verdict_of("win", won_on=date(2026, 3, 9), today=date(2026, 3, 9), **ask) == "broken"  # type: ignore[arg-type]
    assert verdict_of("win", won_on=None, today=date(2026, 3, 8), **ask) == ""  # type: ignore[arg-type]
    assert verdict_of("words", won_on=None, today=date(2026, 4, 8), **ask) == ""  # type: ignore[arg-type]


def test_equal_sellers_share_a_place() -> None:
    ranked = ranking_of({1: (50, 1), 2: (90, 2), 3: (50, 3)}, {2: 100})
    assert [(row.member, row.place, row.share) for row in ranked] == [(2, 1, 0.9), (1, 2, None), (3, 2, None)]
