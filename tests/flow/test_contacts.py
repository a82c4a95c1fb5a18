"""What counts as follow-up, what is known by it, and when a lead is given up for now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.followup.actions import record_follow_up, record_follow_ups
from gleanry.flow.followup.models import Deadline, FollowUp
from gleanry.flow.followup.queries import follow_ups_of
from gleanry.flow.followup.rules import (
    bant_faults,
    contacts_faults,
    gaps_of,
    is_given_up,
    known_answers,
    months_until,
    read_demands,
    spaced_attempts,
    what_counts,
)
from gleanry.flow.followup.shapes import FollowUpEntry, FollowUpRow, Patience
from gleanry.kit import ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import leads_by_id, list_moves
from gleanry.leads.shapes import LeadRow, Pool
from gleanry.wiring.playbooks import read_playbook
from tests.conftest import MONDAY, House, ask_all

BOOK = read_playbook("tob-leads")["rules"]["contacts"]
DEMANDS = read_demands(BOOK)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def entry(kind: str = "call", result: str = "reached", **more: Any) -> FollowUpEntry:
    return FollowUpEntry(1, kind, result, **more)


@pytest.mark.parametrize(
    ("given", "verdict", "why"),
    [
        (entry(note="要报价"), "contact", ""),
        (entry(bant={"need": "视觉检测"}), "contact", ""),
        (entry(recording_url="https://rec.example/1", seconds=95), "contact", ""),
        (entry(), "nothing", "any_of"),
        (entry(note="...!"), "nothing", "any_of"),
        (entry(bant={"timing": "unknown"}), "nothing", "any_of"),
        (entry(note="要报价", seconds=19), "attempt", "too_short"),
        (entry(note="要报价", seconds=20), "contact", ""),
        (entry(result="no_answer"), "attempt", "no_answer"),
        (entry(result="busy", note="稍后再打"), "attempt", "busy"),
        (entry("visit"), "nothing", "any_of"),
        (entry("meeting", note="演示了方案"), "contact", ""),
        (entry("mail", "no_answer"), "attempt", "no_answer"),
        (entry("note", "", note="已加微信"), "nothing", "note"),
        (entry("note", ""), "nothing", "empty"),
    ],
)
def test_follow_up_is_a_call_a_note_key_fields(given: FollowUpEntry, verdict: str, why: str) -> None:
    """Lead management F6, F11."""
    counted = what_counts(given, DEMANDS)
    assert (counted.verdict, counted.why) == (verdict, why)


def test_all_of_names_what_is_missing() -> None:
    demands = read_demands({"kinds": {"visit": {"all_of": ["note", "need"]}}})
    counted = what_counts(entry("visit", note="seen"), demands)
    assert (counted.verdict, counted.missing) == ("nothing", ("need",))


@given(
    st.sampled_from(["call", "visit", "meeting", "message", "mail", "note"]),
    st.sampled_from(["reached", "no_answer", "busy", "wrong_number"]),
    st.text(max_size=8),
    st.none() | st.integers(0, 300),
)
def test_leaving_more_never_counts_for_less(kind: str, result: str, note: str, seconds: int | None) -> None:
    worth = {"nothing": 0, "attempt": 1, "contact": 2}
    given = FollowUpEntry(1, kind, result, note=note, seconds=seconds)
    more = FollowUpEntry(1, kind, result, note=f"{note} 要报价", bant={"need": "x"}, seconds=seconds)
    assert worth[what_counts(more, DEMANDS).verdict] >= worth[what_counts(given, DEMANDS).verdict]


@pytest.mark.parametrize(
    ("bant", "faults"),
    [
        ({"budget": {"is": "amount", "least": 100000, "most": 300000, "currency": "CNY"}}, []),
        ({"budget": {"is": "none"}, "authority": "decides", "need": "视觉检测", "timing": "2026-09"}, []),
        ({"budget": "300k"}, []),
        ({"budget": {"is": "amount", "least": 5, "most": 4, "currency": "CNY"}}, ["budget"]),
        ({"budget": {"is": "amount", "least": 5}}, ["budget"]),
        ({"budget": {"is": "amount", "currency": "CNY"}}, ["budget"]),
        ({"budget": {"is": "lots"}}, ["budget"]),
        ({"need": {"is": "none"}, "colour": "red"}, ["need", "colour"]),
        ({"need": "x" * 201}, ["need"]),
    ],
)
def test_answers_are_structured(bant: dict[str, Any], faults: list[str]) -> None:
    assert bant_faults(bant) == faults


def row(days: int, **bant: Any) -> FollowUpRow:
    return FollowUpRow(days, "call", "reached", "", bant, MONDAY + days * DAY, None)


def test_the_picture_is_the_latest_that_is_known_and_its_gaps() -> None:
    rows = [row(3, budget={"is": "unknown"}, need="二期"), row(2, timing="2026-09"), row(1, need="一期", budget="30万")]
    known = known_answers(rows)
    assert {name: (one.value, one.member_id) for name, one in known.items()} == {
        "budget": ("30万", 1),
        "need": ("二期", 3),
        "timing": ("2026-09", 2),
    }
    assert gaps_of(known) == ("authority",)


def test_months_are_counted_from_the_month_of_the_day() -> None:
    on = date(2026, 3, 31)
    assert [months_until(text, on) for text in ("2026-03", "2026-09", "2026-10", "2027-03", "soon")] == [
        0,
        6,
        7,
        12,
        None,
    ]


BOTH = [(1, "any_of", "unknown"), (1, "least_seconds", "not_a_number")]
PATIENCE = Patience(3, 3 * HOUR, DAY, "not_reached")


@pytest.mark.parametrize(
    ("hours", "given_up"),
    [
        ([0, 24, 48], True),
        ([0, 3, 24], True),
        ([0, 1, 24], False),  # the second came too soon after the first
        ([0, 4, 8], False),  # all of one day
        ([0, 48], False),
    ],
)
def test_three_attempts_hours_apart_over_more_than_a_day(hours: list[int], given_up: bool) -> None:
    assert is_given_up([MONDAY + h * HOUR for h in hours], PATIENCE) is given_up
    assert not is_given_up([MONDAY + h * HOUR for h in hours], None)


@given(st.lists(st.integers(0, 10_000), max_size=30), st.integers(0, 500))
def test_attempts_that_count_are_apart_and_no_fewer_than_can_be(minutes: list[int], apart: int) -> None:
    span = timedelta(minutes=apart)
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m) for m in minutes]
    kept = spaced_attempts(moments, span)
    assert all(later - earlier >= span for earlier, later in pairwise(kept))
    assert all(any(moment - span < one <= moment for one in kept) or moment in kept for moment in moments)


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (BOOK, []),
        ({}, []),
        ({"kinds": {"fax": {}}}, [(1, "kind", "unknown")]),
        (
            {"kinds": {"call": {"any_of": ["mood"], "least_seconds": -1}}},
            [(1, "any_of", "unknown"), (1, "least_seconds", "not_a_number")],
        ),
        (
            {"attempt_results": ["reached"], "attempts": {"number": "three"}},
            [(0, "attempt_results", "unknown"), (0, "number", "not_a_number")],
        ),
        ({"first_contact_met_by": ["nothing"]}, [(0, "first_contact_met_by", "unknown")]),
    ],
)
def test_a_book_says_what_is_wrong_with_it(body: dict[str, Any], faults: list[tuple[int, str, str]]) -> None:
    assert [(f["row"], f["setting"], f["code"]) for f in contacts_faults(body)] == faults


@pytest.mark.django_db
def test_a_wrong_book_is_not_put_in_force(house: House) -> None:
    with pytest.raises(rulebook.BadRules):
        rulebook.publish(house.id, "contacts", {"kinds": {"fax": {}}})


@pytest.fixture
def lead_id(house: House) -> int:
    ask_all(house.id)
    return house.send({"phone": "13912345678"})[0]


def call(house: House, lead_id: int, at: datetime, result: str = "no_answer", **more: Any) -> str:
    return record_follow_up(house.viewer(house.sdrs[0]), FollowUpEntry(lead_id, "call", result, **more), at).verdict


@pytest.mark.django_db
def test_an_answered_call_that_leaves_nothing_meets_no_deadline(house: House, lead_id: int) -> None:
    assert call(house, lead_id, MONDAY + HOUR, "reached") == "nothing"
    assert Deadline.objects.of(house.id).get(lead_id=lead_id).outcome == ""
    assert call(house, lead_id, MONDAY + 2 * HOUR, "reached", note="要报价") == "contact"
    assert Deadline.objects.of(house.id).get(lead_id=lead_id, kind="first_contact").outcome == "met"
    kept = FollowUp.objects.of(house.id).order_by("id").values_list("counted", "why")
    assert list(kept) == [("nothing", "any_of"), ("contact", "")]


@pytest.mark.django_db
def test_an_empty_note_is_refused(house: House, lead_id: int) -> None:
    with pytest.raises(Refusal, match="empty_note"):
        record_follow_up(house.viewer(house.sdrs[0]), FollowUpEntry(lead_id, "note", "", note=" …"), MONDAY)
    with pytest.raises(Refusal, match="bad_bant"):
        call(house, lead_id, MONDAY, bant={"budget": {"is": "lots"}})
    for url in ("http://rec.example/1", "javascript:alert(1)", "https://", "https://a b"):
        with pytest.raises(Refusal, match="bad_recording"):
            call(house, lead_id, MONDAY, recording_url=url)


@pytest.mark.django_db
def test_three_attempts_without_contact_go_to_nurture_by_rule(house: House, lead_id: int) -> None:
    """Lead management, section 6: three attempts without contact."""
    for hours in (1, 2, 24):
        assert call(house, lead_id, MONDAY + hours * HOUR) == "attempt"
    (lead,) = _leads(house, lead_id)
    assert lead.pool == Pool.SDR  # the second came within three hours of the first
    call(house, lead_id, MONDAY + 29 * HOUR)
    (lead,) = _leads(house, lead_id)
    assert (lead.pool, lead.owner_id) == (Pool.NURTURE, None)
    assert list_moves(house.id, lead_id)[-1].reason == {"code": "given_up", "reason": "not_reached", "attempts": 3}
    assert not Deadline.objects.of(house.id).filter(outcome="").exists()
    ledger.drain(house.id)
    assert ledger.announced_sizes(house.id)["followup.Returned"] == 1


@pytest.mark.django_db
def test_somebody_who_was_reached_is_not_given_up(house: House, lead_id: int) -> None:
    call(house, lead_id, MONDAY + HOUR, "reached", note="下周再说")
    for days in (1, 2, 3, 4):
        call(house, lead_id, MONDAY + days * DAY)
    (lead,) = _leads(house, lead_id)
    assert lead.pool == Pool.SDR
    assert [row.counted for row in follow_ups_of(house.id, lead_id)] == ["attempt"] * 4 + ["contact"]


@pytest.mark.django_db
def test_a_batch_is_as_one_by_one_and_costs_the_same(house: House, django_assert_max_num_queries: Any) -> None:
    ask_all(house.id)
    ids = house.send(*({"phone": f"139123456{n:02d}"} for n in range(20)))
    director = house.viewer()
    one, rest = ids[0], ids[1:]
    entries = [FollowUpEntry(i, "call", "no_answer") for i in rest]
    with django_assert_max_num_queries(60) as alone:
        record_follow_ups(director, [FollowUpEntry(one, "call", "no_answer")], MONDAY)
    with django_assert_max_num_queries(len(alone)):
        assert record_follow_ups(director, entries, MONDAY) == 19


def _leads(house: House, lead_id: int) -> list[LeadRow]:
    return [leads_by_id(house.id, [lead_id])[lead_id]]
