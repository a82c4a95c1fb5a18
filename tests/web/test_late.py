"""Acting late: what was missed is on record, and the lead owes one thing, not two."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gleanry.flow.followup.actions import record_follow_up, return_leads
from gleanry.flow.followup.models import Deadline, Violation
from gleanry.flow.followup.queries import list_due
from gleanry.flow.followup.shapes import FollowUpEntry
from gleanry.kit import clock
from tests.web.conftest import House


@pytest.mark.django_db(transaction=True)
def test_a_late_call_leaves_one_clock_running(house: House) -> None:
    sdr = house.viewer("sdr")
    lead_id = list_due(sdr, own=True)[0].lead_id
    record_follow_up(sdr, FollowUpEntry(lead_id, "call", "reached"), clock.now() + timedelta(days=20))
    rows = Deadline.objects.of(house.workspace_id).filter(lead_id=lead_id).order_by("id")
    assert [row.outcome for row in rows] == ["missed", ""]
    assert Violation.objects.of(house.workspace_id).filter(lead_id=lead_id).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_lead_returned_late_owes_nothing_more(house: House) -> None:
    sdr = house.viewer("sdr")
    lead_id = list_due(sdr, own=True)[0].lead_id
    return_leads(sdr, [lead_id], "no_budget", clock.now() + timedelta(days=20))
    assert not Deadline.objects.of(house.workspace_id).filter(lead_id=lead_id, outcome="").exists()
