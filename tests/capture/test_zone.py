"""Times without an offset are the workspace's own: nobody exports in UTC by hand."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest

from gleanry.flow.capture.actions import preview_import, receive_file, start_import
from gleanry.leads.models import Lead
from gleanry.wiring.importing import run_import
from tests.conftest import House

TEN_IN_SHANGHAI = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_form_and_a_file_mean_the_zone_of_the_workspace(house: House) -> None:
    (sent,) = house.send({"phone": "13912345678", "first_contact_at": "2026-03-01 10:00"})
    file = io.BytesIO("手机,首次接触时间\n13987654321,2026-03-01 10:00\n".encode())
    draft = receive_file(house.id, file, "zone.csv", kind="leads")
    guessed = preview_import(house.id, draft.id).mapping
    assert guessed["formats"]["zone"] == "Asia/Shanghai"
    run_import(house.id, start_import(house.id, draft.id, guessed).id)
    leads = Lead.objects.of(house.id)
    assert leads.filter(pk=sent).exists()
    assert [lead.first_contact_at for lead in leads] == [TEN_IN_SHANGHAI] * 2


@pytest.mark.django_db
def test_a_mapping_may_say_otherwise(house: House) -> None:
    file = io.BytesIO(b"phone,when\n13987654321,2026-03-01 02:00\n")
    draft = receive_file(house.id, file, "zone.csv", kind="leads")
    mapping = {"columns": {"phone": "phone", "when": "first_contact_at"}, "formats": {"zone": "UTC"}}
    run_import(house.id, start_import(house.id, draft.id, mapping).id)
    assert Lead.objects.of(house.id).get().first_contact_at == TEN_IN_SHANGHAI


@pytest.mark.django_db
def test_a_zero_character_harms_nothing(house: House) -> None:
    (lead_id,) = house.send({"phone": "13912345678", "person_name": "Zo\0e", "extra thing": {"a\0": ["\0b"]}})
    assert Lead.objects.of(house.id).filter(pk=lead_id).exists()
