"""Every promise has an owner and an end: met, missed or released, and a missed one leaves its evidence."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gleanry.flow.followup.actions import invalidate_leads, qualify_leads, record_follow_up, sweep_deadlines
from gleanry.flow.followup.models import Deadline, Violation
from gleanry.flow.followup.queries import deadlines_of, list_due, list_violations
from gleanry.flow.followup.shapes import FollowUpEntry
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import NotFound
from gleanry.tenants.shapes import Viewer
from tests.conftest import MONDAY, House

DUE = MONDAY + timedelta(days=1)


@pytest.fixture
def lead_id(house: House) -> int:
    return house.send({"phone": "13912345678"})[0]


def call(house: House, lead_id: int, at: datetime, **more: str) -> None:
    entry = FollowUpEntry(lead_id, more.get("kind", "call"), more.get("result", "reached"), note="要报价")
    record_follow_up(house.viewer(house.sdrs[0]), entry, at)


def outcomes(house: House, lead_id: int) -> list[tuple[str, str]]:
    return [(row.kind, row.outcome) for row in reversed(deadlines_of(house.id, lead_id))]


@pytest.mark.django_db
def test_a_contact_in_time_meets_and_the_decision_is_due_next(house: House, lead_id: int) -> None:
    call(house, lead_id, DUE - timedelta(minutes=1))
    assert outcomes(house, lead_id) == [("first_contact", "met"), ("decide_mql", "")]
    (row,) = [row for row in deadlines_of(house.id, lead_id) if not row.outcome]
    assert row.started_at == MONDAY  # T is when the owner changed, not when somebody called
    qualify_leads(house.viewer(house.sdrs[0]), [lead_id], row.due_at - timedelta(seconds=1))
    assert outcomes(house, lead_id)[1] == ("decide_mql", "met")


@pytest.mark.django_db
@pytest.mark.parametrize("more", [{"kind": "note"}])
def test_a_note_is_no_contact(house: House, lead_id: int, more: dict[str, str]) -> None:
    call(house, lead_id, MONDAY, **more)
    assert outcomes(house, lead_id) == [("first_contact", "")]


@pytest.mark.django_db
def test_the_scheduler_finds_what_passed_once(house: House, lead_id: int) -> None:
    assert sweep_deadlines(DUE - timedelta(seconds=1)) == 0
    assert sweep_deadlines(DUE) == 1
    assert sweep_deadlines(DUE) == 0
    (violation,) = list_violations(house.viewer())
    assert (violation.lead_id, violation.owner_id, violation.due_at) == (lead_id, house.sdrs[0].pk, DUE)
    assert violation.evidence["since"] == MONDAY.isoformat()
    assert not violation.late
    assert outcomes(house, lead_id) == [("first_contact", "missed"), ("decide_mql", "")]


@pytest.mark.django_db
def test_a_latecomer_cannot_meet_what_is_past(house: House, lead_id: int) -> None:
    call(house, lead_id, DUE + timedelta(hours=1))
    assert outcomes(house, lead_id)[0] == ("first_contact", "missed")
    assert Violation.objects.of(house.id).count() == 1


@pytest.mark.django_db
def test_a_scheduler_that_was_down_says_that_it_found_it_late(house: House, lead_id: int) -> None:
    sweep_deadlines(DUE + timedelta(days=2))
    assert Violation.objects.of(house.id).get(kind="first_contact").late


@pytest.mark.django_db
def test_nothing_is_owed_to_an_invalid_lead(house: House, lead_id: int) -> None:
    invalidate_leads(house.viewer(house.sdrs[0]), [lead_id], "wrong_contact", MONDAY + timedelta(hours=1))
    ledger.drain(house.id)
    assert outcomes(house, lead_id) == [("first_contact", "met")]
    assert Deadline.objects.of(house.id).filter(outcome="").count() == 0


@pytest.mark.django_db
def test_one_sees_and_handles_only_what_is_ones_own(
    house: House, lead_id: int, teammate: Viewer, outsider: Viewer
) -> None:
    assert [row.lead_id for row in list_due(house.viewer(house.sdrs[0]))] == [lead_id]
    assert list_due(teammate) == list_due(outsider) == []
    for stranger in (teammate, outsider):
        with pytest.raises(NotFound):
            record_follow_up(stranger, FollowUpEntry(lead_id, "call", "reached"), MONDAY)
        assert qualify_leads_of(stranger, lead_id) == ()


def qualify_leads_of(viewer: Viewer, lead_id: int) -> tuple[int, ...]:
    return qualify_leads(viewer, [lead_id], MONDAY)


@pytest.mark.django_db
def test_words_nobody_knows_are_refused(house: House, lead_id: int) -> None:
    with pytest.raises(Refusal, match="bad_choice"):
        call(house, lead_id, MONDAY, result="maybe")
