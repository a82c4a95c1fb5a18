"""The SDR's day and the seller's: call, BANT, gate, handed over; accepted, or refused and sent back."""

from __future__ import annotations

import re

import pytest

from gleanry.flow.followup.models import FollowUp, GateSign
from gleanry.flow.followup.queries import list_due
from gleanry.web.books.gates import dry_run
from gleanry.wiring.playbooks import read_playbook
from tests.conftest import ask_all
from tests.web.conftest import House
from tests.web.test_api import SCOPES, Caller
from tests.web.test_handling import DESK

pytestmark = pytest.mark.django_db(transaction=True)
FOUR = {f"gate-{code}": "yes" for code in ("company", "in_time", "need_and_budget", "meeting")}
CALL = {"from": "today", "kind": "call", "result": "reached", "note": "wants a quote"}


@pytest.fixture
def lead(house: House) -> int:
    ask_all(house.workspace_id)
    return list_due(house.viewer("sdr"), own=True)[0].lead_id


def handle(house: House, role: str, lead: int, **form: str) -> str:
    return house.client(role).post(f"/leads/{lead}/handle/", form, headers=DESK).content.decode()


def checked(page: str, code: str) -> str:
    (said,) = re.findall(rf'name="gate-{code}" value="(\w+)" checked', page)
    return str(said)


def test_the_desk_shows_the_gate_with_what_is_known(house: House, lead: int) -> None:
    page = house.client("sdr").get(f"/?lead={lead}", headers=DESK).content.decode()
    assert "MQL checklist: you sign" in page
    assert "A definite company name" in page
    assert (checked(page, "company"), checked(page, "meeting")) == ("yes", "unknown")
    assert "Company: Company 1" in page
    assert "Still to ask: Budget, Decision maker, Need, Timing" in page


def test_what_is_typed_is_weighed_before_it_is_saved(house: House, lead: int) -> None:
    post = house.client("sdr").post
    page = post(f"/leads/{lead}/weigh/", {"kind": "call", "result": "reached"}).content.decode()
    assert "Does not count: it needs one of these: a note, Budget" in page
    typed = {
        **CALL,
        "budget_least": "300000",
        "need": "a line",
        "timing": "2999-01",
        "gate-meeting": "no",
        "was-meeting": "unknown",
    }
    page = post(f"/leads/{lead}/weigh/", typed).content.decode()
    assert "Counts as contact" in page
    assert [checked(page, code) for code in ("need_and_budget", "in_time", "meeting")] == ["yes", "no", "no"]
    assert not FollowUp.objects.of(house.workspace_id).exists()


def test_a_gate_not_passed_keeps_what_was_typed_and_saves_nothing(house: House, lead: int) -> None:
    page = handle(house, "sdr", lead, **CALL, **{**FOUR, "gate-meeting": "no"}, then="qualify")
    assert "the checklist still needs a yes for Agrees to meet sales" in page
    assert "wants a quote" in page
    assert 'class="gate-row" data-shut' in page
    assert not FollowUp.objects.of(house.workspace_id).exists()
    assert house.leads(pk=lead)[0].mql_at is None


def test_sdr_signs_seller_refuses_sdr_signs_again_seller_accepts(house: House, lead: int) -> None:
    handle(house, "sdr", lead, **CALL, **FOUR, then="qualify", **{"why-meeting": "Thursday at ten"})
    page = house.client("seller").get(f"/leads/{lead}/").content.decode()
    assert "SQL checklist: you sign" in page
    assert "So signed at the gate before · Thursday at ten" in page
    handle(house, "seller", lead, kind="call", then="refuse", refuse_reason="not_as_signed")
    (back,) = house.leads(pk=lead)
    assert (back.pool, back.owner_id) == ("sdr", house.members["sdr"].pk)
    page = house.client("sdr").get(f"/leads/{lead}/").content.decode()
    assert "refused as SQL: Not as it was signed" in page
    assert "SQL refused by seller of home" in page
    handle(house, "sdr", lead, **CALL, **FOUR, then="qualify")
    handle(house, "seller", lead, kind="call", then="accept", **FOUR, **{"gate-no_competitor": "yes"})
    assert house.leads(pk=lead)[0].pool == "converted"
    assert [row.gate for row in GateSign.objects.of(house.workspace_id).order_by("id")] == ["mql", "sql", "mql", "sql"]


