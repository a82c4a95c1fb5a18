"""What was merged is found as one, by whatever any of it is known by; undone, it is found as two again."""

from __future__ import annotations

import pytest

from gleanry.flow.identify.actions import correct_record, merge_records, undo_merges
from gleanry.flow.identify.shapes import Kind, MergeOrder
from gleanry.kit import clock, ledger
from gleanry.leads.models import Lead
from gleanry.search.actions import tend
from gleanry.search.queries import find, index_faults, is_behind
from gleanry.tenants.shapes import Viewer
from tests.conftest import House

pytestmark = pytest.mark.django_db


def sides(house: House, leads: list[int], column: str) -> list[int]:
    while is_behind(house.id):
        tend(house.id)
    found = dict(Lead.objects.of(house.id).values_list("pk", column))
    return [found[lead] for lead in leads]


def test_merged_people_are_one_answer(house: House, leads: list[int], insider: Viewer) -> None:
    ming, _, hong, *_ = sides(house, leads, "person_id")
    (merge_id,) = merge_records(insider, [MergeOrder(Kind.PERSON, ming, hong)], clock.now())
    ledger.drain(house.id)
    for text in ("王小明", "139-0013-9003", "8001"):
        assert [hit.name for hit in find(insider, text).people.hits] == ["王小明"], text
    assert index_faults(house.id) == {}

    undo_merges(insider, [merge_id], clock.now())
    ledger.drain(house.id)
    assert [hit.name for hit in find(insider, "139-0013-9003").people.hits] == ["李王小红"]
    assert index_faults(house.id) == {}


def test_merged_companies_are_found_by_either_name(house: House, leads: list[int], insider: Viewer) -> None:
    fenyang, _, huaheng, *_ = sides(house, leads, "account_id")
    (merge_id,) = merge_records(insider, [MergeOrder(Kind.ACCOUNT, fenyang, huaheng)], clock.now())
    ledger.drain(house.id)
    for text in ("纷扬科技", "华恒机械"):
        found = find(insider, text)
        assert [hit.account_id for hit in found.accounts.hits] == [fenyang], text
        assert {hit.lead_id for hit in found.leads.hits} == set(leads[:3]), text
    assert index_faults(house.id) == {}

    undo_merges(insider, [merge_id], clock.now())
    ledger.drain(house.id)
    assert [hit.name for hit in find(insider, "华恒机械").accounts.hits] == ["深圳华恒机械有限公司"]
    assert index_faults(house.id) == {}


def test_a_corrected_name_is_found(house: House, leads: list[int], insider: Viewer) -> None:
    ming, *_ = sides(house, leads, "person_id")
    correct_record(insider, Kind.PERSON, ming, {"name": "王晓鸣"}, clock.now())
    ledger.drain(house.id)
    assert [hit.name for hit in find(insider, "王晓鸣").people.hits][:1] == ["王晓鸣"]
    assert index_faults(house.id) == {}
