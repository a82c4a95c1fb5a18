"""The door for telephone systems: signed, limited, idempotent; and the page where calls are assigned."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gleanry.flow.followup.actions import make_door, set_extension
from gleanry.flow.followup.models import Call, FollowUp
from gleanry.flow.followup.queries import list_doors
from gleanry.flow.followup.rules.calls import signature_of
from gleanry.flow.followup.shapes import DoorRow
from gleanry.kit import clock
from tests.conftest import ask_all
from tests.web.conftest import House

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def door(house: House) -> DoorRow:
    ask_all(house.workspace_id)
    set_extension(house.workspace_id, "8001", house.members["sdr"].pk)
    return make_door(house.workspace_id, "PBX", clock.now())


def told(**more: Any) -> dict[str, Any]:
    return {
        "id": "pbx-1",
        "direction": "out",
        "caller": "8001",
        "callee": "138-1234-0001",
        "started_at": (clock.now() - timedelta(minutes=3)).isoformat(),
        "seconds": 95,
        "result": "ANSWERED",
        "recording_url": "https://recordings.example/1.mp3",
        **more,
    }


def leave(door: DoorRow, given: Any, *, ago: int = 0, secret: str = "", key: str = "") -> tuple[int, Any]:
    body = given if isinstance(given, bytes) else json.dumps(given).encode()
    stamp = str(int(clock.now().timestamp()) - ago)
    answer = Client().post(
        "/api/v1/calls",
        body,
        content_type="application/json",
        headers={
            "X-Gleanry-Key": key or door.key,
            "X-Gleanry-Timestamp": stamp,
            "X-Gleanry-Signature": signature_of(secret or door.secret, stamp, body),
        },
    )
    return answer.status_code, answer.json()


def test_a_signed_call_is_taken_once(house: House, door: DoorRow) -> None:
    lead = house.leads()[0].pk
    taken = {"id": "pbx-1", "known": False, "lead_id": lead, "why": ""}
    assert leave(door, told()) == (200, {"calls": [taken]})
    assert leave(door, [told(seconds=1), told(id="pbx-2", caller="8009")])[1] == {
        "calls": [taken | {"known": True}, {"id": "pbx-2", "known": False, "lead_id": None, "why": "no_member"}]
    }
    row = FollowUp.objects.of(house.workspace_id).get()
    assert (row.member_id, row.counted, row.seconds) == (house.members["sdr"].pk, "contact", 95)
    page = house.client("sdr").get(f"/leads/{lead}/").content.decode()
    assert '<a class="fine" href="https://recordings.example/1.mp3" rel="noopener noreferrer"' in page


@pytest.mark.parametrize("wrong", [{"secret": "guessed"}, {"key": "call_nobody"}, {"ago": 400}, {"ago": -400}])
def test_what_is_not_signed_is_not_read(house: House, door: DoorRow, wrong: dict[str, Any]) -> None:
    status, body = leave(door, told(), **wrong)
    assert (status, body["error"]["code"]) == (401, "not_signed")
    assert not Call.objects.of(house.workspace_id).exists()


def test_a_body_cannot_be_changed_and_a_closed_door_opens_for_nobody(house: House, door: DoorRow) -> None:
    stamp = str(int(clock.now().timestamp()))
    headers = {
        "X-Gleanry-Key": door.key,
        "X-Gleanry-Timestamp": stamp,
        "X-Gleanry-Signature": signature_of(door.secret, stamp, json.dumps(told()).encode()),
    }
    other = json.dumps(told(seconds=9000))
    assert Client().post("/api/v1/calls", other, content_type="application/json", headers=headers).status_code == 401
    house.client("administrator").post("/calls/settings/", {"do": "end", "door": door.id})
    assert leave(door, told())[0] == 401


@pytest.mark.parametrize(
    "given",
    [
        b"{",
        [],
        told(direction="sideways"),
        told(result="exploded"),
        told(started_at="2026-11-20T10:00:00"),
        told(seconds=-1),
        [told(id=str(n)) for n in range(101)],
        {"id": "x"},
    ],
)
def test_what_cannot_be_read_is_refused_whole(house: House, door: DoorRow, given: Any) -> None:
    status, body = leave(door, given)
    assert (status, body["error"]["code"]) == (422, "bad_calls")
    assert not Call.objects.of(house.workspace_id).exists()


def test_a_recording_is_a_plain_https_link(house: House, door: DoorRow) -> None:
    assert leave(door, told(recording_url="javascript:alert(1)"))[1]["error"]["code"] == "bad_recording"
    assert leave(door, told(recording_url="http://recordings.example/1"))[0] == 422


def test_guessing_at_the_door_is_counted(house: House, door: DoorRow) -> None:
    statuses = [leave(door, told(), secret="guessed")[0] for _ in range(32)]
    assert (statuses[0], statuses[-1]) == (401, 429)


def test_a_waiting_call_is_assigned_on_its_page(house: House, door: DoorRow) -> None:
    leave(door, told(callee="13900000000"))
    call = Call.objects.of(house.workspace_id).get()
    sdr, lead = house.client("sdr"), house.leads()[0].pk
    assert "1 call to assign" in sdr.get("/").content.decode()
    page = sdr.get("/calls/").content.decode()
    assert "Nobody is known by this number" in page
    assert door.secret not in page
    for other in ("seller", "marketer"):
        answer = house.client(other).post(f"/calls/{call.pk}/assign/", {"lead": lead})
        assert answer.status_code in (403, 404)
    sdr.post(f"/calls/{call.pk}/assign/", {"lead": f"#{lead}", "note": "their new number"})
    assert FollowUp.objects.of(house.workspace_id).get().note == "their new number"
    assert "No call waits" in sdr.get("/calls/").content.decode()
    assert sdr.post(f"/calls/{call.pk}/assign/", {"lead": lead}).status_code == 409


def test_only_who_keeps_members_keeps_doors(house: House, stranger: House, door: DoorRow) -> None:
    admin = house.client("administrator")
    assert door.secret in admin.get("/calls/").content.decode()
    admin.post("/calls/settings/", {"do": "door", "name": "Second"})
    admin.post("/calls/settings/", {"do": "extension", "number": "8002", "member": house.members["seller"].pk})
    assert len(list_doors(house.workspace_id)) == 2
    assert "8002 · seller of home" in admin.get("/calls/").content.decode()
    assert house.client("sdr").post("/calls/settings/", {"do": "door", "name": "x"}).status_code == 403
    stranger.client("administrator").post("/calls/settings/", {"do": "end", "door": door.id})
    assert len(list_doors(house.workspace_id)) == 2


def test_quality_counts_open_to_the_signatures(house: House) -> None:
    admin, lead = house.client("administrator"), house.leads()[0].pk
    admin.post(f"/leads/{lead}/handle/", {"kind": "call", "then": "qualify"})
    admin.post(f"/leads/{lead}/handle/", {"kind": "call", "then": "refuse", "refuse_reason": "low_budget"})
    page = admin.get("/gates/").content.decode()
    assert "administrator of home" in page
    assert "The budget is too low 1" in page
    href = f"/gates/signs/?gate=mql&days=90&member={house.members['administrator'].pk}&fate=refused&reason=low_budget"
    assert href.removeprefix("/gates/").replace("&", "&amp;") in page
    listed = admin.get(href).content.decode()
    assert "1 signature" in listed
    assert f'href="/leads/{lead}/"' in listed
    assert "Nobody signed anything" in house.client("sdr").get("/gates/").content.decode()
