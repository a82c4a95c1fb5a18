"""Words of files on the pages: asked before and after the import, decided, taken back; wins that open to records."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gleanry.flow.capture.actions import submit
from gleanry.flow.convert.models import Opportunity
from gleanry.kit import ledger
from gleanry.wiring.importing import run_import
from tests.conftest import MONDAY
from tests.web.conftest import House

pytestmark = pytest.mark.django_db(transaction=True)
DEALS = (
    "deal id,seller,product,stage,close value\nd1,Ann Lee,PumpPro,won,100\nd2,Ann Lee,PumpPro,lost,\nd3,Bo,Odd,open,5\n"
)


def _upload(client: Client, kind: str, text: str) -> str:
    file = SimpleUploadedFile("file.csv", text.encode())
    answer = client.post("/imports/", {"kind": kind, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def _sold(house: House) -> None:
    submit(house.workspace_id, [{"product": "Pump Pro", "code": "P-10"}], at=MONDAY, kind="products")
    submit(house.workspace_id, [{"person_name": "Ann Lee", "manager": "Maria Hill"}], at=MONDAY, kind="members")
    ledger.drain(house.workspace_id)


def _products(house: House) -> list[str]:
    rows = Opportunity.objects.of(house.workspace_id).order_by("external_id")
    return list(rows.filter(external_id__gt="").values_list("product", flat=True))


def test_a_word_is_decided_on_the_page_and_taken_back(house: House) -> None:
    _sold(house)
    client = house.client("administrator")
    path = _upload(client, "deals", DEALS)
    page = html.unescape(client.get(path).content.decode())
    assert "Words that name nothing we have" in page
    assert 'value="means:Pump Pro"' in page
    columns = {
        f"column-{n}": re.findall(rf'id="column-{n}".*?value="(\w+)" selected', page, re.DOTALL)[0] for n in range(5)
    }
    started = str(client.post(path + "start/", columns).headers["Location"])
    run_import(house.workspace_id, int(started.strip("/").split("/")[-1]))
    assert _products(house) == ["PumpPro", "PumpPro", "Odd"]  # nothing is changed unasked

    assert 'value="means:Pump Pro"' in html.unescape(client.get(started).content.decode())
    said = {"refers-0": "product", "word-0": "PumpPro", "meant-0": "means:Pump Pro", "evidence-0": "spacing"}
    answer = client.post("/imports/names/", said | {"next": started})
    assert answer.headers["Location"] == started
    ledger.drain(house.workspace_id)
    assert _products(house) == ["Pump Pro", "Pump Pro", "Odd"]
    assert "means:Pump Pro" not in html.unescape(client.get(started).content.decode())

    page = client.get("/imports/names/").content.decode()
    back = re.findall(r"/imports/names/\d+/take-back/", page)
    assert len(back) == 2  # of the word and of the code
    client.post(back[0])
    ledger.drain(house.workspace_id)
    assert _products(house) == ["PumpPro", "PumpPro", "Odd"]
    elsewhere = client.post("/imports/names/", {"next": "https://elsewhere.example/"})
    assert elsewhere.headers["Location"] == "/imports/names/"


def test_only_who_sees_everything_decides_and_who_may_places_colleagues(house: House, stranger: House) -> None:
    _sold(house)
    marketer, director = house.client("marketer"), house.client("sales_director")
    said = {"refers-0": "product", "word-0": "PumpPro", "meant-0": "means:Pump Pro"}
    assert director.post("/imports/names/", said).status_code == 403
    assert (
        "so somebody who sees the whole workspace decides"
        in director.get(_upload(director, "deals", DEALS)).content.decode()
    )
    file = SimpleUploadedFile("file.csv", b"name\nAnn\n")
    assert marketer.post("/imports/", {"kind": "members", "file": file}).status_code == 403
    assert "PumpPro" not in stranger.client("administrator").get("/imports/names/").content.decode()


def test_wins_open_to_their_records(house: House) -> None:
    _sold(house)
    records = [
        {"external_id": "d1", "owner": "Ann Lee", "product": "Pump Pro", "stage": "won", "amount": "100"},
        {"external_id": "d2", "owner": "Ann Lee", "product": "Pump Pro", "stage": "lost"},
        {"external_id": "d3", "owner": "Bo", "product": "", "stage": "won", "amount": "7"},
    ]
    submit(house.workspace_id, records, at=MONDAY, kind="deals")
    ledger.drain(house.workspace_id)
    client = house.client("administrator")
    for by in ("owner", "team", "manager", "product", "region"):
        page = client.get(f"/deals/wins/?by={by}").content.decode()
        links = re.findall(r'href="(/deals/list/\?[^"]*)" data-count="(\d+)"', page)
        assert len(links) >= 6
        for link, count in links:
            opened = client.get(html.unescape(link)).content.decode()
            shown = re.search(r'id="count">(\d+)', opened)
            assert shown is not None
            assert shown[1] == count, (by, link)
    assert 'id="count">3' in client.get("/deals/list/?account=none").content.decode()
