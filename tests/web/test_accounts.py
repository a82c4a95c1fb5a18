"""The pages of accounts: the list, the page from all sides, what is changed there, what is in danger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gleanry.flow.convert.models import Opportunity
from gleanry.flow.followup.actions import accept_leads, qualify_leads
from gleanry.kit import clock
from gleanry.people.models import Account, Handover, Seat
from gleanry.people.queries import accounts_by_id, standings_of
from tests.web.conftest import House, record

pytestmark = pytest.mark.django_db(transaction=True)


def manage(client: Client, account: int, status: int = 302, **said: object) -> str:
    answer = client.post(f"/accounts/{account}/manage/", said)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def test_the_page_shows_and_takes_what_is_known_of_an_account(house: House) -> None:
    house.send(record(3), record(4))
    first, second = (lead.account_id or 0 for lead in house.leads()[:2])
    person = house.leads()[0].person_id or 0
    admin, seller = house.client("administrator"), house.members["seller"]
    manage(admin, first, do="place", parent=f"#{second}", relation="subsidiary")
    typed = manage(admin, second, 422, do="place", parent="Company 1", relation="branch")
    assert "belongs to this one already" in typed
    assert 'value="Company 1"' in typed
    assert "There is no such company" in manage(admin, first, 422, do="place", parent="Nobody", relation="branch")
    manage(admin, first, do="describe", strategic="1", level="3", coverage="direct", amount="1,000,000", currency="CNY")
    assert standings_of(house.workspace_id, [first])[first].tier == "PSTV"
    assert "Write the amount as" in manage(admin, first, 422, do="describe", amount="much", currency="CNY")
    manage(admin, first, do="deputy", member=seller.pk)
    manage(admin, first, do="seat", person=person, role="decides", power=3, attitude=-1, concern="price")
    manage(admin, first, do="tie", person=person, other=f"member:{seller.pk}", strength=4, source="school")
    assert "Choose two who can know" in manage(admin, first, 422, do="tie", person=person, other="x", source="bar")
    day = str(clock.now().date() + timedelta(days=9))
    manage(admin, first, do="tier", tier="LTV", until=day, reason="because")
    assert "a reason is needed" in manage(admin, first, 422, do="tier", tier="LTV", until=day, reason="")
    manage(admin, first, do="handover", to=seller.pk, why="moves on")
    page = admin.get(f"/accounts/{first}/").content.decode()
    for text in (
        *("Person 1 decides, and is inclined to a rival.", "by hand until", "because", "PSTV", "Company 2", "price"),
        *("Done: Introduce", "only Person 1", "Subsidiary", "Tier: PSTV → LTV"),
    ):
        assert text in page, text
    assert "Records hang on this company" in manage(admin, first, 422, do="delete")
    manage(admin, first, do="rest", dormant="1")
    assert f'href="/accounts/{first}/"' not in admin.get("/accounts/").content.decode()
    assert f'href="/accounts/{first}/"' in admin.get("/accounts/?dormant=1").content.decode()
    manage(admin, first, do="unseat", seat=Seat.objects.of(house.workspace_id).get().pk)
    assert Seat.objects.of(house.workspace_id).filter(ended_at=None).count() == 0


def test_lists_pages_and_files_cost_the_same_however_many_there_are(house: House) -> None:
    admin, account = house.client("administrator"), house.leads()[0].account_id or 0
    admin.get("/accounts/")
    with CaptureQueriesContext(connection) as few:
        admin.get("/accounts/")
    with CaptureQueriesContext(connection) as page:
        admin.get(f"/accounts/{account}/")
    colleagues = [record(1, phone=f"1371234{n:04d}", person_name=f"P{n}") for n in range(9)]
    house.send(*(record(n) for n in range(3, 20)), *colleagues)
    with CaptureQueriesContext(connection) as many:
        listed = admin.get("/accounts/").content.decode()
    with CaptureQueriesContext(connection) as full:
        admin.get(f"/accounts/{account}/")
    assert len(many) <= len(few) + 1
    assert len(full) <= len(page) + 1
    assert listed.count('class="who"') == Account.objects.of(house.workspace_id).count()
    rows = admin.get("/accounts/export.csv").getvalue().decode().splitlines()
    assert len(rows) == 1 + Account.objects.of(house.workspace_id).count()


def test_who_keeps_nothing_sees_nothing_and_a_deputy_does(house: House, stranger: House) -> None:
    account = house.leads()[0].account_id or 0
    seller, admin = house.client("seller"), house.client("administrator")
    assert seller.get(f"/accounts/{account}/").status_code == 404
    assert b"Company 1" not in seller.get("/accounts/").content
    manage(seller, account, 404, do="rest", dormant="1")
    assert house.client("sdr").post(f"/accounts/{account}/manage/", {"do": "rest"}).status_code == 403
    assert seller.get("/accounts/alerts/").status_code == 403
    manage(admin, account, do="deputy", member=house.members["seller"].pk)
    assert seller.get(f"/accounts/{account}/").status_code == 200
    assert b"Company 1" in seller.get("/accounts/").content
    assert stranger.client("administrator").get(f"/accounts/{account}/").status_code == 404
    assert b"Company" not in stranger.client("administrator").get("/accounts/").content


def test_alerts_and_the_end_of_a_handover(house: House) -> None:
    account = house.leads()[0].account_id or 0
    admin, seller = house.client("administrator"), house.members["seller"]
    manage(admin, account, do="describe", strategic="1", amount="", currency="CNY")
    assert "Company 1" in admin.get("/accounts/alerts/").content.decode()
    manage(admin, account, do="handover", to=seller.pk)
    plan = admin.get("/accounts/alerts/").content.decode()
    assert "Introduce" in plan
    number = Handover.objects.of(house.workspace_id).get().pk
    step: dict[str, Any] = {"do": "step", "handover": number}
    for _ in range(3):
        manage(house.client("seller"), account, **step)
    assert accounts_by_id(house.workspace_id, [account])[account].owner_id == seller.pk
    assert "has ended already" in manage(admin, account, 422, **step)


def test_a_deal_gets_its_code_and_its_committee_from_its_page(house: House) -> None:
    viewer, admin = house.viewer("administrator"), house.client("administrator")
    lead = house.leads()[0]
    qualify_leads(viewer, [lead.pk], clock.now())
    accept_leads(viewer, [lead.pk], clock.now())
    deal = Opportunity.objects.of(house.workspace_id).get(lead_id=lead.pk)
    assert 'name="s-department"' in admin.get(f"/deals/{deal.pk}/").content.decode()
    chosen = {"s-class": "EN", "s-area": "HB", "s-province": "11", "s-department": "HX"}
    missing = admin.post(f"/deals/{deal.pk}/code/", chosen, follow=True).content.decode()
    assert "Choose these first: Product line." in missing
    admin.post(f"/deals/{deal.pk}/code/", chosen | {"s-product": "PL"})
    assert "EN-HB-11-0001-HX-PL-" in admin.get(f"/deals/{deal.pk}/").content.decode()
    seat = {"do": "seat", "person": str(lead.person_id), "role": "buys", "power": "1", "opportunity": str(deal.pk)}
    seated = admin.post(f"/accounts/{lead.account_id}/manage/", seat)
    assert seated.headers["Location"] == f"/deals/{deal.pk}/"
    row = Seat.objects.of(house.workspace_id).get(opportunity_id=deal.pk)
    page = admin.get(f"/deals/{deal.pk}/").content.decode()
    assert f'name="seat" value="{row.pk}"' in page
    assert f'name="seat" value="{row.pk}"' not in admin.get(f"/accounts/{lead.account_id}/").content.decode()
    admin.post(f"/accounts/{lead.account_id}/manage/", {"do": "unseat", "seat": row.pk, "opportunity": deal.pk})
    assert not Seat.objects.of(house.workspace_id).filter(ended_at=None).exists()
