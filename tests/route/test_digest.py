"""Every row of the seed's table of assignment, R1 to R10 of the digest, by the pure rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from gleanry.flow.route.rules import Availability, Candidate, Case, Choice, Keeper, People, Router, read_book
from gleanry.wiring.playbooks import read_playbook

TEAM = (
    Candidate(1, frozenset({"seller"}), "East", 10, frozenset({"li lei", "s01"}), ("上海", "浙江")),
    Candidate(2, frozenset({"seller"}), "South", 20, frozenset({"han meimei", "s02"}), ("广东", "深圳")),
    Candidate(3, frozenset({"sdr"}), "Desk", None, frozenset({"ann", "d01"})),
    Candidate(4, frozenset({"sdr"}), "Desk", None, frozenset({"ben", "d02"})),
    Candidate(5, frozenset({"sales_director"}), "East", 10, frozenset({"zhao", "m01"})),
)


@dataclass(frozen=True)
class Limits:
    assign_per_day: int | None = None
    hold_most: int | None = None


def case(lead_id: int = 1, grade: str = "B2", **more: Any) -> Case:
    place = {"source": "SEM", "region_id": None, "qualified": False} | more
    return Case(lead_id, grade, **place)


def router(*rules: dict[str, Any], availability: Availability | None = None, **book: Any) -> Router:
    body = {"rules": [{"pool": "sdr", **rule} for rule in rules], **book}
    read = read_book(body)
    return Router(read, People(TEAM, read.places), availability or Availability())


def who(*rules: dict[str, Any], asked: Case, **book: Any) -> int | None:
    return router(*rules, **book).decide(asked).owner_id


SDR = {"code": "rest", "role": "sdr"}


def test_r1_specified_people_for_an_industry() -> None:
    rule = {"code": "medical", "when": {"industry": ["医疗"]}, "members": ["S02"], "pool": "sales"}
    assert who(rule, SDR, asked=case(fields={"industry": "医疗器械"})) == 2
    assert who(rule, SDR, asked=case(fields={"industry": "软件"})) == 3


def test_r2_round_robin_by_region_and_department() -> None:
    desk = router({"code": "desk", "team": "desk"})
    assert [desk.decide(case(n)).owner_id for n in range(4)] == [3, 4, 3, 4]
    region = {"code": "region", "role": "seller", "same_region": True, "pool": "sales"}
    assert who(region, asked=case(region_id=20)) == 2
    assert who(region, asked=case(region_id=None)) is None


def test_r3_best_leads_to_best_sellers() -> None:
    rule = {"code": "best", "role": "seller", "weights_by_grade": {"A": {"s01": 3}, "D": {"s01": 0}}, "pool": "sales"}
    best = router(rule)
    assert Counter(best.decide(case(n, "A1")).owner_id for n in range(8)) == {1: 6, 2: 2}
    assert Counter(best.decide(case(n, "D4")).owner_id for n in range(4)) == {2: 4}
    assert Counter(best.decide(case(n, "B2")).owner_id for n in range(4)) == {1: 2, 2: 2}
    cell = router({**rule, "weights_by_grade": {"A": {"s01": 3}, "A1": {"s02": 9, "*": 1}}})
    assert Counter(cell.decide(case(n, "A1")).owner_id for n in range(10)) == {1: 1, 2: 9}


@pytest.mark.parametrize(
    ("when_off", "why", "given"),
    [
        ("wait", "hours", 4),
        ("wait", "free_day", 4),
        ("leave", "hours", 3),
        ("leave", "leave", 4),
        ("ignore", "leave", 3),
    ],
)
def test_r4_only_within_a_persons_working_time_else_the_next(when_off: str, why: str, given: int) -> None:
    off = Availability({3: why})
    choice = router({**SDR, "when_off": when_off}, availability=off).decide(case())
    assert choice.owner_id == given


def test_r4_with_nobody_at_work_the_next_rule_or_the_wait() -> None:
    night = dict.fromkeys((1, 2, 3, 4), "hours")
    skip = router({**SDR, "when_off": "skip"}, {"code": "duty", "members": ["m01"]}, availability=Availability(night))
    assert skip.decide(case()).owner_id == 5
    wait = router({**SDR, "when_off": "wait"}, {"code": "duty", "members": ["m01"]}, availability=Availability(night))
    assert wait.decide(case()) == Choice(
        "rest", "sdr", None, "nobody", "rest!", 0, 1, passed=((3, "hours"), (4, "hours"))
    )


def test_r4_the_toc_playbook_asks_working_time_and_the_tob_one_leave() -> None:
    toc = read_book(read_playbook("toc-leads")["rules"]["route"])
    tob = read_book(read_playbook("tob-leads")["rules"]["route"])
    assert {rule.when_off for rule in toc.rules} == {"skip", "wait"}
    assert {rule.when_off for rule in tob.rules if not rule.named} == {"leave"}


def test_r4_with_a_whole_region_on_leave_any_seller_is_next() -> None:
    tob = read_book(read_playbook("tob-leads")["rules"]["route"])
    mql: dict[str, Any] = {"qualified": True, "region_id": 10}
    there = Router(tob, People(TEAM)).decide(case(**mql))
    away = Router(tob, People(TEAM), Availability({1: "leave"})).decide(case(**mql))
    named = Router(tob, People(TEAM), Availability({1: "leave"})).decide(case(fields={"owner": "Li Lei"}, **mql))
    assert (there.rule, there.owner_id) == ("seller_of_region", 1)
    assert (away.rule, away.owner_id) == ("seller_in_turn", 2)
    assert (named.rule, named.owner_id) == ("named_owner", 1)


def test_r5_caps_for_a_day_and_for_what_is_held() -> None:
    day = Availability(today={3: 4}, caps_for=lambda pool, member: Limits(assign_per_day=5))
    owners = [router(SDR, availability=day).decide(case(n)).owner_id for n in range(7)]
    assert Counter(owners) == {3: 1, 4: 5, None: 1}
    held = Availability(held={3: 9, 4: 8}, caps_for=lambda pool, member: Limits(hold_most=9))
    assert [router(SDR, availability=held).decide(case(n)).owner_id for n in range(2)] == [4, None]


@pytest.mark.parametrize(
    ("when", "fields", "holds"),
    [
        ({"company_size": {"at_least": 200, "at_most": 999}}, {"company_size": "200-499人"}, True),
        ({"company_size": {"at_least": 200, "at_most": 999}}, {"company_size": "1,000+"}, False),
        ({"company_size": {"at_least": 200}}, {}, False),
        ({"province": ["广东"]}, {"region": "广东省深圳市", "phone_place": "北京市"}, True),
        ({"province": ["广东"]}, {"phone_place": "广东省广州市"}, True),
        ({"province": ["广东"]}, {"region": "北京市", "phone_place": "广东省广州市"}, False),
        ({"city": ["深圳"]}, {"region": "广东省深圳市"}, True),
        ({"country": ["DE"]}, {"phone_country": "DE"}, True),
        ({"product": ["云"]}, {"product": "云 ERP"}, True),
        ({"industry": {"contains": ["制造"], "not": ["食品"]}}, {"industry": "食品制造"}, False),
        ({"language": ["zh"]}, {"language": "zh-CN"}, True),
        ({"language": ["zh"]}, {"message": "请联系我"}, True),
        ({"language": ["en"]}, {"company": "Acme Inc"}, True),
        ({"channel_code": {"one_of": ["K7"]}}, {"extra": {"channel_code": "k7"}}, True),
        ({"channel_code": {"one_of": ["K7"]}}, {"channel_code": "K77"}, False),
        ({"note": {"not": ["竞品"]}}, {}, True),
    ],
)
def test_r6_keys_of_a_lead(when: dict[str, Any], fields: dict[str, str], holds: bool) -> None:
    assert who({"code": "special", "when": when, "members": ["1"]}, SDR, asked=case(fields=fields)) == (
        1 if holds else 3
    )


def test_r6_keys_that_are_not_typed() -> None:
    when = {"grade": ["A1"], "source": {"not": ["junk"]}, "campaign": ["expo"], "novelty": ["new"], "customer": False,
            "has_region": True, "qualified": False, "region": ["South"]}  # fmt: skip
    fits: dict[str, Any] = {"campaign": "Expo", "novelty": "new", "region_id": 20, "region": "South"}
    special = {"code": "special", "when": when, "members": ["1"]}
    assert who(special, SDR, asked=case(grade="A1", **fits)) == 1
    for other in ({"source": "junk"}, {"campaign": ""}, {"novelty": "customer"}, {"region_id": None}, {"region": "N"}):
        assert who(special, SDR, asked=case(grade="A1", **(fits | other))) == 3


def test_r6_a_place_matched_with_a_sellers_own_area() -> None:
    rule = {"code": "territory", "role": "seller", "territory": True, "when_off": "skip", "pool": "sales"}
    assert who(rule, SDR, asked=case(fields={"region": "广东省深圳市"})) == 2
    assert who(rule, SDR, asked=case(fields={"phone_place": "浙江省杭州市"})) == 1
    assert who(rule, SDR, asked=case(fields={"region": "四川省"})) == 3
    first_phone = {"region": "广东省", "phone_place": "上海市"}
    assert who(rule, SDR, asked=case(fields=first_phone), place_from=["phone_place", "region"]) == 1


def test_r7_equal_rotation_and_ratio() -> None:
    even, ratio = router(SDR), router({**SDR, "weights": {"d01": 2, "d02": 1}})
    assert Counter(even.decide(case(n)).owner_id for n in range(6)) == {3: 3, 4: 3}
    assert Counter(ratio.decide(case(n)).owner_id for n in range(6)) == {3: 4, 4: 2}


def test_r8_nobody_matches_now_and_the_clock_assigns_later() -> None:
    """That the clock does is in test_routing.py; here: the lead waits in the pool of the rule that holds."""
    choice = router({**SDR, "when_off": "wait"}, availability=Availability({3: "hours", 4: "leave"})).decide(case())
    assert (choice.code, choice.pool, choice.owner_id) == ("nobody", "sdr", None)


def test_r9_a_lead_whose_seller_exists_goes_to_that_seller() -> None:
    desk = router(SDR)
    kept = desk.decide(case(), Keeper(77, 2))
    assert (kept.rule, kept.owner_id, kept.account_id, kept.pool) == ("account_owner", 2, 77, "sales")
    assert desk.decide(case(), Keeper(77, 99)).owner_id == 3
    assert desk.decide(case(), Keeper(77, None)).owner_id == 4


def test_r10_to_the_regional_director_who_assigns_by_hand() -> None:
    rule = {"code": "to_director", "role": "sales_director", "same_region": True, "share": "by_hand", "pool": "region"}
    choice = router(rule).decide(case(region_id=10))
    assert (choice.code, choice.owner_id, choice.pool) == ("by_hand", 5, "region")


def test_a_rule_may_leave_leads_in_a_pool_and_the_fallback_takes_the_rest() -> None:
    sea = {"code": "sea", "when": {"grade": ["D4"]}, "share": "pool", "pool": "active_sea"}
    with_fallback = router(sea, fallback={"pool": "general_sea"})
    left, rest = with_fallback.decide(case(grade="D4")), with_fallback.decide(case(grade="A1"))
    assert (left.code, left.pool, left.owner_id) == ("left", "active_sea", None)
    assert (rest.code, rest.pool, rest.owner_id) == ("no_rule", "general_sea", None)


def test_who_held_a_lead_before_comes_last_and_never_where_it_must_change() -> None:
    before = frozenset({3})
    assert who(SDR, asked=case(former=before)) == 4
    both = frozenset({3, 4})
    assert who(SDR, asked=case(former=both)) == 3
    choice = router(SDR).decide(case(former=both, strict=True))
    assert (choice.owner_id, choice.passed) == (None, ((3, "former"), (4, "former")))
