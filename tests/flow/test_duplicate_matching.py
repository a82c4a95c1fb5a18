"""Properties of the duplicate rules: no database, no clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.identify.rules import (
    ACTIONS,
    COMPARED,
    Arrival,
    DuplicateRule,
    KeptAccount,
    OpenLead,
    Profile,
    Shelf,
    completed,
    decide,
    faults_of,
    novelty_of,
    read_book,
    refreshed,
    retold,
    written,
)
from gleanry.flow.identify.rules.duplicates import match_of
from gleanry.wiring.playbooks import read_playbook

START = datetime(2026, 1, 1, tzinfo=UTC)
PERSON, COMPANY = ("phone", "wechat", "email"), ("company", "credit_code", "domain")

arrivals = st.builds(
    Arrival,
    contact_at=st.integers(-400, 400).map(lambda days: START + timedelta(days=days)),
    fields=st.dictionaries(st.sampled_from((*PERSON, *COMPANY)), st.sampled_from("ab"), max_size=6),
)
lead_rules = st.builds(
    DuplicateRule,
    code=st.uuids().map(str),
    compare=st.just("lead"),
    fields=st.lists(st.sampled_from((*PERSON, *COMPANY)), min_size=1, max_size=3, unique=True).map(tuple),
    action=st.sampled_from(["attach", "tag", "create", "ask"]),
    need=st.sampled_from(["any", "all"]),
    window_days=st.sampled_from([0, 30, 90, 180]),
)


def shelf_with(arrival: Arrival) -> Shelf:
    """What is known after one lead alone came: its person by its marks, its company by its own."""
    shelf = Shelf()
    lead = OpenLead(1, arrival.contact_at, 1, 1)
    shelf.people = {(name, value): 1 for name, value in arrival.fields.items() if name in PERSON}
    shelf.put_company({name: value for name, value in arrival.fields.items() if name in COMPANY}, 1)
    shelf.put_lead(lead)
    return shelf


@given(one=arrivals, other=arrivals, rule=lead_rules)
def test_comparing_leads_is_symmetric(one: Arrival, other: Arrival, rule: DuplicateRule) -> None:
    there, back = match_of(other, rule, shelf_with(one)), match_of(one, rule, shelf_with(other))
    assert (there is None) is (back is None)
    if there is not None and back is not None:
        assert there.agree == back.agree
        assert set(there.agree) <= set(one.fields.items()) & set(other.fields.items())


@given(one=arrivals, rule=lead_rules)
def test_a_lead_doubles_itself_where_it_has_what_is_compared(one: Arrival, rule: DuplicateRule) -> None:
    has = [name in one.fields for name in rule.fields]
    found = match_of(one, rule, shelf_with(one))
    assert (found is not None) is (any(has) if rule.need == "any" else all(has))


@given(one=arrivals, other=arrivals, rules=st.lists(lead_rules, max_size=5, unique_by=lambda rule: rule.code))
def test_the_first_rule_that_finds_something_decides(one: Arrival, other: Arrival, rules: list[DuplicateRule]) -> None:
    shelf = shelf_with(one)
    decision = decide(other, rules, shelf)
    alone = [rule for rule in rules if match_of(other, rule, shelf) is not None]
    assert decision.rule == (alone[0] if alone else None)
    assert [found.rule for found in decision.found] == [rule.code for rule in alone]
    assert decide(other, rules, shelf) == decision
    stored = [{"rule": found.rule} for found in decision.found]
    assert retold(stored, rules) == decision.rule, "the decision is told again from its evidence"


@given(one=arrivals, other=arrivals, rule=lead_rules, wider=st.integers(1, 500))
def test_a_wider_window_finds_no_less(one: Arrival, other: Arrival, rule: DuplicateRule, wider: int) -> None:
    shelf = shelf_with(one)
    if match_of(other, rule, shelf) is not None and rule.window_days:
        assert match_of(other, replace(rule, window_days=rule.window_days + wider), shelf) is not None
        assert match_of(other, replace(rule, window_days=0), shelf) is not None


@given(days=st.integers(-400, 400), window=st.integers(1, 365))
def test_the_window_holds_either_way_round_to_the_day(days: int, window: int) -> None:
    rule = DuplicateRule("r", "lead", ("phone",), "attach", window_days=window)
    first, later = Arrival(START, {"phone": "a"}), Arrival(START + timedelta(days=days), {"phone": "a"})
    assert (match_of(later, rule, shelf_with(first)) is not None) is (abs(days) <= window)


@pytest.mark.parametrize("since", [None, START - timedelta(days=1), START])
def test_an_account_counts_while_somebody_keeps_it(since: datetime | None) -> None:
    rule = DuplicateRule("r", "account", ("company",), "to_account_owner")
    shelf = Shelf(companies={("company", "a"): 7}, accounts={7: KeptAccount(7, 3, since)})
    arrival = Arrival(START, {"company": "a"}, START)
    found = match_of(arrival, rule, shelf)
    assert found is not None
    assert (found.target, found.target_id, found.age_days) == ("account", 7, None)
    if since is not None:
        assert match_of(arrival._replace(at=since - timedelta(days=1)), rule, shelf) is None
    shelf.accounts[7] = KeptAccount(7, None)
    assert match_of(arrival, rule, shelf) is None


def test_a_contact_is_found_by_all_only_when_one_account_is_meant() -> None:
    rule = DuplicateRule("r", "contact", ("phone", "email"), "to_account_owner", need="all")
    shelf = Shelf(
        people={("phone", "a"): 1, ("email", "a"): 1, ("email", "b"): 2},
        homes={1: 7, 2: 8},
        accounts={7: KeptAccount(7, 3), 8: KeptAccount(8, 3)},
    )
    assert match_of(Arrival(START, {"phone": "a", "email": "a"}), rule, shelf) is not None
    assert match_of(Arrival(START, {"phone": "a", "email": "b"}), rule, shelf) is None
    assert match_of(Arrival(START, {"phone": "a"}), rule, shelf) is None


@given(
    known=st.booleans(),
    account=st.none() | st.builds(KeptAccount, st.just(1), st.none(), st.none(), st.booleans()),
    won=st.lists(st.booleans(), max_size=3),
)
def test_every_lead_has_one_of_three_labels(known: bool, account: KeptAccount | None, won: list[bool]) -> None:
    leads = [OpenLead(n, START, bought=bought) for n, bought in enumerate(won)]
    label = novelty_of(known=known, account=account, leads=leads)
    bought = any(won) or (account is not None and account.bought)
    assert label == ("customer" if bought else "known" if known else "new")


profiles = st.builds(
    Profile,
    name=st.sampled_from(["", "a", "b"]),
    job_title=st.sampled_from(["", "x", "y"]),
    account_id=st.sampled_from([None, 1, 2]),
)


@given(profile=profiles, told=profiles, fields=st.sets(st.sampled_from(["person_name", "job_title", "company"])))
def test_a_refresh_loses_nothing_and_renews_only_what_it_names(
    profile: Profile, told: Profile, fields: set[str]
) -> None:
    newest = refreshed(profile, told, fields, prefer="newest")
    assert refreshed(profile, told, fields, prefer="filled") == completed(profile, told)
    for field, name in (("person_name", "name"), ("job_title", "job_title"), ("company", "account_id")):
        before, now, after = (getattr(of, name) for of in (profile, told, newest))
        assert after == ((now or before) if field in fields else (before or now))


GOOD: dict[str, Any] = read_playbook("tob-leads")["rules"]["identify"]
TOC: dict[str, Any] = read_playbook("toc-leads")["rules"]["identify"]
RULE = {"code": "r", "compare": "lead", "fields": ["phone"], "window_days": 30, "action": "attach"}


@pytest.mark.parametrize("body", [GOOD, TOC, {"order": ["phone"], "rules": []}])
def test_playbooks_are_in_order_and_say_the_same_when_written(body: dict[str, Any]) -> None:
    assert faults_of(body) == []
    book = read_book(body)
    again = {**body, "rules": [written(rule) for rule in book.rules]}
    assert faults_of(again) == []
    assert read_book(again) == book


def test_the_playbooks_hold_the_columns_of_the_table() -> None:
    tob = [(rule.compare, rule.action, rule.window_days) for rule in read_book(GOOD).rules]
    assert tob == [
        ("account", "to_account_owner", 0),
        ("contact", "to_account_owner", 0),
        ("lead", "attach", 180),
        ("lead", "tag", 0),
    ]
    (toc,) = read_book(TOC).rules
    assert (toc.fields, toc.need, toc.window_days, toc.action) == (("phone", "wechat"), "any", 180, "refresh")


@pytest.mark.parametrize(
    ("change", "setting", "code"),
    [
        ({"code": ""}, "code", "missing"),
        ({"compare": "partner"}, "compare", "unknown"),
        ({"fields": []}, "fields", "missing"),
        ({"fields": ["fax"]}, "fields", "unknown"),
        ({"fields": ["company_alike"]}, "fields", "not_comparable"),
        ({"fields": ["phone", "phone"]}, "fields", "twice"),
        ({"compare": "account", "window_days": 0, "action": "tag"}, "fields", "not_comparable"),
        ({"need": "most"}, "need", "unknown"),
        ({"window_days": -1}, "window_days", "not_days"),
        ({"window_days": "30"}, "window_days", "not_days"),
        ({"window_days": True}, "window_days", "not_days"),
        ({"compare": "contact", "action": "tag"}, "window_days", "only_for_leads"),
        ({"action": "delete"}, "action", "unknown"),
        ({"action": "to_account_owner"}, "action", "not_after_compare"),
        ({"refresh": ["person_name"]}, "refresh", "only_with_refresh"),
        ({"action": "refresh"}, "refresh", "missing"),
        ({"action": "refresh", "refresh": ["phone"]}, "refresh", "unknown"),
        ({"action": "refresh", "refresh": ["person_name"], "prefer": "oldest"}, "prefer", "unknown"),
        ({"windows": 3}, "windows", "unknown_setting"),
    ],
)
def test_a_rule_that_cannot_be_is_named_by_row_and_setting(change: dict[str, Any], setting: str, code: str) -> None:
    first = {"code": "first", "compare": "contact", "fields": ["email"], "action": "tag"}
    faults = faults_of({"order": ["phone", "email"], "rules": [first, {**RULE, **change}]})
    assert [(fault.row, fault.setting, fault.code) for fault in faults] == [(2, setting, code)]


def test_a_book_that_cannot_be_is_told_at_row_0() -> None:
    assert [(f.setting, f.code) for f in faults_of({"order": []})] == [("order", "missing"), ("rules", "missing")]
    assert [(f.setting, f.code) for f in faults_of({"order": ["fax"], "rules": []})] == [("order", "unknown")]
    assert [(f.row, f.code) for f in faults_of({"order": ["email"], "rules": [RULE]})] == [(1, "not_recognised")]
    twice = faults_of({"order": ["phone", "email"], "rules": [RULE, {**RULE, "fields": ["email"]}]})
    assert [(f.row, f.setting, f.code) for f in twice] == [(2, "code", "twice")]
    many = [{**RULE, "code": str(n)} for n in range(51)]
    assert ("rules", "too_many") in [(f.setting, f.code) for f in faults_of({"order": ["phone"], "rules": many})]


@given(rules=st.lists(lead_rules, min_size=2, max_size=4, unique_by=lambda rule: rule.code), data=st.data())
def test_a_rule_said_to_be_never_reached_never_decides(rules: list[DuplicateRule], data: st.DataObject) -> None:
    body = {"order": list(PERSON), "rules": [written(rule) for rule in rules]}
    dead = {rules[fault.row - 1].code for fault in faults_of(body) if fault.code == "never_reached"}
    one, other = data.draw(arrivals), data.draw(arrivals)
    decision = decide(other, rules, shelf_with(one))
    assert decision.rule is None or decision.rule.code not in dead


def test_a_body_from_before_there_were_rules_means_what_it_did() -> None:
    book = read_book({"order": ["phone", "email"], "window_days": 180})
    assert book.rules == (DuplicateRule("same_person", "lead", ("phone", "email"), "attach", window_days=180),)


def test_every_action_can_follow_something() -> None:
    assert all(set(after) <= set(COMPARED) for after in ACTIONS.values())
    assert all(one != other for one, other in pairwise(ACTIONS))
