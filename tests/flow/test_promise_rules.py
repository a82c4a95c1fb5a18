"""The follow-up table of seed 003, row by row, and what is refused when deadline rules are saved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.followup.rules import (
    Case,
    Colleague,
    Promise,
    due_by,
    due_with,
    faults_of,
    left_of,
    next_reminder,
    promises_for,
    read_promises,
    recipients_for,
)
from gleanry.tenants.rules import length_of_day, read_calendar
from gleanry.wiring.playbooks import read_playbook

ZONE = ZoneInfo("Asia/Shanghai")
TOB, TOC = (read_playbook(name)["rules"] for name in ("tob-leads", "toc-leads"))
CALENDAR = read_calendar(TOB["calendar"], country="CN", zone="Asia/Shanghai")
DAY = length_of_day(TOB["calendar"])
T = datetime(2026, 3, 2, 10, tzinfo=ZONE)


def owed(rules: dict[str, Any], event: str, case: Case, at: datetime = T) -> dict[str, tuple[str, str]]:
    """Kind -> (when it is due, what then)."""
    found = promises_for(event, case, read_promises(rules["followup"], DAY))
    return {p.kind: (f"{due_by(at, p, CALENDAR).astimezone(ZONE):%m-%d %H:%M}", p.then) for p in found}


@pytest.mark.parametrize(
    ("row", "rules", "event", "case", "expected"),
    [
        ("F2", TOB, "owner_changed", Case("sdr", "C4"), {"first_contact": ("03-03 10:00", "")}),
        ("high intent", TOB, "owner_changed", Case("sdr", "B1"), {"first_contact": ("03-02 12:00", "")}),
        (
            "demo",
            TOB,
            "owner_changed",
            Case("sdr", "D4", source="demo_request"),
            {"first_contact": ("03-02 10:05", "")},
        ),
        ("F3", TOB, "contacted", Case("sdr", "C4"), {"decide_mql": ("03-05 10:00", "")}),
        ("F4, P2", TOB, "contacted", Case("sales", "C4"), {"decide_sql": ("03-11 10:00", "nurture")}),
        (
            "F8",
            TOB,
            "owner_changed",
            Case("sales", "C4"),
            {
                "first_contact": ("03-03 10:00", ""),
                "no_follow_up": ("03-05 10:00", "active_sea"),
                "unconverted": ("03-16 10:00", "active_sea"),
            },
        ),
        (
            "F7, F10",
            TOC,
            "owner_changed",
            Case("sales", "A1"),
            {
                "first_contact": ("03-02 11:00", "next_person"),
                "golden_48": ("03-04 10:00", ""),
                "unconverted": ("03-04 10:00", "active_sea"),
            },
        ),
    ],
)
def test_the_seeds_table(row: str, rules: dict[str, Any], event: str, case: Case, expected: dict[str, Any]) -> None:
    assert owed(rules, event, case) == expected, row


def test_a_follow_up_starts_anew_only_what_each_contact_meets() -> None:
    assert list(owed(TOB, "followed_up", Case("sales", "C4"))) == ["no_follow_up"]
    assert owed(TOB, "followed_up", Case("sdr", "C4")) == {}


def test_holidays_are_no_time_at_all() -> None:
    """F9: nothing falls due in the national holiday, 1 to 8 October 2025; 28 September is a make-up workday."""
    before = datetime(2025, 9, 30, 17, tzinfo=ZONE)
    case = Case("sales", "C4")
    assert owed(TOB, "owner_changed", case, before)["first_contact"][0] == "10-09 17:00"
    assert owed(TOB, "owner_changed", case, datetime(2025, 9, 19, 10, tzinfo=ZONE))["unconverted"][0] == "10-09 10:00"
    assert owed(TOB, "owner_changed", case, datetime(2025, 9, 14, 10, tzinfo=ZONE))["unconverted"][0] == "09-28 10:00"


def test_every_condition_narrows() -> None:
    wants = {
        "pools": ["sales"],
        "grades": ["A1"],
        "own_pools": ["north"],
        "sources": ["Trade Fair"],
        "campaigns": ["Spring"],
        "channels": ["webinar"],
        "products": ["X-Ray"],
    }
    body = {"deadlines": [{"kind": "first_contact", "starts": "owner_changed", "within": {"hours": 1}, **wants}]}
    assert faults_of(body) == []
    promises = read_promises(body, DAY)
    case = Case("sales", "A1", "north", "trade_fair", "spring", frozenset({"webinar", "ad"}), "x_ray")
    assert promises_for("owner_changed", case, promises)
    for name in case._fields:
        nothing: Any = frozenset() if name == "channels" else "?"
        other = case._replace(**{name: nothing})
        assert promises_for("owner_changed", other, promises) == (), name


def test_the_playbooks_can_be_put_in_force() -> None:
    assert faults_of(TOB["followup"]) == faults_of(TOC["followup"]) == []


RULE = {"kind": "first_contact", "starts": "owner_changed", "within": {"working_hours": 2}}


@pytest.mark.parametrize(
    ("more", "setting", "code"),
    [
        ({"within": {"hours": 1, "working_hours": 1}}, "within", "mixed_time"),
        ({"within": {}}, "within", "missing"),
        ({"within": {"weeks": 1}}, "within", "unknown"),
        ({"within": {"hours": -1}}, "within", "not_positive"),
        ({"remind": [{"before": {"working_hours": 2}}]}, "remind", "too_long"),
        ({"remind": [{"part": 1.5}]}, "remind", "out_of_range"),
        ({"escalate": [{"to": "nobody"}]}, "escalate", "unknown"),
        ({"escalate": [{"to": "leader", "after": {"hours": 0}}]}, "escalate", "not_positive"),
        ({"pools": ["sea"]}, "pools", "unknown"),
        ({"pools": ["converted"]}, "pools", "unknown"),
        ({"grades": ["E5"]}, "grades", "unknown"),
        ({"kind": "tidy_up"}, "kind", "unknown"),
        ({"kind": "Tidy up", "met_by": "contact"}, "kind", "unknown"),
        ({"starts": "whenever"}, "starts", "unknown"),
        ({"met_by": "luck"}, "met_by", "unknown"),
        ({"since": "birth"}, "since", "unknown"),
        ({"then": "converted"}, "then", "unknown"),
        ({"skip_holidays": True}, "skip_holidays", "in_working_time"),
        ({"colour": "red"}, "colour", "unknown_setting"),
    ],
)
def test_what_contradicts_itself_is_named(more: dict[str, Any], setting: str, code: str) -> None:
    (fault,) = faults_of({"deadlines": [{**RULE, **more}]})
    assert (fault.row, fault.setting, fault.code) == (1, setting, code)


def test_a_named_step_is_allowed_when_it_says_what_meets_it() -> None:
    body = {"deadlines": [{**RULE, "kind": "send_offer", "met_by": "contact", "then": "own:north"}]}
    assert faults_of(body) == []


def test_rules_that_never_match_are_named() -> None:
    later = {**RULE, "grades": ["A1"], "pools": ["sdr"]}
    assert [
        (f.row, f.code, f.value) for f in faults_of({"deadlines": [{**RULE, "pools": ["sdr", "sales"]}, later]})
    ] == [(2, "never_reached", "1")]
    assert faults_of({"deadlines": [later, RULE, {**RULE, "kind": "golden_48"}, {**RULE, "starts": "contacted"}]}) == []


@pytest.mark.parametrize("pause", [{"most_days": -1}, {"most_days": 400}, {"reasons": []}, {"how": 1}, 5])
def test_pauses_have_bounds(pause: object) -> None:
    assert [fault.setting for fault in faults_of({"deadlines": [RULE], "pause": pause})] == ["pause"]


@given(st.dictionaries(st.sampled_from(["deadlines", "pause", "x"]), st.none() | st.integers() | st.lists(st.none())))
def test_nonsense_is_refused_and_not_fallen_over(body: dict[str, Any]) -> None:
    assert faults_of(body) or body.get("deadlines") == []


def test_escalation_goes_to_the_nearest_leader() -> None:
    people = [
        Colleague(1, frozenset({"seller"}), "/1/2/"),
        Colleague(2, frozenset({"sales_director"}), "/1/"),
        Colleague(3, frozenset({"sales_director"}), "/9/"),
        Colleague(4, frozenset({"administrator"})),
        Colleague(5, frozenset({"sdr"})),
    ]
    assert recipients_for(people[0], "leader", people) == (2,)
    assert recipients_for(people[1], "leader", people) == (3,)
    assert recipients_for(people[4], "leader", people) == (2, 3)
    assert recipients_for(people[3], "administrator", people) == ()
    assert recipients_for(people[0], "sdr", people) == (5,)


minutes = st.integers(min_value=1, max_value=20 * 24 * 60)


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    working = draw(st.booleans())
    body = {
        **RULE,
        "within": {"working_minutes" if working else "minutes": draw(minutes)},
        "skip_holidays": not working and draw(st.booleans()),
        "remind": [{"part": draw(st.floats(min_value=0.01, max_value=0.99))} for _ in range(draw(st.integers(0, 3)))],
    }
    return read_promises({"deadlines": [body]}, DAY)[0]


starts = st.integers(min_value=0, max_value=300 * 24 * 60).map(
    lambda m: datetime(2025, 1, 1, tzinfo=ZONE) + timedelta(minutes=m)
)


@given(promises(), starts, minutes, minutes)
def test_a_pause_neither_gives_nor_takes(promise: Promise, start: datetime, until: int, rest: int) -> None:
    """What was left when the clock stopped is left when it goes on; without a gap nothing changes."""
    due = due_by(start, promise, CALENDAR)
    stop = min(start + timedelta(minutes=until), due)
    left = left_of(due, stop, promise, CALENDAR)
    again = due_with(left, stop + timedelta(minutes=rest), promise, CALENDAR)
    if promise.working:
        assert CALENDAR.working_between(stop + timedelta(minutes=rest), again) == left
        assert due_with(left, stop, promise, CALENDAR) <= due
    else:
        assert again >= stop + timedelta(minutes=rest) + left
        assert due_with(left, stop, promise, CALENDAR) == due


@given(promises(), starts)
def test_reminders_come_in_order_before_the_end(promise: Promise, start: datetime) -> None:
    due = due_by(start, promise, CALENDAR)
    at, first, seen = start, 0, []
    while True:
        number, comes = next_reminder(promise, start, due, at, CALENDAR, first=first)
        if comes is None:
            break
        assert number >= first
        assert at < comes < due
        seen.append(comes)
        at, first = comes, number + 1
    assert len(seen) <= len(promise.remind)
