"""Every page answers for every role: whole for those who may, a clear refusal for the others."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gleanry.tenants.shapes import Role
from tests.web.conftest import House, record

PAGES = {
    "/": "",
    "/leads/": "leads.see",
    "/leads/?reached=mql&owner=~&source=~&month=2026-11&grade=A1&q=x": "leads.see",
    "/leads/export.csv": "data.export",
    "/pools/": "leads.see",
    "/pools/sdr/": "leads.see",
    "/pools/nurture/?free=1": "leads.see",
    "/deals/": "deals.see",
    "/deals/list/?outcome=won": "deals.see",
    "/funnel/": "cockpit.see",
    "/funnel/?by=month": "cockpit.see",
    "/scores/": "cockpit.see",
    "/scores/?target=order": "cockpit.see",
    "/imports/": "leads.import",
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_for_those_who_may(house: House, role: str, path: str) -> None:
    permission = PAGES[path]
    allowed = not permission or house.viewer(role).may(permission)
    assert house.client(role).get(path).status_code == (200 if allowed else 403)


@pytest.mark.parametrize("path", PAGES)
def test_nobody_signed_in_is_sent_to_sign_in_and_back(db: None, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=%2F")


def test_a_part_of_a_page_asked_for_after_the_session_ended_sends_the_whole_page(db: None) -> None:
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/leads/?grade=A1"}
    answer = Client().get("/", headers=headers)
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fleads%2F%3Fgrade%3DA1"


def test_the_lead_page_tells_why(house: House) -> None:
    lead = house.leads(pool="sdr")[0]
    page = house.client("administrator").get(f"/leads/{lead.pk}/").content.decode()
    for text in (
        "Person 1",
        "Company 1",
        "The company is named",
        "The next SDR in turn",
        "sdr of home",
        "First contact",
    ):
        assert text in page


def test_an_invalid_lead_tells_what_is_wrong(house: House) -> None:
    lead = house.leads(pool="sdr")[0]
    client = house.client("administrator")
    client.post(f"/leads/{lead.pk}/handle/", {"kind": "call", "then": "invalid", "invalid_reason": "junk"})
    page = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "invalid: Junk or test data" in page
    assert "kept for the record" in page


def test_what_people_typed_is_shown_as_text(house: House) -> None:
    house.send(record(9, person_name="<script>alert(1)</script>", company='"><img src=x>'))
    lead = house.leads()[-1]
    client = house.client("administrator")
    for path in ("/leads/", f"/leads/{lead.pk}/", "/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x>" not in page


def test_pages_load_nothing_inline_and_nothing_from_elsewhere(house: House) -> None:
    answer = house.client("administrator").get("/leads/")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert b" style=" not in answer.content
    assert b"onclick" not in answer.content


def test_an_unknown_page_says_so(house: House) -> None:
    answer = house.client("sdr").get("/nowhere/")
    assert answer.status_code == 404
    assert b"There is nothing here that you can see" in answer.content


def test_a_defect_is_told_without_leaning_on_anything(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("gleanry.web.pages.leads.list_leads", broken)
    client = house.client("sdr")
    client.raise_request_exception = False
    answer = client.get("/leads/")
    assert answer.status_code == 500
    assert "undone as a whole" in answer.content.decode() or "整体撤销" in answer.content.decode()


@pytest.mark.parametrize("path", ["/leads/", "/pools/sdr/", "/deals/list/", "/deals/"])
def test_a_list_costs_as_many_queries_full_as_empty(house: House, path: str) -> None:
    client = house.client("administrator")
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    house.send(*(record(n) for n in range(20, 60)))
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few) <= 30


def test_language_and_theme_are_kept(house: House) -> None:
    client = house.client("sdr")
    answer = client.post("/look/", {"language": "en", "theme": "dark", "next": "/leads/?grade=A1"})
    assert answer.headers["Location"] == "/leads/?grade=A1"
    page = client.get("/").content.decode()
    assert 'lang="en" data-theme="dark"' in page
    client.post("/look/", {"language": "zh-hans", "next": "https://elsewhere.example/"})
    assert 'lang="zh-CN" data-theme="dark"' in client.get("/").content.decode()


def test_going_elsewhere_after_a_choice_is_refused(house: House) -> None:
    answer = house.client("sdr").post("/look/", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
