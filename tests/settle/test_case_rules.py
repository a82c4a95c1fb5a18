"""Which claims collide, what the rule proposes, and who may judge."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.settle.rules import answer_of, collisions_of, extension, may_judge, propose, protection
from gleanry.flow.settle.shapes import CaseRow, CaseRule, Claim, ProtectionRule, Source

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
NOTHING = Source("", None, "no_record", 3, None, ())
RULE = CaseRule()
CASE = CaseRow(
    1, 9, "", 1, 2, "open", {}, 50, "even", 0, AT, AT, AT, None, None, None, None, None, None, None, None, None, ()
)


def claim(member: int, kind: str = "lead", number: int = 1, *, days: int = 0, pipe: str = "") -> Claim:
    return Claim(member, kind, number, AT + timedelta(days=days), pipe)


def test_what_is_proposed_and_why() -> None:
    a, b = [claim(1, days=0, pipe="marketing")], [claim(2, number=2, days=1, pipe="sales")]
    own = Source("sales", 2, "first_within", 3, None, ())
    market = Source("marketing", None, "first_within", 3, None, ())
    assert propose(a, b, own, RULE, protected=1).reason == "protected"
    assert (propose(a, b, own, RULE).share_a, propose(a, b, own, RULE).reason) == (0, "first_within")
    assert (propose(a, b, market, RULE).share_a, propose(a, b, market, RULE).reason) == (100, "pipe_first_within")
    keeper = [*b, claim(2, "account", 3)]
    assert (propose(a, keeper, NOTHING, RULE).share_a, propose(a, keeper, NOTHING, RULE).reason) == (0, "keeps_account")
    assert (propose(a, b, NOTHING, RULE).share_a, propose(a, b, NOTHING, RULE).reason) == (50, "even")
    assert propose(a, b, NOTHING, CaseRule(tie="first")).share_a == 100


CLAIMS = st.lists(
    st.builds(
        claim,
        st.integers(1, 4),
        st.sampled_from(["lead", "deal", "account"]),
        st.integers(1, 9),
        days=st.integers(0, 9),
        pipe=st.sampled_from(["", "sales", "marketing"]),
    ),
    max_size=8,
)


@given(CLAIMS, st.randoms(use_true_random=False))
def test_each_pair_collides_once_whatever_the_order(claims: list[Claim], random: Random) -> None:
    found = collisions_of(claims, {})
    members = {one.member_id for one in claims}
    assert len(found) == len(members) * (len(members) - 1) // 2
    assert len({frozenset(pair) for pair in found}) == len(found)
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert collisions_of(shuffled, {}) == found
    assert collisions_of(claims, {}, [frozenset(pair) for pair in found]) == []


def test_what_was_settled_is_opened_again_only_by_a_new_claim() -> None:
    before = [claim(1, number=1), claim(2, number=2)]
    settled = {frozenset((1, 2)): {("lead", 1), ("lead", 2)}}
    assert collisions_of(before, settled) == []
    assert collisions_of([*before, claim(2, "deal", 3, days=1)], settled) == [(1, 2)]


def test_no_party_judges_and_an_appeal_goes_higher() -> None:
    assert not may_judge(CASE, 1, None)
    assert not may_judge(CASE, 5, (5, 1))
    assert may_judge(CASE, 5, (5, 1, 2))
    appealed = replace(CASE, state="appealed", decided_by_id=5)
    assert not may_judge(appealed, 5, None)
    assert not may_judge(appealed, 6, (6, 1, 2))
    assert may_judge(appealed, 6, (6, 5, 1, 2))
    assert may_judge(appealed, 7, None)
    assert not may_judge(replace(CASE, state="closed"), 7, None)


@pytest.mark.parametrize(
    ("given_now", "answer"),
    [
        ({}, ("accepted", "")),
        ({"protected_by": 4}, ("refused", "protected")),
        ({"protected_by": 1}, ("refused", "own_already")),
        ({"held": 20}, ("refused", "cap")),
        ({"known_to_others": True}, ("case", "known")),
    ],
)
def test_what_becomes_of_a_registration(given_now: dict[str, object], answer: tuple[str, str]) -> None:
    now: dict[str, object] = {"held": 0, "protected_by": None, "member_id": 1, "known_to_others": False}
    assert answer_of(ProtectionRule(), **(now | given_now)) == answer  # type: ignore[arg-type]  # by the table


def test_a_protection_ends_and_is_extended_to_the_hard_end_only() -> None:
    rule = ProtectionRule(months=3, extend_months=2, most_months=4, active_days=30)
    until, latest = protection(AT, rule)
    assert (until, latest) == (AT.replace(month=6), AT.replace(month=7))
    assert extension(until, latest, rule, active_at=None, at=until) == "not_active"
    assert extension(until, latest, rule, active_at=until - timedelta(days=31), at=until) == "not_active"
    assert extension(until, latest, rule, active_at=until, at=until) == latest
    assert extension(latest, latest, rule, active_at=latest, at=latest) == "at_most"
