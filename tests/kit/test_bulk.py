"""Bulk work: the same on both databases, and as many statements for a thousand rows as for one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from gleanry.kit import bulk
from gleanry.leads.models import Lead, Move
from gleanry.people.models import Identifier, Person

AT = datetime(2026, 3, 2, 1, 2, 3, 456789, tzinfo=UTC)


def people(count: int) -> list[int]:
    ids = list(bulk.allocate(Person, count))
    rows = [(i, 7, f'name {i}\t\\N\n"quoted"', None, "", AT) for i in ids]
    bulk.insert(Person, ("id", "workspace_id", "name", "account_id", "job_title", "made_at"), rows)
    return ids


@pytest.mark.django_db
def test_what_goes_in_comes_out() -> None:
    ids = people(3)
    found = bulk.find(Person, ("id", "name", "account_id", "made_at"), workspace_id=7, key="id", among=reversed(ids))
    assert found == [(i, f'name {i}\t\\N\n"quoted"', None, AT) for i in ids]
    assert bulk.find(Person, ("id",), workspace_id=8, key="id", among=ids) == []
    assert [person.pk for person in Person.objects.of(7).order_by("pk")] == ids


@pytest.mark.django_db
def test_json_and_nothing_survive() -> None:
    columns = ("workspace_id", "lead_id", "at", "by", "from_pool", "from_owner_id", "pool", "owner_id", "reason")
    bulk.insert(Move, columns, [(7, 1, AT, None, "", None, "sdr", 5, {"code": "轮到", "n": [1, None]})])
    row = Move.objects.of(7).get()
    assert (row.at, row.by, row.reason) == (AT, None, {"code": "轮到", "n": [1, None]})


@pytest.mark.django_db
def test_an_update_touches_the_rows_named_and_no_other() -> None:
    first, second, third = people(3)
    bulk.update(Person, ("name", "account_id"), [(first, "one", 11), (third, "three", None)])
    names = dict(Person.objects.of(7).values_list("pk", "name"))
    assert (names[first], names[third]) == ("one", "three")
    assert names[second].startswith("name")


@pytest.mark.django_db
def test_new_ids_follow_rows_written_one_by_one() -> None:
    ids = people(2)
    row = Person.objects.create(workspace_id=7, name="alone", made_at=AT)
    assert row.pk not in ids
    assert min(bulk.allocate(Person, 5)) > row.pk


@pytest.mark.django_db(transaction=True)
def test_ids_are_only_given_inside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        bulk.allocate(Lead, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 1000])
def test_the_number_of_statements_does_not_grow(count: int, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(4):
        ids = people(count)
        pairs = [(7, "phone", f"+86{i}", i) for i in ids]
        bulk.insert(Identifier, ("workspace_id", "kind", "value", "person_id"), pairs)
        found = bulk.find(Identifier, ("person_id",), workspace_id=7, key="value", among=[p[2] for p in pairs])
    assert len(found) == count
