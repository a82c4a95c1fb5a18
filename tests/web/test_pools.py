"""Pools on the screen: what may be claimed, how much of it is used, what is hidden before, and answers in words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gleanry.flow.followup.actions import record_follow_up
from gleanry.flow.followup.shapes import FollowUpEntry
from gleanry.kit import clock, rulebook
from gleanry.leads.actions import place_leads
from gleanry.leads.models import Lead
from gleanry.leads.shapes import Placement, Pool, State
from gleanry.web.masking import masked_email, masked_name, masked_phone, masked_text
from tests.web.conftest import House, record

PHONE, MAIL = "13812349001", "wang.wei@acme-machines.cn"


def keep(house: House, code: str, **settings: object) -> None:
    body = rulebook.current(house.workspace_id, "pools").body
    rows = [row for row in body["pools"] if row["code"] != code]
    rulebook.publish(house.workspace_id, "pools", body | {"pools": [*rows, {"code": code, **settings}]})


@pytest.fixture
def lead(house: House) -> Lead:
    """A lead in the active sea, with everything by which somebody could be reached."""
    keep(house, "active_sea", masked=["name", "phone", "email", "wechat"], claim_per_day=2)
    found = house.send(record(9001, email=MAIL, person_name="王伟明", note=f"call {PHONE} or {MAIL}"))[-1]
    put(house, found.pk)
    return Lead.objects.of(house.workspace_id).get(pk=found.pk)


def put(house: House, lead_id: int) -> None:
    placement = Placement(lead_id, Pool.ACTIVE_SEA, None, State.UNASSIGNED, reason={"code": "assigned"})
    place_leads(house.workspace_id, [placement], at=clock.now())


DOORS = (
    "/leads/",
    "/pools/active_sea/",
    "/leads/{lead}/",
    "/people/{person}/",
    "/accounts/{account}/",
    "/find/?q=Company",
    "/find/drop/?q=12349001",
    "/find/people/?q=9001",
    "/find/leads/?q=wang.wei",
    "/api/v1/leads",
    "/api/v1/leads/{lead}",
    "/api/v1/search?q=Company",
    "/api/v1/search?q=12349001",
    "/duplicates/",
)


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
def test_no_door_shows_how_to_reach_an_unclaimed_lead(house: House, lead: Lead, door: str) -> None:
    record_follow_up(
        house.viewer("administrator"), FollowUpEntry(lead.pk, "note", "", note=f"reach him at {PHONE}"), clock.now()
    )
    address = door.format(lead=lead.pk, person=lead.person_id, account=lead.account_id)
    answer = house.client("seller").get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    for secret in (PHONE, "138 1234 9001", "12349001</mark>", MAIL, "王伟明", "wang.wei</mark>"):
        assert secret not in text, secret
    open_to_managers = house.client("administrator").get(f"/leads/{lead.pk}/").content.decode()
    assert MAIL in open_to_managers


@pytest.mark.django_db
def test_an_export_hides_it_too_and_a_claim_opens_it(house: House, lead: Lead) -> None:
    roles = rulebook.current(house.workspace_id, "roles").body["roles"]
    seller = roles["seller"] | {"may": [*roles["seller"]["may"], "data.export"]}
    rulebook.publish(house.workspace_id, "roles", {"roles": roles | {"seller": seller}})
    client = house.client("seller")

    def exported() -> str:
        return b"".join(client.get("/leads/export.csv").streaming_content).decode()  # type: ignore[attr-defined]  # a stream

    assert MAIL not in exported()
    assert "w***@acme-machines.cn" in exported()
    client.post("/leads/bulk/", {"claim": lead.pk, "next": "/leads/"})
    assert MAIL in exported()
    assert "王伟明" in client.get(f"/leads/{lead.pk}/").content.decode()


@pytest.mark.django_db
def test_the_best_of_a_pool_and_the_cap_in_words(house: House, lead: Lead) -> None:
    for found in house.send(*(record(n) for n in range(9002, 9005)))[-3:]:
        put(house, found.pk)
    client = house.client("seller")
    page = client.get("/pools/active_sea/").content.decode()
    assert "0 of 2 claimed today" in page
    answer = client.post("/pools/active_sea/claim/", {"count": "3", "next": "/pools/active_sea/"}, follow=True)
    text = answer.content.decode()
    assert "2 leads are yours." in text
    assert "you claimed 2 of 2 from this pool today" in text
    assert "2 of 2 claimed today" in text
    assert client.post("/pools/active_sea/claim/", {"count": "0"}).status_code == 422
    assert client.post("/pools/nowhere/claim/", {"count": "1"}).status_code == 404


@pytest.mark.django_db
def test_a_program_is_told_the_same(house: House, lead: Lead) -> None:
    keep(house, "active_sea", masked=["phone"], claim_per_day=1)
    other = house.send(record(9007))[-1]
    put(house, other.pk)
    client = house.client("seller")

    def asked(path: str, body: dict[str, object]) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = client.post(path, json.dumps(body), content_type="application/json").json()
        return found

    assert asked("/api/v1/pools/active_sea/claim", {"count": 1})["won"] == [other.pk]
    (lost,) = asked("/api/v1/leads/claim", {"lead_ids": [lead.pk]})["lost"]
    assert (lost["code"], lost["count"], lost["cap"]) == ("day_cap", 1, 1)
    assert "1 of 1" in str(lost["message"])


@pytest.mark.django_db
def test_an_own_pool_has_its_name_and_its_members_only(house: House, lead: Lead) -> None:
    keep(house, "hot", kind="active_sea", en="Hot pool", zh="热公海", members=["role:seller"])
    placement = Placement(lead.pk, Pool.ACTIVE_SEA, None, State.UNASSIGNED, reason={"code": "assigned"}, own_pool="hot")
    place_leads(house.workspace_id, [placement], at=clock.now())
    seller = house.client("seller")
    assert "Hot pool" in seller.get("/pools/").content.decode()
    assert "Hot pool" in seller.get(f"/leads/{lead.pk}/").content.decode()
    assert seller.get("/pools/hot/").status_code == 200
    assert house.client("sdr").get("/pools/hot/").status_code == 404
    assert "Hot pool" not in house.client("sdr").get("/pools/").content.decode()


@pytest.mark.django_db
def test_marks_are_put_on_and_leads_put_by_on_the_page(house: House) -> None:
    lead = house.send(record(9009))[-1]
    client = house.client("administrator")
    client.post("/leads/bulk/", {"lead": lead.pk, "do": "mark", "mark": "FABM"})
    assert "FABM" in client.get(f"/leads/{lead.pk}/").content.decode()
    client.post("/leads/bulk/", {"lead": lead.pk, "do": "put_by"})
    assert Lead.objects.of(house.workspace_id).get(pk=lead.pk).pool == "active_sea"
    assert "carries the mark FABM" in client.get(f"/leads/{lead.pk}/").content.decode()


def test_masks() -> None:
    assert masked_phone("+8613812345678") == "+86138****5678"
    assert masked_phone("1234") == "****"
    assert masked_email("li.ming@acme.cn") == "l***@acme.cn"
    assert (masked_name("李明华"), masked_name("John Smith"), masked_name("")) == ("李**", "J*** S***", "")
    assert masked_text("call 138 1234 5678 or li@acme.cn, 3 people") == "call **** or ***, 3 people"
