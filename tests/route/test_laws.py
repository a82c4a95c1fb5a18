"""Laws of deciding, whatever people, caps, hours and leads: caps hold, batches are single leads, replay is equal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.route.rules import (
    Availability,
    Candidate,
    Case,
    Choice,
    People,
    Rotation,
    Router,
    read_book,
    replay_all,
)

BOOK = read_book(
    {
        "rules": [
            {"code": "region", "when": {"has_region": True}, "role": "sdr", "same_region": True, "pool": "sdr",
             "when_off": "skip"},
            {"code": "graded", "role": "sdr", "weights_by_grade": {"A": [{"member": "1", "weight": 3}]}, "pool": "sdr",
             "when_off": "wait", "make_up": True, "make_up_most": 2},
        ],
        "fallback": {"pool": "sdr"},
    }
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    assign_per_day: int | None
    hold_most: int | None


people = st.integers(1, 6).map(
    lambda n: [Candidate(i, frozenset({"sdr"}), "", [None, 1, 2][i % 3]) for i in range(1, n + 1)]
)
cases = st.lists(
    st.builds(
        Case,
        lead_id=st.integers(1, 99),
        grade=st.sampled_from(["A1", "D4"]),
        source=st.just(""),
        region_id=st.sampled_from([None, 1, 2]),
        qualified=st.just(value=False),
        former=st.sets(st.integers(1, 6), max_size=2).map(frozenset),
        strict=st.booleans(),
    ),
    min_size=1,
    max_size=60,
)
caps = st.builds(Limits, st.none() | st.integers(0, 12), st.none() | st.integers(0, 12))
off = st.dictionaries(st.integers(1, 6), st.sampled_from(["leave", "hours", "free_day"]), max_size=4)


class House:
    """The state that a workspace keeps between batches."""

    def __init__(self, team: list[Candidate], limits: Limits, away: dict[int, str]) -> None:
        self.rotations: dict[str, Rotation] = {}
        self.today: dict[int, int] = {}
        self.held: dict[int, int] = {}
        self.team, self.limits, self.away = team, limits, away

    def decide(self, batch: list[Case]) -> list[Choice]:
        availability = Availability(self.away, self.today, self.held, lambda pool, member: self.limits)
        router = Router(BOOK, People(self.team), availability, lambda key: self.rotations.get(key, Rotation()))
        choices = [router.decide(case) for case in batch]
        for key, wheel in router.wheels.items():
            wheel.settle()
            self.rotations[key] = wheel.rotation
            owners = [c.owner_id for c in choices if c.key == key and c.stretch == len(wheel.starts) - 1 >= 0]
            if owners and wheel.starts[-1].weights:
                assert replay_all(wheel.starts[-1], len(owners)) == owners
        return choices


@given(team=people, sent=cases, limits=caps, away=off)
def test_caps_are_never_passed_and_nobody_absent_gets_a_lead(
    team: list[Candidate], sent: list[Case], limits: Limits, away: dict[int, str]
) -> None:
    choices = House(team, limits, away).decide(sent)
    got = Counter(choice.owner_id for choice in choices if choice.owner_id is not None)
    for cap in (limits.assign_per_day, limits.hold_most):
        assert cap is None or max(got.values(), default=0) <= cap
    assert not set(got) & set(away)
    for case, choice in zip(sent, choices, strict=True):
        assert not case.strict or choice.owner_id not in case.former
        assert choice.pool == "sdr"


@given(team=people, sent=cases, limits=caps, away=off, cuts=st.sets(st.integers(0, 60)))
def test_a_batch_is_its_leads_one_by_one(
    team: list[Candidate], sent: list[Case], limits: Limits, away: dict[int, str], cuts: set[int]
) -> None:
    whole, parts = House(team, limits, away), House(team, limits, away)
    together = [(c.rule, c.owner_id, c.step) for c in whole.decide(sent)]
    ends = sorted({*(cut for cut in cuts if cut < len(sent)), len(sent)})
    apart = []
    for begin, end in zip([0, *ends], ends, strict=False):
        apart += [(c.rule, c.owner_id, c.step) for c in parts.decide(sent[begin:end])]
    assert together == apart
    assert whole.today == parts.today
    assert {key: r.standings for key, r in whole.rotations.items()} == {
        key: r.standings for key, r in parts.rotations.items()
    }
