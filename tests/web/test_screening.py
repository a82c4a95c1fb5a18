"""The invalid pool and the shared lists, used as their people use them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gleanry.flow.clean.models import ListEntry
from gleanry.kit import ledger
from tests.web.conftest import House, record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def held(house: House) -> int:
    """A lead held back for its message, which a list's word stands in; returns its id."""
    house.client("marketer").post("/lists/add/", {"kind": "word", "values": "发票", "why": "spam since May"})
    house.send(record(7, message="您好，代開★發 票，量大从优", person_name="王经理"))
    return house.leads(pool="invalid")[0].pk


def page(house: House, path: str, role: str = "marketer") -> str:
    answer = house.client(role).get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_what_was_held_back_shows_the_text_that_gave_the_reason(house: House, held: int) -> None:
    shown = page(house, "/invalid/")
    assert "Sensitive word" in shown
    assert "您好，代開★<mark>發 票</mark>，量大从优" in shown
    assert "王经理" in shown


def test_filters_narrow_by_reason_source_and_day(house: House, held: int) -> None:
    assert "王经理" in page(house, "/invalid/?code=listed_word&source=fair&since=2020-01-01")
    for query in ("code=honeypot", "source=~", "since=2999-01-01", "until=2020-01-01", "decision=confirmed"):
        assert "王经理" not in page(house, f"/invalid/?{query}")
    assert "王经理" in page(house, "/invalid/?code=nonsense&since=tomorrow")


def test_a_lead_is_released_with_a_reason(house: House, held: int) -> None:
    client = house.client("marketer")
    refused = client.post("/invalid/decide/", {"do": "release", "lead": held})
    assert refused.status_code == 422
    said = client.post("/invalid/decide/", {"do": "release", "lead": held, "note": "asks for our invoice module"})
    ledger.drain(house.workspace_id)
    assert said.headers["Location"] == "/invalid/"
    (lead,) = house.leads(pk=held)
    assert (lead.pool, lead.owner_id) == ("sdr", house.members["sdr"].pk)
    shown = page(house, f"/leads/{held}/", "sdr")
    assert "released by marketer of home" in shown
    assert "asks for our invoice module" in shown
    assert "released from the invalid pool" in shown
    assert "王经理" in page(house, "/invalid/?decision=released")


def test_confirming_takes_it_off_the_list_to_review(house: House, held: int) -> None:
    house.client("marketer").post("/invalid/decide/", {"do": "confirm", "lead": held})
    assert "王经理" not in page(house, "/invalid/")
    assert "王经理" in page(house, "/invalid/?decision=confirmed")


def test_its_phone_goes_on_a_list(house: House, held: int) -> None:
    form = {"do": "list", "lead": held, "kind": "phone", "note": "sells invoices"}
    said = house.client("marketer").post("/invalid/decide/", form, follow=True)
    assert "1 entry added to the lists." in said.content.decode()
    assert "sells invoices" in page(house, "/lists/?kind=phone")


def test_a_word_is_tried_on_the_past_before_it_counts(house: House) -> None:
    house.send(record(8, message="we sell acme turbines"))
    tried = house.client("sdr").post("/lists/try/", {"kind": "word", "values": "turbines"}).content.decode()
    assert "Would have caught <strong>1</strong> of 3 submissions" in tried
    assert "<mark>turbines</mark>" in tried
    assert not ListEntry.objects.of(house.workspace_id).exists()


def test_everybody_adds_and_only_some_end(house: House) -> None:
    said = house.client("sdr").post("/lists/add/", {"kind": "phone", "values": "13800001111\nnothing", "why": "rude"})
    assert said.status_code == 302
    (entry,) = ListEntry.objects.of(house.workspace_id)
    assert (entry.key, entry.by, entry.why) == ("+8613800001111", house.members["sdr"].pk, "rude")
    assert house.client("sdr").post("/lists/end/", {"lead": entry.pk, "why": "no"}).status_code == 403
    house.client("marketer").post("/lists/end/", {"lead": entry.pk, "why": "changed hands"})
    assert "changed hands" in page(house, "/lists/?ended=1")


def test_an_entry_without_a_reason_is_asked_for_one_and_kept_typed(house: House) -> None:
    shown = house.client("sdr").post("/lists/add/", {"kind": "word", "values": "spam", "why": ""}).content.decode()
    assert "Say why" in shown
    assert ">spam</textarea>" in shown


