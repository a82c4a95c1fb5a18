"""Rules that cannot work are told before they are in force."""

from __future__ import annotations

from typing import Any

import pytest

from gleanry.flow.route.rules.check import faults_of
from gleanry.kit import rulebook
from gleanry.wiring.playbooks import read_playbook
from tests.conftest import House

REST = {"code": "rest", "role": "sdr", "pool": "sdr"}


def faults(*rules: dict[str, Any], **book: Any) -> list[tuple[int, str, str]]:
    body = {"rules": [{"pool": "sales", **rule} for rule in rules], **book}
    return [(fault.row, fault.setting, fault.code) for fault in faults_of(body)]


@pytest.mark.parametrize("name", ["tob-leads", "toc-leads"])
def test_playbooks_are_in_order(name: str) -> None:
    assert faults_of(read_playbook(name)["rules"]["route"]) == []


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ({"code": ""}, ("code", "bad_code")),
        ({"code": "a:b"}, ("code", "bad_code")),
        ({"code": "x", "pool": "intake"}, ("pool", "no_such_pool")),
        ({"code": "x", "role": "wizard"}, ("role", "no_such_role")),
        ({"code": "x", "colour": 1}, ("colour", "unknown_setting")),
        ({"code": "x", "share": "auction"}, ("share", "no_such_choice")),
        ({"code": "x", "when_off": "sleep"}, ("when_off", "no_such_choice")),
        ({"code": "x", "otherwise": "cry"}, ("otherwise", "no_such_choice")),
        ({"code": "x", "make_up_most": 0}, ("make_up_most", "bad_number")),
        ({"code": "x", "weights": {"1": -1}}, ("weights", "bad_number")),
        ({"code": "x", "members": ["1", "2"], "weights": {"1": 0, "2": 0}}, ("weights", "weights_zero")),
        ({"code": "x", "weights": {"*": 0}}, ("weights", "weights_zero")),
        ({"code": "x", "weights_by_grade": {"A": {"*": 0}}}, ("weights_by_grade", "weights_zero")),
        ({"code": "x", "when": {"grade": ["E9"]}}, ("grade", "never")),
        ({"code": "x", "when": {"source": []}}, ("source", "never")),
        ({"code": "x", "when": {"qualified": "perhaps"}}, ("qualified", "not_a_truth")),
        ({"code": "x", "when": {"company_size": {"at_least": 500, "at_most": 200}}}, ("company_size", "never")),
        ({"code": "x", "when": {"source": {"one_of": ["SEM"], "not": ["sem"]}}}, ("source", "never")),
        ({"code": "x", "when": {"industry": {"sounds_like": ["x"]}}}, ("industry", "no_such_test")),
        ({"code": "x", "when": {"company_size": {"at_least": "many"}}}, ("company_size", "bad_number")),
    ],
)
def test_a_rule_that_cannot_work_is_named(rule: dict[str, Any], fault: tuple[str, str]) -> None:
    assert (1, *fault) in faults(rule, REST)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({}, {"source": ["SEM"]}),
        ({"source": ["SEM", "SEO"]}, {"source": ["sem"], "grade": ["A1"]}),
        ({"company_size": {"at_least": 100}}, {"company_size": {"at_least": 200}}),
        ({"industry": ["医"]}, {"industry": ["医疗"]}),
        ({"qualified": True}, {"qualified": True, "place": ["广东"]}),
    ],
)
def test_a_rule_behind_a_wider_one_is_never_reached(earlier: dict[str, Any], later: dict[str, Any]) -> None:
    assert (2, "when", "shadowed") in faults({"code": "wide", "when": earlier}, {"code": "narrow", "when": later}, REST)
    skipping = {"code": "wide", "when": earlier, "when_off": "skip"}
    assert faults(skipping, {"code": "narrow", "when": later}, REST) == []
    assert faults({"code": "narrow", "when": later}, {"code": "wide", "when": earlier}, REST)[:1] == (
        [] if earlier else [(3, "when", "shadowed")]
    )


def test_a_book_says_what_happens_to_the_rest() -> None:
    narrow = {"code": "x", "when": {"grade": ["A1"]}}
    assert faults(narrow) == [(0, "fallback", "no_fallback")]
    assert faults(narrow, fallback={"pool": "sdr"}) == []
    assert faults(narrow, fallback={"pool": "nowhere"}) == [(0, "fallback", "no_such_pool")]
    assert faults(narrow, REST, gone="nowhere") == [(0, "gone", "no_such_pool")]
    assert faults(narrow, REST, second_round={"minutes": 0}) == [(0, "second_round", "bad_number")]
    assert faults(narrow, REST, place_from=["moon"]) == [(0, "place_from", "no_such_field")]
    assert faults(narrow, narrow, REST) == [(2, "code", "twice")]
    assert [fault.code for fault in faults_of({})] == ["missing"]


@pytest.mark.django_db
def test_a_broken_book_is_not_published(house: House) -> None:
    with pytest.raises(rulebook.BadRules):
        rulebook.publish(house.id, "route", {"rules": [{"code": "x", "pool": "nowhere"}]})
