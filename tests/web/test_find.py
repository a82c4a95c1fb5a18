"""The search box on pages and in the API: the same hits, marked, within reach, and nothing run that was typed."""

from __future__ import annotations

import pytest

from gleanry.search.actions import tend
from gleanry.search.queries import find
from tests.web.conftest import House, record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wang(house: House) -> House:
    house.send(record(7, person_name="王小明", company="北京纷扬科技有限公司", phone="13911112222"))
    return house


@pytest.mark.parametrize("path", ["/", "/leads/", "/pools/", "/deals/", "/find/", "/find/?q=x"])
def test_the_box_is_on_every_page(house: House, path: str) -> None:
    page = house.client("administrator").get(path).content.decode()

    assert 'id="seek"' in page
    assert 'hx-get="/find/drop/"' in page


@pytest.mark.parametrize("text", ["王小明", "wangxm", "2222", "纷扬", "王晓明"])
def test_what_is_found_drops_down_marked(wang: House, text: str) -> None:
    page = wang.client("administrator").get("/find/drop/", {"q": text}).content.decode()
    (lead,) = wang.leads(external_id="", source="fair", person_id=max(one.person_id or 0 for one in wang.leads()))

    assert "<mark>" in page
    assert f'href="/leads/{lead.pk}/"' in page
    assert 'role="option"' in page


def test_the_page_shows_all_groups_and_leads_on(wang: House) -> None:
    page = wang.client("administrator").get("/find/", {"q": "纷扬"}).content.decode()

    assert all(heading in page for heading in ("Leads", "People", "Companies"))
    account = find(wang.viewer("administrator"), "纷扬").accounts.hits[0].account_id
    assert f'href="/find/company/{account}/"' in page
    company = wang.client("administrator").get(f"/find/company/{account}/").content.decode()
    assert "王小明" in company


def test_a_group_is_paged(house: House) -> None:
    house.send(*(record(n, person_name="周杰", phone=f"1370013{n:04d}") for n in range(100, 160)))
    tend(house.workspace_id)
    client = house.client("administrator")
    first = client.get("/find/people/", {"q": "周杰"}).content.decode()
    second = client.get("/find/people/", {"q": "周杰", "from": "50"}).content.decode()

    assert "60 found" in first
    assert "from=50" in first
    assert (first.count("data-row>"), second.count("data-row>")) == (50, 10)


@pytest.mark.parametrize("group", ["leads", "people", "accounts"])
def test_nothing_found_is_said(house: House, group: str) -> None:
    page = house.client("administrator").get(f"/find/{group}/", {"q": "鑫淼焱垚"}).content.decode()

    assert "Nothing found" in page


def test_what_was_typed_is_text(house: House) -> None:
    for path in ("/find/", "/find/drop/", "/find/people/"):
        page = house.client("administrator").get(path, {"q": "<script>alert(1)</script>"}).content.decode()
        assert "<script>alert" not in page


def test_names_are_text(house: House) -> None:
    house.send(record(8, person_name="<b>Bold</b> Smith", phone="13911113333"))
    page = house.client("administrator").get("/find/", {"q": "bold"}).content.decode()

    assert "<b>" not in page
    assert "&lt;b&gt;<mark>Bold</mark>&lt;/b&gt; Smith" in page


def test_a_colleague_and_a_stranger_find_nothing(wang: House, stranger: House) -> None:
    account = find(wang.viewer("administrator"), "纷扬").accounts.hits[0].account_id
    for client in (wang.client("partner"), wang.client("seller"), stranger.client("administrator")):
        for path in ("/find/", "/find/drop/", "/find/leads/", "/find/people/", "/find/accounts/", "/api/v1/search"):
            page = client.get(path, {"q": "2222"}).content.decode()
            assert "王小明" not in page
            assert "纷扬" not in client.get(path, {"q": "fenyang"}).content.decode()
        assert client.get(f"/find/company/{account}/").status_code == 404


def test_the_api_gives_hits_with_what_matched(wang: House) -> None:
    answer = wang.client("administrator").get("/api/v1/search", {"q": "xiaoming"}).json()

    (person,) = answer["people"]["hits"]
    assert person["matched"] == [{"field": "name", "text": "王小明", "spans": [{"start": 1, "end": 3}]}]
    assert answer["people"]["counted"] == 1
    assert answer["people"]["more"] is False
    only = wang.client("administrator").get("/api/v1/search", {"q": "xiaoming", "group": "accounts"}).json()
    assert only["people"]["hits"] == only["leads"]["hits"] == []


@pytest.mark.parametrize(
    "query", [{"q": ""}, {"q": "x" * 121}, {"q": "x", "limit": "51"}, {"q": "x", "group": "deals"}]
)
def test_the_api_checks_what_it_is_asked(house: House, query: dict[str, str]) -> None:
    assert house.client("administrator").get("/api/v1/search", query).status_code == 422
