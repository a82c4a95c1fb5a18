"""The single-source rule, sentence by sentence, and its laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.settle.rules import months_before, pipe_of, pipe_of_roles, read_sources, source_of, sources_faults
from gleanry.flow.settle.shapes import Record
from gleanry.wiring.playbooks import read_playbook

OPENED = datetime(2026, 6, 30, 2, tzinfo=UTC)
BOOK = read_playbook("tob-leads")["rules"]["sources"]
RULE = read_sources(BOOK)


def record(days: float, pipe: str, member: int | None = None, *, kind: str = "lead", number: int = 1) -> Record:
    """Something recorded so many days before the opportunity."""
    return Record(OPENED - timedelta(days=days), kind, number, pipe, member)


def test_within_three_months_the_pipe_that_recorded_first_has_the_customer() -> None:
    found = source_of([record(10, "sales", 7), record(60, "marketing"), record(30, "agents", 9)], OPENED, RULE)
    assert (found.pipe, found.reason, found.months) == ("marketing", "first_within", 3)


def test_beyond_three_months_the_one_that_recorded_last_has_it() -> None:
    found = source_of([record(300, "marketing"), record(120, "sales", 7), record(200, "agents")], OPENED, RULE)
    assert (found.pipe, found.member_id, found.reason) == ("sales", 7, "last_before")


def test_what_is_older_does_not_count_beside_something_within_the_time() -> None:
    found = source_of([record(100, "sales", 7), record(5, "marketing")], OPENED, RULE)
    assert (found.pipe, found.reason) == ("marketing", "first_within")


def test_all_four_pipes_count() -> None:
    for pipe in ("marketing", "sales", "agents", "ecosystem"):
        assert source_of([record(5, pipe)], OPENED, RULE).pipe == pipe


def test_online_marketing_is_marketing_however_its_source_is_written() -> None:
    for source in ("paid_search", "Paid Search", "organic-search", "website", "wechat"):
        assert pipe_of(source, "", RULE) == "marketing"
    assert pipe_of("cold_call", "", RULE) == "sales"
    assert pipe_of("reseller", "", RULE) == "agents"
    assert pipe_of("partner", "", RULE) == "ecosystem"
    assert pipe_of("something new", "", RULE) == BOOK["otherwise"]
    assert pipe_of_roles(["seller"], RULE) == "sales"
    assert pipe_of_roles(["partner"], RULE) == "agents"


def test_customers_a_and_b_of_one_company() -> None:
    """A left a phone number online and SDRs handed it to seller A; seller B had visited B of the company before.

    What B recorded of those visits decides: nothing on record, and marketing has it; recorded earlier within the three
    months, and it is sales' own, with B.
    """
    online = record(20, "marketing", number=1)
    assert source_of([online], OPENED, RULE).pipe == "marketing"
    visited = record(45, "sales", 2, number=2)
    found = source_of([online, visited, record(40, "sales", 2, kind="visit", number=2)], OPENED, RULE)
    assert (found.pipe, found.member_id, found.reason) == ("sales", 2, "first_within")
    late = record(3, "sales", 2, number=2)
    assert source_of([online, late], OPENED, RULE).pipe == "marketing"


def test_the_edge_of_the_time_is_within_it_and_the_opening_too() -> None:
    edge = months_before(OPENED, 3)
    assert edge == datetime(2026, 3, 30, 2, tzinfo=UTC)
    assert source_of([Record(edge, "lead", 1, "agents", 5), record(1, "sales", 6)], OPENED, RULE).pipe == "agents"
    assert source_of([Record(OPENED, "lead", 1, "agents", 5)], OPENED, RULE).reason == "first_within"
    assert source_of([Record(edge - timedelta(microseconds=1), "lead", 1, "agents", 5)], OPENED, RULE).reason == (
        "last_before"
    )


def test_what_comes_after_the_opportunity_does_not_count() -> None:
    assert source_of([record(-1, "sales", 7)], OPENED, RULE).reason == "no_record"


def test_months_end_where_the_month_does() -> None:
    assert months_before(datetime(2026, 5, 31, tzinfo=UTC), 3) == datetime(2026, 2, 28, tzinfo=UTC)


def test_a_product_line_may_have_its_own_months() -> None:
    rule = read_sources(BOOK | {"lines": [{"product": "machines", "months": 12}]})
    records = [record(200, "agents", 3), record(10, "marketing")]
    assert source_of(records, OPENED, rule).pipe == "marketing"
    assert source_of(records, OPENED, rule, product="machines").pipe == "agents"


@pytest.mark.parametrize(
    ("change", "setting"),
    [
        ({"months": 0}, "months"),
        ({"otherwise": "nobody"}, "otherwise"),
        ({"otherwise": "", "pipes": [{"code": "a"}, {"code": "a"}]}, "code"),
        ({"pipes": [{"code": "marketing", "sources": ["x"]}, {"code": "b", "sources": ["X"]}]}, "sources"),
        ({"lines": [{"product": "p", "months": "many"}]}, "months"),
        ({"registrations": {"months": 6, "most_months": 3}}, "registrations.most_months"),
        ({"cases": {"tie": "coin"}}, "cases.tie"),
    ],
)
def test_faults_are_named(change: dict[str, object], setting: str) -> None:
    assert sources_faults(BOOK) == []
    assert [fault["setting"] for fault in sources_faults(BOOK | change)] == [setting]


RECORDS = st.lists(
    st.builds(
        Record,
        st.integers(-5, 400).map(lambda days: OPENED - timedelta(days=days)),
        st.sampled_from(["lead", "visit", "touch", "registration", "other"]),
        st.integers(1, 5),
        st.sampled_from(["marketing", "sales", "agents", "ecosystem", "unheard"]),
        st.none() | st.integers(1, 3),
    ),
    max_size=12,
)


@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(records: list[Record], random: Random) -> None:
    found = source_of(records, OPENED, RULE)
    shuffled = list(records)
    random.shuffle(shuffled)
    assert source_of(shuffled, OPENED, RULE) == found
    again = source_of(found.evidence, OPENED, RULE)
    assert (again.pipe, again.member_id, again.reason, again.record) == (
        found.pipe,
        found.member_id,
        found.reason,
        found.record,
    )
    assert (found.record is None) == (not any(one.at <= OPENED for one in records))
