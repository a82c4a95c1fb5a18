"""A definition holds or not, and until the moment it names nothing but news can change that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gleanry.market.audience.rules.definition import faults_of, needs_of, read_definition
from gleanry.market.audience.rules.judging import answer_of, size_of
from gleanry.market.audience.shapes import Happened, Known, LeadState
from tests.conftest import MONDAY

HOURS = st.integers(-2000, 2000)
KINDS = ("form_submitted", "page_visited", "mail_opened")
touches = st.lists(st.tuples(HOURS, st.sampled_from(KINDS)), max_size=8).map(
    lambda rows: tuple(sorted(Happened(MONDAY + timedelta(hours=h), kind, "web", "") for h, kind in rows))
)
leads = st.lists(st.tuples(HOURS, st.sampled_from(("A1", "C4"))), max_size=3).map(
    lambda rows: tuple(
        LeadState("nurture", grade, "fair", "", frozenset(), MONDAY + timedelta(hours=h)) for h, grade in rows
    )
)
people = st.builds(Known, touches=touches, leads=leads, refuses_mail=st.booleans())
conditions = st.one_of(
    st.fixed_dictionaries(
        {
            "of": st.just("touch"),
            "kind": st.sampled_from(("", *KINDS)),
            "least": st.integers(1, 3),
            "days": st.sampled_from((0, 1, 7, 30)),
            "not": st.booleans(),
        }
    ),
    st.fixed_dictionaries({"of": st.just("came"), "days": st.sampled_from((1, 14)), "not": st.booleans()}),
    st.fixed_dictionaries({"of": st.just("lead_grade"), "values": st.just(["A1"]), "not": st.booleans()}),
    st.fixed_dictionaries({"of": st.just("refuses_mail"), "not": st.booleans()}),
)


def grouped(rows: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    joins = st.sampled_from(("all", "any"))
    return st.fixed_dictionaries({"join": joins, "not": st.booleans(), "rows": st.lists(rows, min_size=1, max_size=3)})


bodies = grouped(st.one_of(conditions, grouped(conditions)))


@given(body=bodies, known=people, hours=st.lists(st.integers(0, 3000), max_size=6))
def test_nothing_changes_before_the_moment_it_names(body: dict[str, Any], known: Known, hours: list[int]) -> None:
    assert faults_of(body) == []
    definition = read_definition(body)
    now = answer_of(definition, known, MONDAY)
    assert now.due is None or now.due > MONDAY
    tick = timedelta(microseconds=1)
    later = [MONDAY + timedelta(hours=h) for h in hours] + ([now.due - tick] if now.due else [])
    for at in later:
        if now.due is None or at < now.due:
            assert answer_of(definition, known, at).holds == now.holds


@given(body=bodies, known=people)
def test_time_alone_runs_out(body: dict[str, Any], known: Known) -> None:
    """From moment to moment one comes to an end: nobody is looked at for ever."""
    definition, at = read_definition(body), MONDAY
    for _ in range(60):
        due = answer_of(definition, known, at).due
        if due is None:
            return
        assert due > at
        at = due
    raise AssertionError("there is always a next moment")


def test_the_conditions_mean_what_they_say() -> None:
    known = Known(
        fields={"job_title": "市场总监", "region": "广东", "industry": "医疗器械", "size": "200-500 人"},
        ways=frozenset({"email"}),
        touches=(
            Happened(MONDAY - timedelta(days=9), "form_submitted", "SEM", "spring"),
            Happened(MONDAY - timedelta(days=2), "form_submitted", "fair", ""),
        ),
        leads=(LeadState("nurture", "B3", "fair", "", frozenset({"mql"}), MONDAY - timedelta(days=9)),),
        lists=frozenset(),
    )
    cases: list[tuple[dict[str, Any], bool]] = [
        ({"of": "job_title", "test": "contains", "values": ["总监", "CEO"]}, True),
        ({"of": "region", "values": ["广东", "北京"]}, True),
        ({"of": "region", "values": ["广"]}, False),
        ({"of": "industry", "test": "present"}, True),
        ({"of": "company", "test": "present"}, False),
        ({"of": "size", "test": "at_least", "values": ["200"]}, True),
        ({"of": "size", "test": "at_least", "values": ["201"]}, False),
        ({"of": "way", "values": ["email", "wechat"]}, True),
        ({"of": "way", "values": ["phone"]}, False),
        ({"of": "touch", "kind": "form_submitted", "least": 2, "days": 10}, True),
        ({"of": "touch", "kind": "form_submitted", "least": 2, "days": 9}, False),
        ({"of": "touch", "channel": "sem"}, True),
        ({"of": "touch", "campaign": "spring", "days": 3}, False),
        ({"of": "touch", "kind": "mail_opened", "not": True}, True),
        ({"of": "lead_pool", "values": ["nurture"]}, True),
        ({"of": "lead_grade", "values": ["B3"], "not": True}, False),
        ({"of": "milestone", "values": ["mql"]}, True),
        ({"of": "milestone", "values": ["sql", "won"]}, False),
        ({"of": "came", "days": 10}, True),
        ({"of": "refuses_mail"}, False),
    ]
    for row, expected in cases:
        body = {"join": "all", "rows": [row]}
        assert faults_of(body) == [], row
        assert answer_of(read_definition(body), known, MONDAY).holds is expected, row


def test_sizes_are_read_as_they_are_written() -> None:
    assert [size_of(text) for text in ("200-500 人", "1,000+", "约3000", "", "若干")] == [200, 1000, 3000, -1, -1]


def test_faults_name_their_row() -> None:
    body = {
        "join": "all",
        "rows": [
            {"of": "shoe_size", "values": ["42"]},
            {"join": "any", "rows": [{"of": "region", "values": []}, {"join": "any", "rows": []}]},
            {"of": "touch", "days": -1},
            {"of": "size", "test": "at_least", "values": ["many"]},
            {"of": "milestone", "values": ["fame"]},
            {"of": "region", "test": "at_least", "values": ["3"]},
            {"of": "came", "days": 0},
            {"of": "touch", "least": 0},
        ],
    }
    assert [(fault.row, fault.inner, fault.code) for fault in faults_of(body)] == [
        (1, 0, "unknown_field"),
        (2, 1, "no_value"),
        (2, 2, "too_deep"),
        (3, 0, "bad_days"),
        (4, 0, "no_number"),
        (5, 0, "unknown_value"),
        (6, 0, "unknown_test"),
        (7, 0, "bad_days"),
        (8, 0, "bad_least"),
    ]
    assert [fault.code for fault in faults_of({"rows": []})] == ["no_rows"]
    assert [fault.code for fault in faults_of({"join": "xor", "rows": [{"of": "touch"}]})] == ["bad_join"]


def test_only_what_is_asked_is_read() -> None:
    body = {"rows": [{"of": "came", "days": 3}, {"join": "any", "rows": [{"of": "region", "values": ["x"]}]}]}
    assert needs_of(read_definition(body)) == {"leads", "account"}
