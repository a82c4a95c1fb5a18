"""The forecast, targets and reviews at their doors: pages, forms that keep what was typed, the interface, scope."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gleanry.cockpit.actions.forecast import score_snapshots
from gleanry.cockpit.actions.reviews import prepare_reviews
from gleanry.cockpit.queries.targets import plan_of
from gleanry.flow.convert.models import Opportunity
from gleanry.kit import clock
from gleanry.wiring.rhythm import keep_rhythm
from tests.web.conftest import House

PAGES = ("/forecast/", "/forecast/changes/", "/targets/", "/reviews/", "/forecast/deals/")


@pytest.fixture
def deal(house: House) -> Opportunity:
    now = clock.now()
    return Opportunity.objects.create(
        workspace_id=house.workspace_id, name="Grain silo", stage="demo", currency="CNY", amount_minor=500_000,
        base_minor=500_000, grade="A", word_minor=400_000, owner_id=house.members["seller"].pk, opened_at=now,
        stage_since=now - timedelta(days=90), expected_close=now.date(),
    )  # fmt: skip


def change(client: Client, year: int, **more: str) -> str:
    return client.post(
        "/targets/change/", {"year": str(year), "measure": "signed", **more}, headers={"hx-request": "true"}
    ).content.decode()


@pytest.mark.django_db
def test_pages_of_the_forecast_show_what_one_may_see(house: House, stranger: House, deal: Opportunity) -> None:
    now = clock.now()
    keep_rhythm(house.workspace_id, now - timedelta(weeks=5))
    keep_rhythm(house.workspace_id, now)
    score_snapshots(house.workspace_id, now)
    for role in ("administrator", "seller", "sales_director"):
        client = house.client(role)
        for path in PAGES:
            assert client.get(path).status_code == 200, path
    admin = house.client("administrator")
    for by in ("owner", "team", "product", "process", "month", "quarter", "currency"):
        assert b"data-row" in admin.get(f"/forecast/?by={by}&period=all").content
    assert b"Grain silo" in admin.get(f"/forecast/deals/?by=owner&period=all&key={deal.owner_id}").content
    Opportunity.objects.of(house.workspace_id).update(base_minor=600_000)
    assert b"Grain silo" in admin.get("/forecast/changes/?kind=amount_up").content
    assert b"Grain silo" not in admin.get("/forecast/changes/?kind=amount_down").content
    assert admin.get("/forecast/right/").status_code == 200
    assert house.client("seller").get("/forecast/right/").status_code == 403
    assert b"Grain silo" not in stranger.client("administrator").get("/forecast/deals/?period=all").content
    scored = admin.get("/api/v1/forecast/scores").json()
    assert {row["method"] for row in scored} == {"stage", "grade", "learned", "word"}
    found = admin.get("/api/v1/forecast?by=team").json()
    assert found["total"]["commit"]["amount"] == "4000.00"
    assert sum(row["deals"] for row in found["rows"]) == found["total"]["deals"]


@pytest.mark.django_db
def test_targets_are_edited_in_place_and_say_what_does_not_add_up(house: House) -> None:
    admin, year = house.client("administrator"), clock.now().year

    assert "1000" in change(admin, year, do="year", value="1,000")
    plan = plan_of(house.workspace_id, year, "signed")
    assert plan is not None
    change(admin, year, do="split", node="1", version="1", level="quarter", weights="equal")
    wrong = change(admin, year, node="2", version="2", value="300")
    assert 'value="300"' in wrong
    assert "siblings" in wrong
    assert "250" in change(admin, year, node="2", version="2", value="nonsense")
    balanced = change(admin, year, node="2", version="2", value="400", mode="siblings")
    assert 'value="400"' in balanced
    assert "409" not in balanced
    assert "moment before" in change(admin, year, node="2", version="1", value="500", mode="up")
    change(admin, year, do="hold", node="2", version="3")
    file = admin.get(f"/targets/export.csv?year={year}&measure=signed").content
    assert file.decode("utf-8-sig").splitlines()[1:3] == [
        f"year={year},1000.00",
        f"year={year}/quarter={year}-Q1,400.00",
    ]
    for text, fault in ((file.replace(b"400.00", b"1.00"), "lack"), (b"path,value\n", "year=")):
        given = {"year": year, "measure": "signed", "file": SimpleUploadedFile("t.csv", text)}
        assert fault in admin.post("/targets/import/", given).content.decode()
    given = {"year": year, "measure": "signed", "file": SimpleUploadedFile("t.csv", file.replace(b"400.00", b"4e2"))}
    assert admin.post("/targets/import/", given).status_code == 302
    assert house.client("seller").post("/targets/change/", {"do": "year", "value": "1"}).status_code == 403

    url = f"/api/v1/targets/{year}/sql"
    nodes = [{"id": 1, "level": "year", "key": str(year), "value": 10}]
    parts = [{"id": n + 2, "parent": 1, "level": "quarter", "key": f"{year}-Q{n + 1}", "value": 2} for n in range(4)]
    assert admin.put(url, {"version": 0, "nodes": nodes}, content_type="application/json").json()["version"] == 1
    assert (
        admin.put(url, {"version": 1, "nodes": nodes + parts}, content_type="application/json").json()["error"]["code"]
        == "not_adding"
    )
    assert admin.put(url, {"version": 0, "nodes": nodes}, content_type="application/json").status_code == 409
    assert admin.get(url).json()["nodes"][0]["value"] == 10


@pytest.mark.django_db
def test_a_commitment_is_stated_and_a_review_opens(house: House, deal: Opportunity) -> None:
    seller, admin = house.client("seller"), house.client("administrator")

    refused = seller.post("/reviews/commit/", {"kind": "words", "text": " "})
    assert refused.status_code == 422
    assert seller.post("/reviews/commit/", {"kind": "win", "deal": str(deal.pk)}).status_code == 302
    assert seller.post("/reviews/commit/", {"kind": "words", "text": "Visit the mill"}).status_code == 302
    assert b"Visit the mill" in admin.get("/reviews/").content
    prepare_reviews(house.workspace_id, clock.now() + timedelta(days=7))
    prepare_reviews(house.workspace_id, clock.now() + timedelta(days=32), kind="month")
    for kind in ("week", "month"):
        page = admin.get(f"/reviews/?kind={kind}").content.decode()
        path = page.split('href="/reviews/')[-1].split('"')[0]
        assert b"Grain silo" in admin.get(f"/reviews/{path}").content
        assert seller.get(f"/reviews/{path}").status_code in (200, 404)
    assert admin.get("/reviews/999999/").status_code == 404
