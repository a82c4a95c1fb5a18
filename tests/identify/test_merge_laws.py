"""Merges are damaged in each way the audit asks about, and each is found and named."""

from __future__ import annotations

import pytest
from django.db import connection

from gleanry.cockpit.queries import audit
from gleanry.flow.identify.actions import merge_records, undo_merges
from gleanry.flow.identify.shapes import Kind, MergeOrder
from gleanry.kit import ledger
from tests.conftest import MONDAY, House
from tests.identify.conftest import account_of, laws_hold, person_of, record

pytestmark = pytest.mark.django_db
HARM = {
    "person_merged_without_record": "DELETE FROM identify_merge WHERE kind = 'person'",
    "account_merged_without_record": "UPDATE identify_merge SET winner = winner + 100 WHERE kind = 'account'",
    "person_merge_without_pointer": "UPDATE people_person SET merged_into_id = NULL",
    "account_merge_without_pointer": "UPDATE people_account SET merged_into_id = NULL",
    "persons_merged_in_a_circle": (
        "UPDATE people_person SET merged_into_id = (SELECT max(p.id) FROM people_person p) "
        "WHERE merged_into_id IS NOT NULL"
    ),
    "lead_merge_without_source": "UPDATE leads_lead SET source_lead_id = NULL, pool = 'sdr' WHERE pool = 'attached'",
    "lead_attached_without_record": "UPDATE identify_merge SET state = 'undone' WHERE kind = 'lead'",
    "merges_differ_from_facts": "DELETE FROM identify_merge WHERE state = 'undone'",
    "undone_merges_differ_from_facts": "UPDATE identify_merge SET state = 'undone'",
    "nothing_behind_people_person.merged_into_id": (
        "UPDATE people_person SET merged_into_id = 999 WHERE merged_into_id IS NOT NULL"
    ),
}
"""What is found -> how the harm is done."""


@pytest.fixture
def damaged_house(house: House) -> House:
    """A person, an account and a lead merged, and one merge undone."""
    leads = house.send(*(record(n) for n in range(1, 4)))
    people, accounts = [person_of(house, lead) for lead in leads], [account_of(house, lead) for lead in leads]
    orders = [
        MergeOrder(Kind.PERSON, people[0], people[2]),
        MergeOrder(Kind.ACCOUNT, accounts[0], accounts[1]),
        MergeOrder(Kind.LEAD, leads[0], leads[1]),
        MergeOrder(Kind.PERSON, people[0], people[1]),
    ]
    *_, last = (merge_records(house.viewer(), [order], MONDAY)[0] for order in orders)
    undo_merges(house.viewer(), [last], MONDAY)
    ledger.drain(house.id)
    return house


def test_a_house_with_merges_is_in_order(damaged_house: House) -> None:
    assert laws_hold()


@pytest.mark.parametrize("code", HARM)
def test_harm_is_found_and_named(damaged_house: House, code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(HARM[code])
        assert cursor.rowcount > 0, "the harm hit nothing"
    assert code in {finding.code for finding in audit()}
