"""Questions, previews, merges and undoing, as people and programs meet them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from gleanry.flow.identify.actions import answer_pairs, ask, merge_records
from gleanry.flow.identify.actions.backlog import run_in_background
from gleanry.flow.identify.models import DuplicatePair, Merge
from gleanry.flow.identify.queries.pairs import latest_run
from gleanry.flow.identify.shapes import Kind, MergeOrder, NewPair, PairState
from gleanry.kit import clock, ledger
from gleanry.people.models import Person
from gleanry.people.queries import groups_of
from gleanry.web.words.merging import evidence_texts
from tests.web.conftest import House, record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(house: House) -> list[int]:
    """Four people, each with a lead the SDR holds."""
    house.send(record(3, job_title="Buyer"), record(4))
    return [lead.person_id or 0 for lead in house.leads()]


def asked(house: House, left: int, right: int, probability: int | None = 9_600, kind: Kind = Kind.PERSON) -> int:
    ask(house.workspace_id, [NewPair(kind, left, right, probability, (("name", "same"),))], clock.now())
    return int(DuplicatePair.objects.of(house.workspace_id).order_by("-id")[0].pk)


def text_of(client: Client, path: str, **query: Any) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200, (path, answer.status_code)
    return re.sub(r"\s+", " ", answer.content.decode())


def merged(house: House, winner: int, loser: int, kind: Kind = Kind.PERSON) -> int:
    (merge,) = merge_records(house.viewer("administrator"), [MergeOrder(kind, winner, loser)], clock.now())
    ledger.drain(house.workspace_id)
    return merge


def test_a_question_is_answered_by_hand(house: House, people: list[int]) -> None:
    client = house.client("administrator")
    pair = asked(house, people[0], people[2])
    shown = text_of(client, "/duplicates/")
    assert "Person 1" in shown
    assert "Person 3" in shown
    assert "96% likely" in shown
    assert "Name: the same" in shown
    client.post(f"/duplicates/{pair}/answer/", {"answer": "different"})
    assert "Nothing to decide here" in text_of(client, "/duplicates/")
    assert "Person 3" in text_of(client, "/duplicates/", state="different")
    client.post(f"/duplicates/{pair}/answer/", {"answer": "open"})
    assert DuplicatePair.objects.of(house.workspace_id).get(pk=pair).state == PairState.OPEN
    assert client.post(f"/duplicates/{pair}/answer/", {"answer": "merged"}).status_code == 422


def test_no_likelihood_is_shown_where_none_was_computed(house: House, people: list[int]) -> None:
    asked(house, people[0], people[2], None)
    shown = text_of(house.client("administrator"), "/duplicates/")
    assert "likelihood not computed" in shown
    assert "% likely" not in shown


def test_preview_then_merge_then_undo_with_an_answer(house: House, people: list[int]) -> None:
    client = house.client("administrator")
    pair = asked(house, people[0], people[2])
    preview = text_of(client, "/merge/", pair=pair)
    assert "The two disagree about a field" in preview
    assert Merge.objects.of(house.workspace_id).count() == 0
    sent = {
        "kind": "person",
        "winner": people[0],
        "loser": people[2],
        "f-name": people[2],
        "pair": pair,
        "why": "same desk",
    }
    answer = client.post("/merge/", sent | {"pair": pair, "why": "same desk"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/people/{people[0]}/")
    ledger.drain(house.workspace_id)
    shown = text_of(client, f"/people/{people[2]}/")
    assert "<h1>Person 3</h1>" in shown
    assert "same desk" in shown
    client.post(f"/people/{people[0]}/change/", {"name": "Per Son", "job_title": "Buyer"})

    merge = Merge.objects.of(house.workspace_id).get()
    page = text_of(client, f"/merges/{merge.pk}/undo/")
    assert "Per Son" in page
    assert client.post(f"/merges/{merge.pk}/undo/", {}).status_code == 200
    merge.refresh_from_db(from_queryset=Merge.objects.of(house.workspace_id))
    assert merge.state == "done"
    client.post(f"/merges/{merge.pk}/undo/", {"e-name": "loser", "different": "1"})
    names = dict(Person.objects.of(house.workspace_id).values_list("pk", "name"))
    assert (names[people[0]], names[people[2]]) == ("Person 1", "Per Son")
    assert DuplicatePair.objects.of(house.workspace_id).get(pk=pair).state == "different"
    assert "This merge was undone" in text_of(client, f"/merges/{merge.pk}/undo/")


def test_leads_are_attached_and_detached(house: House) -> None:
    client = house.client("administrator")
    first, second = house.leads()[:2]
    assert "Attach one lead to the other?" in text_of(client, "/merge/", kind="lead", winner=first.pk, loser=second.pk)
    client.post("/merge/", {"kind": "lead", "winner": first.pk, "loser": second.pk})
    ledger.drain(house.workspace_id)
    shown = text_of(client, f"/leads/{first.pk}/")
    assert "Attached by hand" in shown
    merge = Merge.objects.of(house.workspace_id).get()
    client.post(f"/merges/{merge.pk}/undo/", {})
    ledger.drain(house.workspace_id)
    again = house.leads(pk=second.pk)[0]
    assert (again.pool, again.owner_id, again.source_lead_id) == (second.pool, second.owner_id, None)
    assert "Undone: Lead" in text_of(client, f"/leads/{first.pk}/")


def test_what_was_done_about_an_attached_lead_is_read_with_its_source(house: House) -> None:
    client = house.client("administrator")
    first, second = house.leads()[:2]
    client.post(f"/leads/{second.pk}/handle/", {"kind": "note", "note": "wants two machines", "then": "save"})
    client.post("/merge/", {"kind": "lead", "winner": first.pk, "loser": second.pk})
    ledger.drain(house.workspace_id)
    assert "wants two machines" in text_of(client, f"/leads/{first.pk}/")


def test_the_surest_are_tried_accepted_and_taken_back_together(house: House, people: list[int]) -> None:
    client = house.client("administrator")
    asked(house, people[0], people[1], 9_900)
    asked(house, people[2], people[3], 9_500)
    asked(house, people[0], people[3], 6_000)
    trial = client.post("/duplicates/try/", {"least": "95"}).content.decode()
    assert "2 pairs would be merged" in trial
    assert Merge.objects.of(house.workspace_id).count() == 0
    went = client.post("/duplicates/accept/", {"least": "95"}).headers["Location"]
    assert len(groups_of(house.workspace_id, people)) == 4
    assert "2 merges were accepted at once" in text_of(client, went)
    client.post(f"/merges/together/{went.partition('batch=')[2]}/undo/")
    assert groups_of(house.workspace_id, people) == {}
    assert {pair.state for pair in DuplicatePair.objects.of(house.workspace_id)} == {"open"}
    assert client.post("/duplicates/try/", {"least": "0"}).status_code == 422


def test_a_look_through_what_is_there_is_begun_watched_and_stopped(house: House) -> None:
    client = house.client("administrator")
    assert "Look for duplicates" in text_of(client, "/duplicates/")
    client.post("/duplicates/run/", {"do": "start"})
    assert "hx-get" in text_of(client, "/duplicates/progress/")
    client.post("/duplicates/run/", {"do": "stop"})
    assert "Stopped." in text_of(client, "/duplicates/progress/")
    client.post("/duplicates/run/", {"do": "start"})
    run = latest_run(house.workspace_id)
    assert run is not None
    assert run_in_background(house.workspace_id, {"run_id": run.id}) is None
    assert "Looked through everything." in text_of(client, "/duplicates/progress/")


def test_the_strictest_consent_is_shown(house: House, people: list[int]) -> None:
    client = house.client("administrator")
    client.post(f"/people/{people[0]}/change/", {"do": "consent", "purpose": "mail", "state": "granted"})
    client.post(f"/people/{people[2]}/change/", {"do": "consent", "purpose": "mail", "state": "denied"})
    merged(house, people[0], people[2])
    assert '<span class="verdict-no">Refused</span>' in text_of(client, f"/people/{people[0]}/")
    wrong = client.post(f"/people/{people[0]}/change/", {"do": "consent", "purpose": "mail", "state": "perhaps"})
    assert wrong.status_code == 422


@pytest.mark.parametrize("role", ["general_manager", "partner"])
def test_who_may_not_merge_is_told_so(house: House, people: list[int], role: str) -> None:
    client = house.client(role)
    assert client.get("/duplicates/").status_code == 403
    assert client.post("/merge/", {"kind": "person", "winner": people[0], "loser": people[1]}).status_code == 403


def test_a_seller_merges_only_what_it_sees(house: House, people: list[int]) -> None:
    asked(house, people[0], people[2])
    client = house.client("seller")
    assert "Person 1" not in text_of(client, "/duplicates/")
    assert client.get(f"/merge/?kind=person&winner={people[0]}&loser={people[1]}").status_code == 404
    merge = merged(house, people[0], people[1])
    assert "Person 1" not in text_of(client, "/merges/")
    assert client.get(f"/merges/{merge}/undo/").status_code == 404


def call(client: Client, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    content = json.dumps(body) if body is not None else ""
    answer = client.generic(method, f"/api/v1{path}", content, content_type="application/json")
    return answer.status_code, answer.json()


def test_a_program_does_all_of_it(house: House, people: list[int]) -> None:
    client = house.client("administrator")
    pair = asked(house, people[0], people[2])
    _, found = call(client, "GET", "/questions?least=0.9")
    assert [(p["id"], p["probability"]) for p in found["pairs"]] == [(pair, 0.96)]
    assert call(client, "POST", "/questions/accept", {"least": 0.9})[1] == {"pairs": 1, "merge_ids": [], "batch": ""}
    order = {"kind": "person", "winner": people[0], "loser": people[2], "chosen": {"name": people[2]}}
    status, preview = call(client, "POST", "/merges/preview", order)
    assert (status, preview["winner"]["counts"]["leads"]) == (200, 1)
    assert preview["fields"][0] | {"value": ""} == {
        "name": "name", "value": "", "from_id": people[2], "why": "chosen", "differ": True,
    }  # fmt: skip
    status, merge = call(client, "POST", "/merges", order)
    assert (status, merge["state"]) == (201, "done")
    assert call(client, "POST", "/merges", order)[0] == 409
    assert call(client, "GET", f"/merges/{merge['id']}/undo")[1] == {"edited": [], "arrivals": [], "moved_on": []}
    assert [m["id"] for m in call(client, "GET", "/merges")[1]["merges"]] == [merge["id"]]
    assert call(client, "POST", f"/merges/{merge['id']}/undo", {"different": True}) == (
        200, {"undone": [merge["id"]], "asked": []},
    )  # fmt: skip
    assert call(client, "POST", "/questions/answer", {"pair_ids": [pair], "answer": "later"})[1] == {"pair_ids": [pair]}
    accepted = call(client, "POST", "/questions/accept", {"least": 0.9, "dry_run": False})[1]
    assert accepted["merge_ids"] == []
    assert call(client, "POST", "/questions/run")[0] == 202
    assert call(client, "POST", "/questions/run/stop")[1]["state"] == "stopped"
    answer_pairs(house.viewer("administrator"), [pair], PairState.OPEN, clock.now())
    accepted = call(client, "POST", "/questions/accept", {"least": 0.9, "dry_run": False})[1]
    assert call(client, "POST", f"/merges/together/{accepted['batch']}/undo")[1]["undone"] == accepted["merge_ids"]


def test_the_queue_costs_the_same_however_long_it_is(house: House, people: list[int]) -> None:
    client = house.client("administrator")
    asked(house, people[0], people[1])
    text_of(client, "/duplicates/")
    with CaptureQueriesContext(connection) as one:
        text_of(client, "/duplicates/")
    for left, right in ((0, 2), (0, 3), (1, 2), (1, 3), (2, 3)):
        asked(house, people[left], people[right])
    with CaptureQueriesContext(connection) as six:
        text_of(client, "/duplicates/")
    assert len(six) == len(one)


def test_signs_of_company_names_are_told_by_what_they_are_about() -> None:
    names = [("place_agrees", "+3.0"), ("brand_letters_missing", "-2.7"), ("brand_whole", "+1.6")]
    with translation.override("en"):
        said = evidence_texts([*names, ("phone", "different")])
    assert said == [
        ("Phone: different", True),
        ("the place speaks for it", False),
        ("the brand speaks against it", True),
    ]
