"""What belongs to others is not there: neither to a colleague out of reach nor to another workspace."""

from __future__ import annotations

import pytest

from gleanry.flow.convert.models import Opportunity
from gleanry.flow.followup.actions import accept_leads, qualify_leads
from gleanry.kit import clock
from tests.web.conftest import House


@pytest.fixture
def deal(house: House) -> Opportunity:
    admin = house.viewer("administrator")
    lead = house.leads(pool="sdr")[0]
    qualify_leads(admin, [lead.pk], clock.now())
    accept_leads(admin, [lead.pk], clock.now())
    return Opportunity.objects.of(house.workspace_id).get(lead_id=lead.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ["administrator", "general_manager", "sdr"])
def test_another_workspace_sees_nothing(house: House, stranger: House, deal: Opportunity, role: str) -> None:
    client = stranger.client(role)
    assert client.get(f"/leads/{deal.lead_id}/").status_code == 404
    assert client.get(f"/deals/{deal.pk}/").status_code == 404
    assert client.get(f"/api/v1/leads/{deal.lead_id}").status_code == 404
    assert client.get(f"/api/v1/deals/{deal.pk}").status_code == 404
    assert b"Person 1" not in client.get("/leads/").content
    assert b"Company 1" not in client.get("/deals/").content
    client.post(f"/leads/{deal.lead_id}/handle/", {"kind": "call", "result": "reached", "then": "save"})
    client.post(f"/deals/{deal.pk}/change/", {"do": "lose", "reason": "price"})
    deal.refresh_from_db(from_queryset=Opportunity.objects.of(house.workspace_id))
    assert deal.outcome == ""


@pytest.mark.django_db(transaction=True)
def test_a_colleague_out_of_reach_sees_nothing(house: House, deal: Opportunity) -> None:
    held = house.leads(pool="sdr")[0]
    client = house.client("seller")
    assert client.get(f"/leads/{held.pk}/").status_code == 404
    assert client.post("/leads/bulk/", {"do": "claim", "lead": held.pk}).status_code == 302
    assert house.leads(pk=held.pk)[0].owner_id == held.owner_id


@pytest.mark.django_db(transaction=True)
def test_an_import_of_another_workspace_is_not_there(house: House, stranger: House) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("a.csv", b"name,phone\nAnn,13812345678\n")
    mine = house.client("marketer").post("/imports/", {"kind": "leads", "file": file})
    path = mine.headers["Location"]
    for part in ("", "progress/", "refused.csv"):
        assert stranger.client("marketer").get(path + part).status_code == 404
