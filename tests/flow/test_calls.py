"""Calls from telephone systems: taken once, matched or kept, never lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gleanry.flow.followup.actions import assign_call, end_door, make_door, set_extension, take_calls
from gleanry.flow.followup.models import Call, Deadline, FollowUp
from gleanry.flow.followup.queries import door_of, list_doors, list_extensions, list_waiting_calls
from gleanry.flow.followup.rules.calls import result_of
from gleanry.flow.followup.shapes import NewCall, TakenCall
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer
from tests.conftest import MONDAY, House, ask_all

MINUTE = timedelta(minutes=1)
URL = "https://recordings.example/1"


def call(external_id: str = "a", number: str = "139 1234 5678", **more: Any) -> NewCall:
    given = {"extension": "8001", "seconds": 95, "result": "reached", "recording_url": URL, **more}
    return NewCall(external_id, "out", number, started_at=MONDAY + MINUTE, **given)


@pytest.fixture
def door(house: House) -> int:
    ask_all(house.id)
    set_extension(house.id, "8001", house.sdrs[0].pk)
    return make_door(house.id, "PBX", MONDAY).id


@pytest.fixture
def lead_id(house: House, door: int) -> int:
    return house.send({"phone": "13912345678", "company": "上海视觉"})[0]


def take(house: House, door: int, *calls: NewCall) -> list[TakenCall]:
    return take_calls(house.id, door, calls, MONDAY + 5 * MINUTE)


@pytest.mark.django_db
def test_a_call_becomes_the_follow_up_of_its_extension(house: House, door: int, lead_id: int) -> None:
    (taken,) = take(house, door, call())
    assert (taken.lead_id, taken.known, taken.why) == (lead_id, False, "")
    row = FollowUp.objects.of(house.id).get()
    assert (row.member_id, row.at, row.seconds, row.recording_url) == (house.sdrs[0].pk, MONDAY + MINUTE, 95, URL)
    assert row.counted == "contact"  # a recording of more than 20 seconds is what it leaves behind
    assert Deadline.objects.of(house.id).get(kind="first_contact").outcome == "met"
    assert Call.objects.of(house.id).get().follow_up_id == row.pk


@pytest.mark.django_db
def test_sent_again_it_changes_nothing(house: House, door: int, lead_id: int) -> None:
    first = take(house, door, call(), call(seconds=7))
    again = take(house, door, call(seconds=3, number="139 0000 0000"))
    assert [t.known for t in first] == [False, False]
    assert [(t.known, t.lead_id, t.call_id) for t in again] == [(True, lead_id, first[0].call_id)]
    assert FollowUp.objects.of(house.id).count() == Call.objects.of(house.id).count() == 1


@pytest.mark.django_db
def test_what_cannot_be_matched_is_kept_and_assigned(house: House, door: int, lead_id: int) -> None:
    taken = take(
        house,
        door,
        call("a", extension="9999"),
        call("b", number="139 0000 0001"),
        call("c", extension="8002"),
    )
    assert [t.why for t in taken] == ["no_member", "no_person", "no_member"]
    sdr, teammate = house.viewer(house.sdrs[0]), house.viewer(house.sdrs[1])
    assert [row.id for row in list_waiting_calls(sdr)] == [taken[1].call_id]
    assert list_waiting_calls(teammate) == []
    assert len(list_waiting_calls(house.viewer())) == 3
    with pytest.raises(Refusal, match="call_taken"):
        assign_call(sdr, taken[0].call_id, lead_id, "", MONDAY + 6 * MINUTE)
    assign_call(sdr, taken[1].call_id, lead_id, "另一个号码", MONDAY + 6 * MINUTE)
    row = FollowUp.objects.of(house.id).get()
    assert (row.note, row.at, row.lead_id) == ("另一个号码", MONDAY + MINUTE, lead_id)
    with pytest.raises(Refusal, match="call_taken"):
        assign_call(sdr, taken[1].call_id, lead_id, "", MONDAY + 7 * MINUTE)
    assert len(list_waiting_calls(house.viewer())) == 2


@pytest.mark.django_db
def test_a_colleagues_lead_is_not_written_to(house: House, door: int, lead_id: int) -> None:
    set_extension(house.id, "8002", house.sdrs[1].pk)
    (taken,) = take(house, door, call(extension="8002"))
    assert (taken.why, taken.lead_id) == ("other_owner", None)
    assert not FollowUp.objects.of(house.id).exists()


@pytest.mark.django_db
def test_extensions_and_doors_are_kept_apart(house: House, door: int, outsider: Viewer) -> None:
    set_extension(house.id, "8001", house.sdrs[1].pk)
    assert list_extensions(house.id) == [("8001", house.sdrs[1].pk)]
    set_extension(house.id, "8001", None)
    assert list_extensions(house.id) == []
    with pytest.raises(Refusal, match="no_such_member"):
        set_extension(house.id, "8001", outsider.member_id)
    (row,) = list_doors(house.id)
    assert door_of(row.key) == (house.id, row)
    assert len(row.secret) == 64
    assert list_doors(outsider.workspace_id) == []
    end_door(outsider.workspace_id, row.id, MONDAY)
    assert door_of(row.key) is not None
    end_door(house.id, row.id, MONDAY)
    assert door_of(row.key) is None


@pytest.mark.django_db
def test_a_link_that_is_no_recording_is_refused(house: House, door: int) -> None:
    with pytest.raises(Refusal, match="bad_recording"):
        take(house, door, call(recording_url="javascript:alert(1)"))
    assert not Call.objects.of(house.id).exists()


@pytest.mark.parametrize(
    ("said", "result"), [("ANSWERED", "reached"), ("No-Answer", "no_answer"), ("busy", "busy"), ("exploded", None)]
)
def test_telephone_systems_say_it_their_way(said: str, result: str | None) -> None:
    assert result_of(said) == result


@pytest.mark.django_db
def test_many_calls_cost_what_one_costs(house: House, door: int, django_assert_max_num_queries: Any) -> None:
    house.send(*({"phone": f"139123456{n:02d}"} for n in range(42)))
    calls = [call(f"c{n}", f"139123456{n:02d}", recording_url="") for n in range(42)]
    with django_assert_max_num_queries(60) as alone:
        take(house, door, *calls[:2])
    with django_assert_max_num_queries(len(alone)):
        take(house, door, *calls[2:])
    assert FollowUp.objects.of(house.id).count() == 21
