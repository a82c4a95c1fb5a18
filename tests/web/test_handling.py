"""Working on leads: at the desk of Today, on their page, several at once."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from gleanry.flow.followup.actions import return_leads
from gleanry.flow.followup.models import FollowUp
from gleanry.flow.followup.queries import list_appointments, list_due
from gleanry.kit import clock
from tests.web.conftest import House

pytestmark = pytest.mark.django_db(transaction=True)
DESK = {"hx-request": "true", "hx-target": "desk"}


def test_a_call_is_logged_and_the_next_lead_appears(house: House) -> None:
    first, second = (row.lead_id for row in list_due(house.viewer("sdr"), own=True))
    form = {
        "from": "today",
        "kind": "call",
        "result": "reached",
        "note": "wants a quote",
        "budget_least": "300000",
        "then": "save",
    }
    answer = house.client("sdr").post(f"/leads/{first}/handle/", form, headers=DESK)
    page = answer.content.decode()
    assert "Saved." in page
    assert f'href="/leads/{second}/">Person' in page
    (written,) = FollowUp.objects.of(house.workspace_id).filter(lead_id=first)
    assert (written.note, written.bant) == (
        "wants a quote",
        {"budget": {"is": "amount", "least": 300000, "currency": "CNY"}},
    )


def test_a_call_without_a_result_is_asked_for_it_and_nothing_typed_is_lost(house: House) -> None:
    first = list_due(house.viewer("sdr"), own=True)[0].lead_id
    form = {"from": "today", "kind": "call", "note": "half a sentence", "then": "save"}
    page = house.client("sdr").post(f"/leads/{first}/handle/", form, headers=DESK).content.decode()
    assert "Choose what came of it." in page
    assert "half a sentence" in page
    assert not FollowUp.objects.of(house.workspace_id).exists()


def test_an_sdr_qualifies_and_a_seller_accepts(house: House) -> None:
    lead = house.leads(pool="sdr")[0]
    house.client("sdr").post(f"/leads/{lead.pk}/handle/", {"kind": "call", "result": "reached", "then": "qualify"})
    (qualified,) = house.leads(pk=lead.pk)
    assert qualified.mql_at is not None
    assert qualified.owner_id == house.members["seller"].pk
    answer = house.client("seller").post(f"/leads/{lead.pk}/handle/", {"kind": "call", "then": "accept"})
    assert answer.headers["Location"] == f"/leads/{lead.pk}/"
    (accepted,) = house.leads(pk=lead.pk)
    assert (accepted.pool, accepted.sql_at is not None) == ("converted", True)
    assert "Company 1" in house.client("seller").get("/deals/").content.decode()


def test_a_returned_lead_can_be_claimed_and_a_lost_claim_says_who_won(house: House) -> None:
    lead = house.leads(pool="sdr")[0]
    return_leads(house.viewer("sdr"), [lead.pk], "no_budget", clock.now())
    form = {"claim": lead.pk, "next": "/pools/nurture/"}
    won = house.client("sdr").post("/leads/bulk/", form, follow=True)
    assert "1 lead is yours." in won.content.decode()
    lost = house.client("sales_director").post("/leads/bulk/", form, follow=True)
    assert "sdr of home was quicker and holds it now." in lost.content.decode()


def test_several_leads_are_assigned_at_once(house: House) -> None:
    ids = [lead.pk for lead in house.leads(pool="sdr")]
    form = {"do": "assign", "lead": ids, "owner": house.members["seller"].pk}
    page = house.client("administrator").post("/leads/bulk/", form, follow=True).content.decode()
    assert "2 leads assigned." in page
    assert {lead.owner_id for lead in house.leads(pk__in=ids)} == {house.members["seller"].pk}


def test_without_the_permission_a_verb_is_refused_and_says_so(house: House) -> None:
    lead = house.leads(pool="sdr")[0]
    answer = house.client("sdr").post("/leads/bulk/", {"do": "assign", "lead": lead.pk, "owner": 1})
    assert answer.status_code == 403
    assert "Your role does not include this" in answer.content.decode()


def test_the_head_sees_what_the_team_owes(house: House) -> None:
    page = house.client("head_of_marketing").get("/").content.decode()
    assert "due today in the team" in page
    assert "Due next in the team" in page


def test_with_nothing_due_the_page_says_what_to_do(house: House) -> None:
    page = house.client("seller").get("/").content.decode()
    assert "Nothing is due" in page
    assert 'href="/pools/"' in page


def test_a_promised_call_comes_back_on_its_day(house: House) -> None:
    sdr = house.viewer("sdr")
    lead_id = list_due(sdr, own=True)[0].lead_id
    soon = timezone.localtime(clock.now(), ZoneInfo("Asia/Shanghai")) + timedelta(minutes=5)
    form = {"kind": "call", "result": "busy", "then": "save", "next_at": f"{soon:%Y-%m-%dT%H:%M}"}
    house.client("sdr").post(f"/leads/{lead_id}/handle/", form)
    (promise,) = list_appointments(sdr, until=soon)
    assert (promise.lead_id, promise.due_at) == (lead_id, soon.replace(second=0, microsecond=0))
    house.client("sdr").post(f"/leads/{lead_id}/handle/", {"kind": "call", "result": "reached", "then": "save"})
    assert list_appointments(sdr, until=soon) == []
