"""The page of an opportunity: what is missing is said, what was typed is kept, who approves sees it on Today."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.flow.capture.actions import submit
from gleanry.flow.convert.models import GateRequest, Opportunity
from gleanry.flow.convert.queries import deal_file
from gleanry.kit import clock, ledger, rulebook
from gleanry.wiring.playbooks import read_playbook
from tests.web.conftest import House
from tests.web.test_api import Caller

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deal(house: House) -> Opportunity:
    """An open deal of the seller, under the playbook's processes."""
    rulebook.publish(house.workspace_id, "convert", read_playbook("tob-leads")["rules"]["convert"])
    deals(house, 1)
    return Opportunity.objects.of(house.workspace_id).get()


def deals(house: House, count: int) -> None:
    rows = [{"external_id": f"D-{n}", "account": f"Company {n}", "amount": "90000"} for n in range(count)]
    submit(house.workspace_id, rows, at=clock.now(), kind="deals")
    ledger.drain(house.workspace_id)
    Opportunity.objects.of(house.workspace_id).update(owner_id=house.members["seller"].pk)


def send(house: House, role: str, deal: Opportunity, **form: Any) -> tuple[int, str]:
    answer = house.client(role).post(f"/deals/{deal.pk}/change/", form, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_deal_is_walked_by_its_page(house: House, deal: Opportunity) -> None:
    status, page = send(house, "seller", deal, do="move", stage="demo")
    assert (status, "Confirm need, budget and time" in page) == (422, True)
    assert send(house, "seller", deal, do="tasks", stage="discovery", task=["needs", "chain"], done="needs")[0] == 200
    assert send(house, "seller", deal, do="move", stage="demo")[0] == 200
    status, page = send(house, "seller", deal, do="move", stage="discovery")
    assert (status, "Say why it goes back" in page) == (422, True)

    facts = {"name": "Renamed", "amount": "90,000", "currency": "CNY", "decider": "Madam Wu", "word": "-1"}
    status, page = send(house, "seller", deal, do="edit", version="2", **facts)
    assert (status, "must not be below zero" in page, 'value="Madam Wu"' in page) == (422, True, True)
    facts |= {"word": "80000", "expected_close": "2026-12-01", "next_grade": "A"}
    status, page = send(house, "seller", deal, do="edit", version="1", **facts)
    assert (status, 'value="Madam Wu"' in page) == (409, True)
    assert "“Discovery” → “Demo”" in page
    assert send(house, "seller", deal, do="edit", version="2", **facts)[0] == 200
    answers = {"is-budget": "yes", "is-judged": "promise", "is-deciders": "us", "is-specification": "ours"}
    assert "80 % counts" in send(house, "seller", deal, do="grade", **answers)[1]
    status, page = send(house, "seller", deal, do="grade", **answers | {"is-budget": "none"})
    assert (status, "say why" in page) == (422, True)
    assert "Cheap" in send(house, "seller", deal, do="rival", rival="Rival", strong="Cheap", weak="Slow")[1]
    status, page = send(house, "seller", deal, do="paper", kind="quote", paper="Q-7", link="javascript:x")
    assert (status, 'value="Q-7"' in page) == (422, True)

    status, page = send(house, "seller", deal, do="lose", reason="price", what="They left")
    assert (status, "A loss needs a report" in page, "They left" in page) == (422, True, True)
    page = send(house, "seller", deal, do="lose", reason="price", what="They left", why="Price", lesson="Ask")[1]
    assert "Loss report" in page
    assert deal_file(house.workspace_id, deal.pk).report is not None


def test_who_approves_sees_it_first_and_decides(house: House, deal: Opportunity) -> None:
    Opportunity.objects.of(house.workspace_id).filter(pk=deal.pk).update(stage="negotiation")
    assert send(house, "seller", deal, do="ask", note="Terms agreed")[0] == 200
    assert "Waiting for your approval" not in house.client("seller").get("/").content.decode()
    today = house.client("general_manager").get("/").content.decode()
    assert "Terms agreed" in today
    request = GateRequest.objects.of(house.workspace_id).get().pk
    assert send(house, "seller", deal, do="decide", request=request, verdict="approve")[0] == 403
    status, page = send(house, "general_manager", deal, do="decide", request=request, verdict="refuse", reason="")
    assert (status, "Say why" in page) == (422, True)
    decided = {"do": "decide", "request": request, "verdict": "approve", "from": "today"}
    assert send(house, "general_manager", deal, **decided)[0] == 200
    assert GateRequest.objects.of(house.workspace_id).get().state == "approved"


def test_the_board_and_the_list_cost_the_same_with_more_deals(house: House, deal: Opportunity) -> None:
    client = house.client("administrator")

    def counts() -> list[int]:
        found = []
        for path in ("/deals/", "/deals/?process=bid", "/deals/list/?grade=none&process=main", f"/deals/{deal.pk}/"):
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            found.append(len(captured))
        return found

    before = counts()
    deals(house, 20)
    assert counts() == before


def test_a_program_does_what_the_page_does(house: House, deal: Opportunity) -> None:
    caller = Caller(house)
    at = f"/deals/{deal.pk}"
    work = caller.get(f"{at}/work")[1]
    assert (work["next"], [one["code"] for one in work["missing"]]) == ("demo", ["needs"])
    assert caller.post(f"{at}/move", {"stage": "demo"})[0] == 422
    assert caller.post(f"{at}/tasks", {"stage": "discovery", "code": "needs"})[0] == 200
    moved = caller.post(f"{at}/move", {"stage": "demo"})[1]
    assert (moved["stage"], moved["version"]) == ("demo", 2)
    assert caller.post(f"{at}/edit", {"decider": "Wu", "version": 1})[0] == 409
    assert caller.post(f"{at}/edit", {"decider": "Wu", "amount": "5", "version": 2})[1]["amount"]["minor"] == 500
    assert caller.post(f"{at}/grade", {"answers": {"budget": "none"}})[1]["grade"] == "D"
    assert caller.post(f"{at}/papers", {"kind": "quote", "name": "Q-1"})[0] == 200
    assert caller.post(f"{at}/rivals", {"name": "Rival"})[0] == 200
    assert caller.post(f"{at}/ask", {})[1]["error"]["code"] == "no_gate"
    assert caller.post(f"{at}/lose", {"reason": "price"})[1]["error"]["code"] == "report_missing"
    assert caller.post(f"{at}/lose", {"reason": "price", "what": "a", "why": "b", "lesson": "c"})[1]["grade"] == "F"
    assert caller.post(f"{at}/report", {"what": "More"})[0] == 200
