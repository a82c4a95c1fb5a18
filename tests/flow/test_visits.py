"""Visits: planned, written up, completed later; nothing of a record is lost, and the order gate finds it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.flow.followup.actions import call_off_visits, plan_visits, record_visits
from gleanry.flow.followup.models import FollowUp, Visit
from gleanry.flow.followup.queries import due_visits, get_visit, list_visits, versions_of, visits_since
from gleanry.flow.followup.rules.visits import filled_of, is_in_time, visit_faults
from gleanry.flow.followup.shapes import NewVisit, VisitFilters
from gleanry.kit.errors import Refusal
from gleanry.leads.models import Lead
from gleanry.people.models import Account
from tests.conftest import MONDAY, House

DAY = timedelta(days=1)


def test_what_a_visit_has_to_say():
    ahead = NewVisit(MONDAY + DAY, account_id=1, needs="more pumps")

    assert list(visit_faults(ahead, MONDAY, held=False)) == []
    assert list(visit_faults(ahead, MONDAY, held=True)) == [("at", "visit_ahead")]
    assert list(visit_faults(NewVisit(MONDAY, kind="walk", intent="mad"), MONDAY, held=True)) == [
        ("kind", "bad_choice"),
        ("intent", "bad_choice"),
        ("account", "visit_of_nobody"),
        ("needs", "visit_empty"),
    ]


@pytest.fixture
def account(house: House) -> int:
    [lead_id] = house.send({"phone": "13812345678", "company": "Acme Pumps", "person_name": "Ann"})
    found = Lead.objects.of(house.id).get(pk=lead_id).account_id
    assert found is not None
    return found


@pytest.mark.django_db
def test_a_planned_visit_is_made_written_up_and_completed(house: House, account: int) -> None:
    seller = house.viewer(house.sellers[0])
    [planned] = plan_visits(seller, [NewVisit(MONDAY + DAY, account_id=account, place="Tianjin")], MONDAY)
    assert [row.id for row in due_visits(seller, MONDAY + 2 * DAY)] == [planned]

    late = MONDAY + 2 * DAY
    said = NewVisit(MONDAY + DAY, account_id=account, place="Tianjin", theirs="Ann", needs="pumps", visit_id=planned)
    [held] = record_visits(seller, [said], late)
    row = get_visit(seller, held)
    assert (row.state, row.planned_for, filled_of(row), row.is_complete) == ("held", MONDAY + DAY, (3, 6), False)
    assert is_in_time(row, DAY) and not is_in_time(row, DAY / 2)
    assert due_visits(seller, late) == []

    full = NewVisit(
        MONDAY + DAY, account_id=account, needs="pumps", intent="strong", specification="DN80", visit_id=held
    )
    [whole] = record_visits(seller, [full], late)
    with pytest.raises(Refusal, match="visit_changed"):
        record_visits(seller, [full], late)
    assert [row.id for row in versions_of(seller, get_visit(seller, whole))] == [held, planned]
    assert [row.id for row in list_visits(seller)] == [whole]
    found = visits_since(house.id, [account, 999], MONDAY)
    assert {key: [(row.id, row.is_complete) for row in rows] for key, rows in found.items()} == {
        account: [(whole, True)]
    }
    assert visits_since(house.id, [account], MONDAY + 2 * DAY) == {}


@pytest.mark.django_db
def test_visits_are_of_their_people_and_a_merged_company_keeps_them(
    house: House, account: int, outsider: object
) -> None:
    seller, other = (house.viewer(member) for member in house.sellers)
    record_visits(seller, [NewVisit(MONDAY, account_id=account, needs="pumps")], MONDAY)
    [off] = plan_visits(seller, [NewVisit(MONDAY + DAY, account_id=account)], MONDAY)

    assert list_visits(other) == []
    assert len(list_visits(house.viewer(house.director))) == 2
    with pytest.raises(Refusal, match="not_found"):
        get_visit(other, off)
    with pytest.raises(Refusal, match="reason_missing"):
        call_off_visits(seller, [off], " ", MONDAY)
    assert call_off_visits(other, [off], "they moved", MONDAY) == 0
    assert call_off_visits(seller, [off], "they moved", MONDAY) == 1
    assert [row.reason for row in list_visits(seller, VisitFilters(state="called_off"))] == ["they moved"]

    root = Account.objects.create(workspace_id=house.id, name="Acme", key="acme-root", made_at=MONDAY)
    Account.objects.of(house.id).filter(pk=account).update(merged_into_id=root.pk)
    assert set(visits_since(house.id, [root.pk], MONDAY)) == {root.pk}


@pytest.mark.django_db
def test_a_visit_of_a_lead_is_a_follow_up_and_a_batch_costs_as_much_as_one(house: House) -> None:
    admin = house.viewer()
    leads = house.send(*({"phone": f"1381234{n:04d}", "company": f"Company {n}"} for n in range(9)))

    def cost(ids: list[int]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            record_visits(
                admin, [NewVisit(MONDAY, lead_id=lead, needs="pumps", feedback="yes") for lead in ids], MONDAY
            )
        return len(seen)

    assert cost(leads[:2]) == cost(leads[2:])
    kinds = set(FollowUp.objects.of(house.id).values_list("kind", "counted"))
    assert kinds == {("visit", "contact")}
    assert Visit.objects.of(house.id).exclude(account_id=None).count() == 9
    with pytest.raises(Refusal, match="not_found"):
        record_visits(house.viewer(house.sellers[0]), [NewVisit(MONDAY, lead_id=leads[0], needs="x")], MONDAY)
