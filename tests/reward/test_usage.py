"""The usage score: five aspects, a rank, and what to talk about."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.reward.rules import usage_faults, usage_of
from gleanry.flow.reward.shapes import UsageFigures
from gleanry.wiring.playbooks import read_playbook

BODY = read_playbook("tob-leads")["rules"]["usage"]
GOOD = UsageFigures(1, visits=8, asked=48, said=48, accurate=8, in_time=8, linked=8)


def test_who_writes_everything_down_in_time_has_all_points():
    [score] = usage_of([GOOD], BODY)
    assert (score.points, score.rank, score.reasons) == (Decimal(100), 1, ())


def test_what_is_weak_is_named_the_weakest_first():
    """Four of eight visits, half of what is asked, none in time: each aspect in percent, weighed as the book says."""
    poor = UsageFigures(2, visits=4, asked=24, said=12, accurate=4, in_time=0, linked=2, forgotten=1)
    idle = UsageFigures(3)
    scores = {score.figures.member_id: score for score in usage_of([GOOD, poor, idle], BODY)}
    assert dict(scores[2].parts) == {
        "count": 50,
        "completeness": 50,
        "accuracy": 80,
        "timeliness": 0,
        "links": 50,
    }
    assert scores[2].points == Decimal("44.50")
    assert scores[2].reasons == ("late", "few_visits", "incomplete", "unlinked", "forgotten")
    assert (scores[3].points, scores[3].rank, scores[3].reasons) == (Decimal(0), 3, ("few_visits",))


def test_the_book_is_checked():
    assert usage_faults(BODY) == []
    assert [f["setting"] for f in usage_faults({"people": ["*"], "weights": {"luck": 3}, "visits": -1})] == [
        "weights.luck",
        "visits",
    ]
    assert [f["code"] for f in usage_faults({"people": ["*"], "weights": dict.fromkeys(BODY["weights"], 0)})] == [
        "nothing_counts"
    ]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=12))
def test_ranks_follow_points_and_nobody_is_both_ends(rows: list[tuple[int, int]]) -> None:
    """Law: more points never rank lower; points lie between 0 and 100; top and bottom do not meet."""
    figures = [
        UsageFigures(n, visits=v, asked=6 * v, said=3 * v, accurate=v, in_time=min(v, t), linked=0)
        for n, (v, t) in enumerate(rows)
    ]
    scores = usage_of(figures, BODY)
    assert [score.rank for score in scores] == sorted(score.rank for score in scores)
    assert all(0 <= score.points <= 100 for score in scores)
    assert all(a.rank == b.rank for a in scores for b in scores if a.points == b.points)
    tops = [score.points for score in scores if score.place == "top"]
    bottoms = [score.points for score in scores if score.place == "bottom"]
    assert not tops or not bottoms or min(tops) > max(bottoms)
