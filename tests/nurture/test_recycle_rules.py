"""When a lead leaves: the first rule that holds for each thing waited for, and what runs out first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.nurture.rules.recycling import Kept, due_of, sorted_by, stages_of
from gleanry.leads.shapes import RecycleRule, SortingRule, Unit, Waits
from tests.conftest import MONDAY

DAY = timedelta(days=1)


def plainly(start: datetime, count: float, unit: Unit) -> datetime:
    return start + count * DAY


def rule(code: str = "r", **more: Any) -> RecycleRule:
    said: dict[str, Any] = {
        "pools": ("sales",),
        "waits": Waits.CONVERSION,
        "count": 14,
        "unit": Unit.DAYS,
        "to": "nurture",
    } | more
    return RecycleRule(code, **said)


LEAD = Kept(
    1,
    frozenset({"sales"}),
    held=True,
    stages=frozenset({"following"}),
    grade="B1",
    source="web",
    product="",
    since=MONDAY,
    spells={"sales": MONDAY},
)
F8 = [rule("silent", waits=Waits.FOLLOW_UP, count=3), rule("unconverted", count=14)]
"""Seed 003, table of follow-up, ToB: 3 days without follow-up, 14 days unconverted."""


def test_without_follow_up_it_leaves_after_three_days() -> None:
    due = due_of(LEAD, F8, plainly)
    assert due is not None
    assert (due.rule.code, due.at) == ("silent", MONDAY + 3 * DAY)


def test_with_follow_up_it_leaves_after_fourteen() -> None:
    due = due_of(replace(LEAD, last=MONDAY + 12 * DAY), F8, plainly)
    assert due is not None
    assert (due.rule.code, due.at, due.since) == ("unconverted", MONDAY + 14 * DAY, MONDAY)
    due = due_of(replace(LEAD, last=MONDAY + 9 * DAY), F8, plainly)
    assert due is not None
    assert (due.rule.code, due.at) == ("silent", MONDAY + 12 * DAY)


def test_the_first_rule_that_holds_takes_the_place_of_the_later() -> None:
    special = rule("best", grades=("A1", "B1"), count=30)
    due = due_of(LEAD, [special, *F8[1:]], plainly)
    assert due is not None
    assert due.rule.code == "best"
    other = due_of(replace(LEAD, grade="C1"), [special, *F8[1:]], plainly)
    assert other is not None
    assert other.rule.code == "unconverted"


def test_each_condition_must_hold() -> None:
    for wanted in (
        {"pools": ("sdr",)},
        {"stages": ("sql",)},
        {"grades": ("D4",)},
        {"sources": ("event",)},
        {"products": ("ERP",)},
        {"drops": 1},
        {"waits": Waits.RESTED},
    ):
        assert due_of(LEAD, [rule(**wanted)], plainly) is None
    fits = replace(LEAD, product="erp cloud", drops=2, stages=frozenset({"sql"}), source="event")
    assert due_of(fits, [rule(stages=("sql",), sources=("event",), products=("ERP",), drops=2)], plainly)


def test_follow_ups_extend_and_the_maximum_ends_it() -> None:
    bounded = rule(count=7, extend=5, most=15)
    for last, until in ((1, 7), (4, 9), (9, 14), (10, 15), (13, 15)):
        due = due_of(replace(LEAD, last=MONDAY + last * DAY), [bounded], plainly)
        assert due is not None
        assert due.at == MONDAY + until * DAY


def test_an_owner_change_does_not_pass_the_maximum() -> None:
    handed_on = replace(LEAD, since=MONDAY + 12 * DAY, spells={"sales": MONDAY, "sdr": MONDAY - 30 * DAY})
    due = due_of(handed_on, [rule(count=7, most=15)], plainly)
    assert due is not None
    assert due.at == MONDAY + 15 * DAY


@given(
    count=st.integers(1, 40),
    extend=st.integers(0, 40),
    longer=st.integers(0, 40),
    since=st.integers(0, 60),
    last=st.none() | st.integers(0, 90),
)
def test_protection_ends_between_its_time_and_its_maximum(
    count: int, extend: int, longer: int, since: int, last: int | None
) -> None:
    bounded = rule(count=count, extend=extend, most=count + longer)
    kept = replace(LEAD, since=MONDAY + since * DAY, last=None if last is None else MONDAY + last * DAY)
    due = due_of(kept, [bounded], plainly)
    assert due is not None
    assert due.at <= MONDAY + (count + longer) * DAY
    assert due.at >= min(kept.since + count * DAY, MONDAY + (count + longer) * DAY)
    later = replace(kept, last=(kept.last or kept.since) + DAY)
    again = due_of(later, [bounded], plainly)
    assert again is not None
    assert again.at >= due.at


def test_the_stage_of_a_lead() -> None:
    def stages(**more: datetime | None) -> frozenset[str]:
        return stages_of(state="following", **({"mql_at": None, "sql_at": None, "opportunity_at": None} | more))

    assert stages() == {"following"}
    assert stages(mql_at=MONDAY) == {"following", "mql"}
    assert stages(mql_at=MONDAY, sql_at=MONDAY) == {"following", "sql"}
    assert stages(mql_at=MONDAY, sql_at=MONDAY, opportunity_at=MONDAY) == {"following"}


P7 = [SortingRule("fabm", ("FABM",), "active_sea"), SortingRule("kp", ("KP",), "general_sea")]


def test_what_carries_which_marks_goes_where() -> None:
    rules = [*P7, SortingRule("others", (), "region")]
    assert [found.to for marks in (("FABM",), ("KP",), ("KP", "FABM"), ()) if (found := sorted_by(marks, rules))] == [
        "active_sea",
        "general_sea",
        "active_sea",
        "region",
    ]
    assert sorted_by((), P7) is None