def test_a_file_goes_out_disarmed_and_comes_back_the_same(house: House) -> None:
    client = house.client("marketer")
    text = "kind,value,why\nword,=cmd words,test\ncompany,北京坏公司有限公司,坏账\n"
    file = SimpleUploadedFile("lists.csv", text.encode("gb18030"))
    client.post("/lists/import/", {"file": file})
    out = b"".join(client.get("/lists/export.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "'=cmd words" in out
    client.post("/lists/import/", {"file": SimpleUploadedFile("again.csv", out.encode())})
    values = ListEntry.objects.of(house.workspace_id).order_by("pk").values_list("value", flat=True)
    assert list(values) == ["=cmd words", "北京坏公司有限公司"]


def test_who_may_not_see_does_not(house: House, stranger: House, held: int) -> None:
    assert house.client("sdr").get("/invalid/").status_code == 403
    assert house.client("partner").get("/lists/").status_code == 403
    assert house.client("marketer").get("/invalid/").status_code == 200
    assert "王经理" not in page(stranger, "/invalid/")
    assert "发票" not in page(stranger, "/lists/")
    stranger.client("marketer").post("/invalid/decide/", {"do": "release", "lead": held, "note": "mine"})
    assert house.leads(pk=held)[0].pool == "invalid"


def test_the_pages_cost_the_same_whatever_they_hold(
    house: House, held: int, django_assert_max_num_queries: Any
) -> None:
    house.send(*(record(20 + n, person_name="测试") for n in range(30)))
    client = house.client("marketer")
    client.get("/invalid/")
    with django_assert_max_num_queries(20):
        client.get("/invalid/")
    with django_assert_max_num_queries(14):
        client.get("/lists/")


def call(house: House, path: str, body: Any = None, role: str = "marketer") -> Any:
    client = house.client(role)
    if body is None:
        return client.get(f"/api/v1{path}").json()
    client.get("/leads/")
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    answer = client.post(
        f"/api/v1{path}", json.dumps(body), content_type="application/json", headers={"X-CSRFToken": token}
    )
    return answer.json()


def test_the_api_does_what_the_pages_do(house: House, held: int) -> None:
    (row,) = call(house, "/invalid")["held"]
    assert (row["lead_id"], row["reasons"][0]["code"]) == (held, "listed_word")
    entry = row["reasons"][0]["entry_id"]
    assert call(house, "/lists")["entries"][0]["id"] == entry
    tried = call(house, "/lists/try", {"entries": [{"kind": "company", "value": "Company 1"}]})
    assert (tried["caught"], tried["newest"][0]["reasons"][0]["entry_id"]) == (1, 1)
    added = call(house, "/lists", {"entries": [{"kind": "domain", "value": "bad.example", "why": "x"}]})
    ended = call(house, "/lists/end", {"entry_ids": added["entry_ids"], "why": "y"})
    assert ended["entry_ids"] == added["entry_ids"] != []
    assert call(house, "/lists/from-leads", {"lead_ids": [held], "kind": "phone", "why": "z"})["entry_ids"]
    assert call(house, "/invalid/confirm", {"lead_ids": [held]}) == {"lead_ids": [held]}
    assert call(house, "/invalid/release", {"lead_ids": [held], "note": "no junk"}) == {"lead_ids": [held]}
    assert house.leads(pk=held)[0].pool == "sdr"


def test_a_form_tells_of_its_sender_through_the_api(house: House) -> None:
    sent = [
        {"person_name": "Ann Lee", "phone": "13812349991", "_hp": "buy now", "_elapsed_ms": 5000},
        {"person_name": "Bob Ray", "phone": "13812349992", "_hp": "", "_elapsed_ms": 300},
        {"person_name": "Cy Doe", "phone": "13812349993", "_hp": "", "_elapsed_ms": 30000},
    ]
    taken = call(house, "/submissions", sent)["results"]
    assert [one["pool"] for one in taken] == ["invalid", "invalid", "sdr"]
    codes = {row["title"]: row["reasons"][0]["code"] for row in call(house, "/invalid")["held"]}
    assert codes == {"Ann Lee": "honeypot", "Bob Ray": "too_fast"}
    shown = page(house, f"/leads/{taken[0]['lead_id']}/")
    assert "<h1>Ann Lee" in shown
    assert "Held back, to be reviewed" in shown


def test_an_entry_is_shown_from_the_reason_it_gave(house: House, held: int) -> None:
    (entry,) = ListEntry.objects.of(house.workspace_id)
    assert f'href="/lists/?entry={entry.pk}"' in page(house, "/invalid/")
    assert "spam since May" in page(house, f"/lists/?entry={entry.pk}")
    assert house.client("marketer").get("/lists/?entry=999999").status_code == 404


def test_several_entries_are_tried_each_for_itself(house: House) -> None:
    house.send(record(8, message="we sell acme turbines"), record(9, message="turbines and pumps"))
    form = {"kind": "word", "values": "turbines\npumps\n★"}
    tried = house.client("sdr").post("/lists/try/", form).content.decode()
    assert "turbines 2" in tried
    assert "pumps 1" in tried
    assert "Not usable as an entry: ★" in tried


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"kind,value\nplanet,mars\n", "names a list that there is not"),
        (b'word,"' + b"x" * 200_000 + b'"', "no CSV file"),
    ],
)
def test_a_file_that_is_none_is_refused_and_adds_nothing(house: House, content: bytes, said: str) -> None:
    answer = house.client("marketer").post("/lists/import/", {"file": SimpleUploadedFile("l.csv", content)})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ListEntry.objects.of(house.workspace_id).exists()


def test_signs_no_database_holds_do_no_harm(house: House) -> None:
    form = {"kind": "word", "values": "spam\x00mer\u202e", "why": "a\x00b"}
    house.client("sdr").post("/lists/add/", form)
    assert [entry.value for entry in ListEntry.objects.of(house.workspace_id)] in (["spam mer"], [])
    sent = '[{"person_name": "\\ud800 Ann", "phone": "13812349994", "message": "\\ud83d casino"}]'
    client = house.client("marketer")
    client.get("/leads/")
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    answer = client.post("/api/v1/submissions", sent, content_type="application/json", headers={"X-CSRFToken": token})
    (taken,) = answer.json()["results"]
    assert answer.status_code == 200
    assert taken["lead_id"]
