"""The pages and the interface of cases, registrations and sources, by the doors people use."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from gleanry.flow.convert.models import Opportunity
from gleanry.flow.followup.actions import accept_leads
from gleanry.flow.settle.models import Case, Registration
from gleanry.flow.settle.queries import list_cases
from gleanry.kit import clock, ledger, rulebook
from gleanry.tenants.models import Member
from gleanry.tenants.queries import viewer_of
from gleanry.web.books.sources import dry_run
from tests.conftest import House
from tests.settle.test_cases import COMPANY, LATER, partner_of, two_leads


def client_of(member: Member) -> Client:
    client = Client()
    assert member.user is not None
    client.force_login(member.user)
    return client


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


def post(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, data, follow=True)


@pytest.mark.django_db
def test_a_case_is_read_answered_and_decided_on_its_pages(house: House) -> None:
    _, online = two_leads(house)
    accept_leads(house.viewer(house.sellers[0]), [online], LATER)
    ledger.drain(house.id)
    first, second = client_of(house.sellers[1]), client_of(house.sellers[0])
    director, stranger = client_of(house.director), client_of(house.sdrs[0])
    case = list_cases(house.viewer())[0]
    path = f"/cases/{case.id}/"
    assert COMPANY in first.get("/cases/?part=answer").content.decode()
    assert stranger.get(path).status_code == 404
    assert stranger.get("/cases/?part=x").status_code == 200
    assert f"/cases/{case.id}/".encode() not in stranger.get("/cases/").content
    assert "/cases/" in second.get("/").content.decode()
    assert b'name="share"' not in first.get(path).content
    assert b'name="share"' in director.get(path).content
    refused = post(first, f"{path}change/", do="argue", text="  ")
    assert refused.status_code == 422
    assert "I was there" in post(first, f"{path}change/", do="argue", text="I was there").content.decode()
    kept = post(director, f"{path}change/", do="decide", share="140", text="kept words")
    assert (kept.status_code, "kept words" in kept.content.decode()) == (422, True)
    assert post(stranger, f"{path}change/", do="decide", share="10", text="x").status_code == 404
    assert post(director, f"{path}change/", do="decide", share="100", text="On record first").status_code == 200
    ledger.drain(house.id)
    assert Case.objects.of(house.id).get(pk=case.id).state == "decided"
    deal = Opportunity.objects.of(house.id).get(lead_id=online)
    assert deal.owner_id == house.sellers[1].pk
    shown = first.get(f"/deals/{deal.pk}/").content.decode()
    assert path in shown
    assert "source-title" in shown
    assert post(second, f"{path}change/", do="appeal", text="I answered").status_code == 200
    token = json.dumps({"share_a": 50, "text": "Both"})
    url = f"/api/v1/cases/{case.id}/decide"
    assert director.post(url, token, content_type="application/json").status_code == 403
    answer = client_of(house.insider).post(url, token, content_type="application/json")
    assert (answer.status_code, answer.json()["state"], answer.json()["share_a"]) == (200, "closed", 50)


@pytest.mark.django_db
def test_registrations_by_page_and_interface_and_nobody_elses(house: House) -> None:
    partner = partner_of(house)
    client, other = client_of(partner), client_of(partner_of(house, "other"))
    assert post(client, "/registrations/add/", company="", done="x").status_code == 422
    assert post(client, "/registrations/add/", company="北京青禾科技有限公司", done="Met them").status_code == 200
    assert "北京青禾科技有限公司" in client.get("/registrations/").content.decode()
    assert "北京青禾科技有限公司" not in other.get("/registrations/?part=all").content.decode()
    body = json.dumps({"company": "北京青禾科技有限公司", "done": "Met them too"})
    refused = other.post("/api/v1/registrations", body, content_type="application/json")
    assert (refused.status_code, refused.json()["state"], refused.json()["reason"]) == (201, "refused", "protected")
    rows = other.get("/api/v1/registrations").json()["registrations"]
    assert [row["state"] for row in rows] == ["refused"]
    held = Registration.objects.of(house.id).get(state="accepted")
    assert post(other, f"/registrations/{held.pk}/extend/").status_code == 404
    assert post(client, f"/registrations/{held.pk}/extend/").status_code == 200
    assert client.get("/api/v1/cases").json() == {"cases": [], "next": None}


@pytest.mark.django_db
def test_a_dry_run_says_which_opportunities_would_have_another_source(house: House) -> None:
    _, online = two_leads(house)
    accept_leads(house.viewer(house.sellers[0]), [online], LATER)
    ledger.drain(house.id)
    body = rulebook.current(house.id, "sources").body
    pipes = [pipe | ({"sources": []} if pipe["code"] == "sales" else {}) for pipe in body["pipes"]]
    tried = dry_run(viewer_of(house.insider), body | {"pipes": pipes})
    assert len(tried.rows) == 1
    assert dry_run(viewer_of(house.insider), body).rows == ()
    page = client_of(house.insider).get("/rules/sources/edit/")
    assert page.status_code == 200
