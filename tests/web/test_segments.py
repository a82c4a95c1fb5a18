"""Segments on the page: defined line by line, tried, saved, looked through; within what one sees."""

from __future__ import annotations

import pytest

from gleanry.kit import clock
from gleanry.market.audience.actions import tend
from gleanry.market.audience.models import Segment
from tests.web.conftest import House

pytestmark = pytest.mark.django_db(transaction=True)
CAME = {"of-0": "came", "days-0": "3"}


def test_a_segment_is_defined_tried_and_shown(house: House) -> None:
    client = house.client("marketer")
    assert "No segment yet" in client.get("/segments/").content.decode()
    draft = {"rows": "1", "name": "New this week", "join": "all", **CAME}

    more = client.post("/segments/new/", {**draft, "do": "add"}).content.decode()
    assert 'name="of-1"' in more
    tried = client.post("/segments/new/", {**draft, "do": "try"}).content.decode()
    assert "2 of 2 people" in tried
    assert "Person 1" in tried
    assert not Segment.objects.of(house.workspace_id).exists()

    two = {**draft, "rows": "2", "of-1": "lead_source", "values-1": "fair, expo", "with-1": "1", "not-1": "1"}
    saved = client.post("/segments/new/", {**two, "do": "save"})
    segment = Segment.objects.of(house.workspace_id).get()
    assert saved.headers["Location"] == f"/segments/{segment.pk}/"
    wanted = {"of": "lead_source", "not": True, "test": "one_of", "values": ["fair", "expo"]}
    assert segment.body == {
        "join": "all",
        "rows": [{"join": "any", "rows": [{"of": "came", "days": 3}, wanted]}],
    }
    tend(house.workspace_id, clock.now())
    shown = client.get(f"/segments/{segment.pk}/").content.decode()
    assert "Person 1" in shown
    assert "a lead came in the last 3 days or not: A lead&#x27;s source is one of: fair, expo" in shown
    again = client.get(f"/segments/{segment.pk}/edit/").content.decode()
    assert 'value="fair, expo"' in again
    assert 'name="with-1" value="1" checked' in again


def test_a_fault_stands_at_its_line(house: House) -> None:
    draft = {"rows": "2", "name": "", "join": "all", **CAME, "of-1": "region", "values-1": " "}
    answer = house.client("marketer").post("/segments/new/", {**draft, "do": "save"})
    assert answer.status_code == 422
    assert "Say at least one value" in answer.content.decode()
    answer = house.client("marketer").post("/segments/new/", {**draft, "rows": "1", "do": "save"})
    assert answer.status_code == 422
    assert "Give it a name." in answer.content.decode()


def test_a_list_is_filled_by_hand(house: House) -> None:
    client = house.client("marketer")
    page = client.post("/segments/list/", {"name": "Dinner"}).headers["Location"]
    answer = client.post(f"{page}change/", {"do": "put_in", "lines": "13812340001\n13812349999"}, follow=True)
    text = answer.content.decode()
    assert "1 person added." in text
    assert "13812349999" in text
    person = house.leads()[0].person_id
    assert "Person 1" in text
    client.post(f"{page}change/", {"do": "take_out", "person": person})
    assert "Nobody belongs" in client.get(page).content.decode()
    client.post(f"{page}change/", {"do": "end"})
    assert "Dinner" not in client.get("/segments/").content.decode()


def test_nobody_sees_or_changes_what_is_not_theirs(house: House, stranger: House) -> None:
    page = house.client("marketer").post("/segments/list/", {"name": "Dinner"}).headers["Location"]
    house.client("marketer").post(f"{page}change/", {"do": "put_in", "lines": "13812340001"})
    assert stranger.client("administrator").get(page).status_code == 404
    assert house.client("sdr").post("/segments/list/", {"name": "Mine"}).status_code == 403
    assert "Person 1" in house.client("sdr").get(page).content.decode()
    assert "Person 1" not in house.client("seller").get(page).content.decode()
