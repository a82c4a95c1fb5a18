"""Who belongs is kept by what changed, and is at every moment what judging everybody anew would say."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.flow.followup.actions import accept_leads, qualify_leads
from gleanry.flow.identify.actions import correct_record, merge_records, record_touches, undo_merges
from gleanry.flow.identify.models import Merge
from gleanry.flow.identify.shapes import Kind, MergeOrder, UndoAnswers
from gleanry.kit import clock, ledger
from gleanry.kit.errors import Refusal
from gleanry.kit.models import Fact
from gleanry.leads.models import Lead
from gleanry.market.audience.actions import define_segment, end_segment, list_people, note, tend, unlist_people
from gleanry.market.audience.actions.defining import BadDefinition
from gleanry.market.audience.models import Changed, Due, Membership, Segment
from gleanry.market.audience.queries import count_members, get_segment, list_members, preview, segment_faults
from gleanry.market.audience.queries.judged import judged
from gleanry.market.audience.queries.segments import list_segments
from gleanry.market.audience.shapes import SegmentKind
from gleanry.people.models import Person
from gleanry.people.queries import roots_of
from gleanry.tenants.shapes import Viewer
from gleanry.touches.shapes import NewTouch
from tests.conftest import MONDAY, House

pytestmark = pytest.mark.django_db

RECENT: dict[str, Any] = {"rows": [{"of": "touch", "kind": "page_visited", "least": 2, "days": 30}]}
QUIET: dict[str, Any] = {
    "rows": [{"of": "touch", "days": 14, "not": True}, {"of": "lead_pool", "values": ["invalid"], "not": True}]
}
SOUTH: dict[str, Any] = {
    "join": "any",
    "rows": [{"of": "region", "values": ["广东"]}, {"of": "job_title", "values": ["总监"]}],
}
MQL: dict[str, Any] = {"rows": [{"of": "milestone", "values": ["mql"]}, {"of": "refuses_mail", "not": True}]}
NEW: dict[str, Any] = {
    "rows": [{"join": "any", "rows": [{"of": "came", "days": 3}, {"of": "lead_grade", "values": ["A1", "B1"]}]}]
}


def record(n: int, **more: str) -> dict[str, str]:
    return {
        "person_name": f"人{n}",
        "phone": f"1380013{n:04d}",
        "company": f"北京样品{n}有限公司",
        "source": "展会",
        **more,
    }


def touch(house: House, person_id: int, at: datetime, kind: str = "page_visited") -> None:
    record_touches(house.id, [NewTouch(kind, at, person_id=person_id)], at)


def members(segment_id: int) -> list[int]:
    rows = Membership.objects.everywhere("a test").filter(segment_id=segment_id, until__isnull=True)
    return sorted(rows.values_list("person_id", flat=True))


def people_of(house: House, leads: list[int]) -> list[int]:
    found = dict(Lead.objects.of(house.id).values_list("pk", "person_id"))
    return [found[lead] or 0 for lead in leads]


def anew(house: House, at: datetime) -> dict[int, list[int]]:
    """Segment -> people, judged from nothing."""
    ids = list(Person.objects.of(house.id).order_by("pk").values_list("pk", flat=True))
    merged = roots_of(house.id, ids)
    segments = list_segments(house.id)
    said = judged(house.id, [i for i in ids if i not in merged], segments, at)
    return {row.id: sorted(i for i, one in said.items() if row.id in one.segments) for row in segments}


def kept(house: House) -> dict[int, list[int]]:
    return {row.id: members(row.id) for row in list_segments(house.id)}


def test_who_belongs_comes_and_goes_with_what_they_do(house: House, insider: Viewer) -> None:
    one, other = people_of(house, house.send(record(1), record(2)))
    recent = define_segment(insider, "Reading", RECENT, MONDAY)
    assert tend(house.id, MONDAY)
    assert members(recent) == []

    for hours in (1, 2):
        touch(house, one, MONDAY + timedelta(hours=hours))
    touch(house, other, MONDAY + timedelta(hours=1))
    ledger.drain(house.id)
    tend(house.id, MONDAY + timedelta(hours=3))
    assert members(recent) == [one]
    assert get_segment(house.id, recent).members == 1

    almost = MONDAY + timedelta(days=30, minutes=59)
    tend(house.id, almost)
    assert members(recent) == [one]
    tend(house.id, MONDAY + timedelta(days=30, hours=1))
    assert members(recent) == []
    kinds = Fact.objects.of(house.id).filter(kind__startswith="audience.").order_by("id").values_list("kind", "payload")
    assert [(kind, payload["person_ids"]) for kind, payload in kinds if "person_ids" in payload] == [
        ("audience.EnteredSegment", [one]),
        ("audience.LeftSegment", [one]),
    ]


def test_time_costs_only_those_it_reaches(house: House, insider: Viewer) -> None:
    people = people_of(house, house.send(*(record(n) for n in range(1, 6))))
    recent = define_segment(insider, "Reading", RECENT, MONDAY)
    for person in people[:2]:
        for hours in (1, 2):
            touch(house, person, MONDAY + timedelta(hours=hours))
    ledger.drain(house.id)
    tend(house.id, MONDAY + timedelta(hours=3))
    assert members(recent) == people[:2]
    assert sorted(Due.objects.of(house.id).values_list("person_id", flat=True)) == people[:2]
    at = MONDAY + timedelta(days=31)
    with CaptureQueriesContext(connection) as seen:
        tend(house.id, at)
    assert members(recent) == []
    assert not Due.objects.of(house.id).exists()
    assert len(seen) < 60


@pytest.mark.parametrize("seed", range(6))
def test_kept_is_what_judging_everybody_says(house: House, insider: Viewer, seed: int) -> None:
    """Random ways: touches, forms, decisions, corrections, merges, undos, time, lists, new definitions."""
    dice = random.Random(seed)
    at = MONDAY
    with clock.stopped(at):
        house.send(
            *(record(n, job_title="总监" if n % 3 == 0 else "", region="广东" if n % 2 else "北京") for n in range(8))
        )
    bodies = (RECENT, QUIET, SOUTH, MQL, NEW)
    for number, body in enumerate(bodies):
        define_segment(insider, f"S{number}", body, at)
    hand = define_segment(insider, "By hand", {}, at, kind=SegmentKind.LIST)
    for turn in range(60):
        at += timedelta(hours=dice.choice((0, 1, 20, 24 * 5, 24 * 13)))
        change(house, insider, dice, at, hand)
        ledger.drain(house.id)
        if dice.random() < 0.4:
            assert tend(house.id, at)
            assert kept(house) == anew(house, at), turn
    tend(house.id, at)
    assert kept(house) == anew(house, at)
    assert segment_faults(house.id, at) == {}


def change(house: House, insider: Viewer, dice: random.Random, at: datetime, hand: int) -> None:
    """One random thing happens."""
    people = list(Person.objects.of(house.id).values_list("pk", flat=True))
    one, other = dice.sample(people, 2)
    turn = dice.random()
    if turn < 0.3:
        touch(house, one, at + timedelta(hours=dice.choice((-400, -1, 0, 30))), dice.choice(("page_visited", "visit")))
    elif turn < 0.42:
        house.send(record(dice.randrange(12), region="广东"), at=at)
    elif turn < 0.5:
        leads = list(Lead.objects.of(house.id).filter(person_id=one).values_list("pk", flat=True))
        dice.choice((qualify_leads, accept_leads))(insider, leads, at)
    elif turn < 0.58:
        touch(house, one, at, "mail_unsubscribed")
    elif turn < 0.66:
        accounts = list(Person.objects.of(house.id).exclude(account_id=None).values_list("account_id", flat=True))
        correct_record(insider, Kind.ACCOUNT, dice.choice(accounts) or 0, {"region": dice.choice(("广东", "上海"))}, at)
    elif turn < 0.72:
        correct_record(insider, Kind.PERSON, one, {"job_title": dice.choice(("总监", "助理"))}, at)
    elif turn < 0.82:
        merge_records(insider, [MergeOrder(Kind.PERSON, one, other)], at)
    elif turn < 0.9:
        undo(house, insider, dice, at)
    elif turn < 0.96:
        (list_people if dice.random() < 0.6 else unlist)(insider, hand, [], at, person_ids=[one])
    else:
        define_segment(insider, "S0", dice.choice((RECENT, QUIET)), at, segment_id=first(house))


def unlist(viewer: Viewer, hand: int, lines: list[str], at: datetime, *, person_ids: list[int]) -> None:
    unlist_people(viewer, hand, person_ids, at)


def first(house: House) -> int:
    return int(Segment.objects.of(house.id).order_by("id").values_list("pk", flat=True)[0])


def undo(house: House, insider: Viewer, dice: random.Random, at: datetime) -> None:
    standing = list(Merge.objects.of(house.id).filter(state="done").values_list("pk", flat=True))
    said = UndoAnswers(edited=dict.fromkeys(("job_title", "name", "account_id"), "winner"), place="former")
    if standing:
        merge_id = dice.choice(standing)
        undo_merges(insider, [merge_id], at, answers={merge_id: said})


def test_a_batch_costs_as_many_statements_as_one(house: House, insider: Viewer) -> None:
    people = people_of(house, house.send(*(record(n) for n in range(1, 41))))
    for number, body in enumerate((RECENT, QUIET, SOUTH, MQL, NEW)):
        define_segment(insider, f"S{number}", body, MONDAY)
    tend(house.id, MONDAY)
    counts = []
    for batch in (people[:1], people[1:]):
        note(house.id, "person", batch)
        for person in batch:
            touch(house, person, MONDAY + timedelta(hours=1))
        ledger.drain(house.id)
        Changed.objects.of(house.id).delete()
        note(house.id, "person", batch)
        with CaptureQueriesContext(connection) as seen:
            tend(house.id, MONDAY + timedelta(hours=2))
        counts.append(len(seen))
    # SQLite's executemany is one statement a row there.
    assert connection.vendor == "sqlite" or counts[1] <= counts[0] + 2


def test_a_definition_is_made_in_steps_that_can_stop(house: House, insider: Viewer) -> None:
    people = people_of(house, house.send(*(record(n) for n in range(1, 8))))
    segment = define_segment(insider, "All", {"rows": [{"of": "came", "days": 3}]}, MONDAY)
    assert not tend(house.id, MONDAY, until=MONDAY)
    assert not get_segment(house.id, segment).done
    note(house.id, "person", people[-1:])
    tend(house.id, MONDAY)
    assert members(segment) == people
    assert get_segment(house.id, segment).done
    define_segment(insider, "All", {"rows": [{"of": "came", "days": 3, "not": True}]}, MONDAY, segment_id=segment)
    tend(house.id, MONDAY)
    assert members(segment) == []
    assert get_segment(house.id, segment).version == 2
    assert [row.until for row in Membership.objects.of(house.id)] == [MONDAY] * len(people)


def test_nothing_is_noted_without_segments(house: House) -> None:
    house.send(record(1))
    assert not Changed.objects.of(house.id).exists()


def test_what_cannot_be_defined_is_refused(house: House, insider: Viewer, teammate: Viewer) -> None:
    with pytest.raises(Refusal, match="forbidden"):
        define_segment(teammate, "Mine", RECENT, MONDAY)
    with pytest.raises(BadDefinition):
        define_segment(insider, "Empty", {"rows": []}, MONDAY)
    segment = define_segment(insider, "Reading", RECENT, MONDAY)
    with pytest.raises(Refusal, match="name_taken"):
        define_segment(insider, " Reading ", QUIET, MONDAY)
    end_segment(insider, segment, MONDAY)
    assert define_segment(insider, "Reading", QUIET, MONDAY) != segment
    with pytest.raises(Refusal, match="not_found"):
        end_segment(insider, segment, MONDAY)


def test_a_list_takes_phones_and_addresses(house: House, insider: Viewer) -> None:
    one, _ = people_of(house, house.send(record(1), record(2, email="li@sample.cn")))
    hand = define_segment(insider, "Dinner", {}, MONDAY, kind=SegmentKind.LIST)
    added, unknown = list_people(insider, hand, ["138 0013 0001", "li@sample.cn", "13900000000", "nobody"], MONDAY)
    assert (added, unknown) == (2, ["13900000000", "nobody"])
    assert list_people(insider, hand, ["13800130001"], MONDAY)[0] == 0
    assert len(members(hand)) == 2
    assert unlist_people(insider, hand, [one], MONDAY) == 1
    assert get_segment(house.id, hand).members == 1


def test_one_sees_the_members_of_whom_one_sees_a_lead(
    house: House, insider: Viewer, outsider: Viewer, teammate: Viewer
) -> None:
    people = people_of(house, house.send(record(1), record(2), record(3)))
    segment = define_segment(insider, "New", {"rows": [{"of": "came", "days": 3}]}, MONDAY)
    tend(house.id, MONDAY)
    row = get_segment(house.id, segment)
    assert sorted(member.person_id for member in list_members(insider, segment)) == people
    assert count_members(insider, row) == 3
    own = [lead.person_id or 0 for lead in Lead.objects.of(house.id).filter(owner_id=teammate.member_id)]
    assert sorted(member.person_id for member in list_members(teammate, segment)) == sorted(own)
    assert count_members(teammate, row) == len(own) < 3
    assert list_members(outsider, segment) == []
    with pytest.raises(Refusal, match="not_found"):
        get_segment(outsider.workspace_id, segment)


def test_a_preview_says_whom_it_would_hold(house: House) -> None:
    people = people_of(house, house.send(record(1, region="广东"), record(2, region="北京"), record(3, region="广东")))
    found = preview(house.id, SOUTH, MONDAY)
    expected: dict[str, Any] = {"matched": 2, "whole": True, "expected": 2}
    assert {name: getattr(found, name) for name in expected} == expected
    assert set(found.sample) == {people[0], people[2]}