def test_what_does_not_count_says_so_when_it_is_saved(house: House, lead: int) -> None:
    page = handle(house, "sdr", lead, from_="x", kind="call", result="reached", then="save", **{"from": "today"})
    assert "Does not count" in page
    assert FollowUp.objects.of(house.workspace_id).get().counted == "nothing"


def test_a_budget_upside_down_is_asked_for_again(house: House, lead: int) -> None:
    page = handle(house, "sdr", lead, **CALL, budget_least="9", budget_most="3", then="save")
    assert "The upper end is below the lower one." in page


def test_many_at_once_are_signed_where_the_records_answer(house: House, lead: int) -> None:
    ids = [row.pk for row in house.leads(pool="sdr")]
    form = {"do": "qualify", "lead": ids}
    assert "Nothing changed" in house.client("sdr").post("/leads/bulk/", form, follow=True).content.decode()
    known = {
        "budget_least": "1",
        "need": "a line",
        "timing": "2020-01",
        "kind": "visit",
        "result": "reached",
        "note": "met",
    }
    handle(house, "sdr", ids[0], **known, then="save")
    assert "1 lead is MQL now." in house.client("sdr").post("/leads/bulk/", form, follow=True).content.decode()
    assert house.leads(pk=ids[0])[0].mql_at is not None


def test_nobody_else_weighs_or_handles(house: House, stranger: House, lead: int) -> None:
    for client in (house.client("seller"), stranger.client("administrator")):
        assert client.post(f"/leads/{lead}/weigh/", CALL).status_code == 404


def test_a_program_asks_for_the_gate_and_signs_it(house: House, lead: int) -> None:
    caller = Caller(house, scopes=(*SCOPES, "leads.follow", "leads.qualify", "leads.accept"))
    status, gate = caller.get(f"/leads/{lead}/gates/mql")
    assert (status, [item["code"] for item in gate["items"]]) == (200, [key.removeprefix("gate-") for key in FOUR])
    assert (gate["items"][0]["suggested"], gate["items"][0]["why"]) == ("yes", "company")
    status, body = caller.post("/leads/qualify", {"lead_ids": [lead]})
    assert (status, body["error"]["code"]) == (422, "gate_not_passed")
    answers = {item["code"]: {"says": "yes", "evidence": "asked"} for item in gate["items"]}
    assert caller.post("/leads/qualify", {"lead_ids": [lead], "answers": answers}) == (200, {"lead_ids": [lead]})
    assert caller.post("/leads/refuse", {"lead_ids": [lead], "reason": "weather"})[0] == 422
    assert caller.post("/leads/refuse", {"lead_ids": [lead], "reason": "year_away"}) == (200, {"lead_ids": [lead]})
    assert house.leads(pk=lead)[0].pool == "nurture"


def test_a_program_is_told_what_counts(house: House, lead: int) -> None:
    caller = Caller(house, scopes=(*SCOPES, "leads.follow"))
    bant = {"budget": {"is": "amount", "least": 5, "currency": "CNY"}}
    said = {"kind": "call", "result": "reached", "bant": bant}
    assert caller.post(f"/leads/{lead}/follow-ups", said)[1] == {"done": True, "counted": "contact", "why": ""}
    assert FollowUp.objects.of(house.workspace_id).get().bant == bant
    bare = {"kind": "call", "result": "reached"}
    assert caller.post(f"/leads/{lead}/follow-ups", bare)[1]["why"] == "any_of"
    crossed = {"kind": "note", "bant": {"budget": {"is": "amount", "least": 5, "most": 4, "currency": "CNY"}}}
    assert caller.post(f"/leads/{lead}/follow-ups", crossed)[1]["error"]["code"] == "bad_bant"


def test_a_draft_of_the_gates_is_tried_on_the_past(house: House, lead: int) -> None:
    handle(house, "sdr", lead, **CALL, **FOUR, then="qualify")
    admin = house.viewer("administrator")
    body = read_playbook("tob-leads")["rules"]["gates"]
    tried = dry_run(admin, body)
    assert [(figure.then, figure.now) for figure in tried.figures] == [("1", "1"), ("0", "0"), ("0", "0")]
    more = {**body, "mql": {"items": [*body["mql"]["items"], {"code": "new", "en": "New"}]}}
    assert [(figure.then, figure.now) for figure in dry_run(admin, more).figures] == [
        ("0", "1"),
        ("0", "0"),
        ("1", "0"),
    ]
