"""Submissions to be screened, and who reviews them."""

from __future__ import annotations

from typing import Any

import pytest

from gleanry.flow.clean.actions import add_entries
from gleanry.flow.clean.models import Screening
from gleanry.flow.clean.queries import screened_of
from gleanry.flow.clean.shapes import Added, ListKind, NewEntry, Screened
from gleanry.leads.models import Lead
from tests.conftest import MONDAY, House


class Screens:
    """A house, asked what became of what was sent to it."""

    def __init__(self, house: House) -> None:
        self.house = house

    def send(self, **fields: Any) -> Lead:
        """Send one record through every stage; returns the lead it became."""
        record = {"person_name": "王小明", "phone": "13912345678", "message": "想了解报价", **fields}
        (lead_id,) = self.house.send({name: value for name, value in record.items() if value is not None})
        return Lead.objects.of(self.house.id).get(pk=lead_id)

    def codes(self, lead: Lead) -> list[str]:
        found = self.against(lead)
        return [reason.code for reason in found.reasons] if found else []

    def against(self, lead: Lead) -> Screened | None:
        return screened_of(self.house.id, [lead.submission_id]).get(lead.submission_id)

    def list(self, kind: ListKind, *values: str, why: str = "because") -> Added:
        return add_entries(self.house.viewer(), [NewEntry(kind, value, why) for value in values], MONDAY)

    def held(self) -> int:
        return Screening.objects.of(self.house.id).filter(decision="").count()


@pytest.fixture
def screens(house: House) -> Screens:
    return Screens(house)
