"""The pool book: what it says of a pool, who may see and claim there, and what is wrong with one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.kit import rulebook
from gleanry.leads.actions import place_leads
from gleanry.leads.models import Lead, Move
from gleanry.leads.queries import count_pools, held_by, list_leads, pool_book
from gleanry.leads.rules import faults_of, read_pools
from gleanry.leads.shapes import Caps, LeadFilters, Placement, Pool, State
from gleanry.tenants.models import Region
from gleanry.wiring.playbooks import read_playbook
from tests.conftest import MONDAY, House

EAST: dict[str, Any] = {"code": "north_pool", "kind": "region", "en": "North pool", "zh": "北区池", "region": "North"}


def test_a_kind_without_a_row_has_no_caps_and_hides_nothing() -> None:
    book = read_pools({})
    assert book.caps_for("sales") == Caps(None, None, None)
    assert book.of("sales").masked == ()
    assert set(book.pools) == {str(pool) for pool in Pool}


def test_caps_of_a_role_take_the_place_of_those_of_the_pool() -> None:
    rows = {
        "pools": [{"code": "sales", "assign_per_day": 10, "claim_per_day": 5, "hold_most": 60}],
        "caps": [
            {"role": "sales_director", "pool": "sales", "hold_most": 200},
            {"role": "seller", "pool": "sales", "hold_most": 80},
        ],
    }
    assert faults_of(rows) == []
    book = read_pools(rows)
    assert book.caps_for("sales") == Caps(10, 5, 60)
    assert book.caps_for("sales", ["sales_director"]) == Caps(10, 5, 200)
    assert book.caps_for("sales", ["seller", "sales_director"]) == Caps(10, 5, 200)


def test_the_playbook_has_no_faults() -> None:
    for name in ("tob-leads", "toc-leads"):
        assert faults_of(read_playbook(name)["rules"]["pools"]) == []


RESTED = {"code": "a", "waits": "rested", "pools": ["nurture"], "to": "active_sea", "count": 1}


@pytest.mark.parametrize(
    ("body", "setting", "code"),
    [
        ({"pool": []}, "pool", "unknown_setting"),
        ({"pools": [{"code": "mine", "kind": "nowhere", "en": "x", "team": "T"}]}, "pools.kind", "unknown"),
        ({"pools": [{"code": "sdr", "kind": "sales"}]}, "pools.kind", "unknown"),
        ({"pools": [{"code": "mine", "kind": "converted", "en": "x", "team": "T"}]}, "pools.kind", "not_own"),
        ({"pools": [{"code": "mine", "kind": "region", "en": "x"}]}, "pools.members", "nobody"),
        ({"pools": [{"code": "mine", "kind": "region", "team": "T"}]}, "pools.en", "missing"),
        ({"pools": [{"code": "sdr", "members": ["anybody"]}]}, "pools.members", "bad_address"),
        ({"pools": [{"code": "sdr", "masked": ["shoe_size"]}]}, "pools.masked", "unknown"),
        ({"pools": [{"code": "sdr", "claim_per_day": 9, "hold_most": 3}]}, "pools.claim_per_day", "more_than_held"),
        ({"pools": [{"code": "sdr", "hold_most": -1}]}, "pools.hold_most", "not_number"),
        ({"pools": [{"code": "sdr"}, {"code": "sdr"}]}, "pools.code", "twice"),
        ({"caps": [{"role": "seller", "pool": "nowhere"}]}, "caps.pool", "unknown"),
        ({"recycle": [RESTED | {"to": "nowhere"}]}, "recycle.to", "unknown"),
        ({"recycle": [RESTED | {"to": "converted"}]}, "recycle.to", "unknown"),
        ({"recycle": [RESTED | {"to": "nurture"}]}, "recycle.to", "goes_nowhere"),
        ({"recycle": [RESTED | {"waits": "follow_up", "count": 0}]}, "recycle.count", "no_time"),
        ({"recycle": [RESTED | {"most": 0.5}]}, "recycle.most", "less_than_count"),
        ({"recycle": [RESTED | {"pools": ["intake"]}]}, "recycle.pools", "unknown"),
        (
            {
                "recycle": [
                    RESTED | {"count": 0},
                    RESTED | {"code": "b", "pools": ["active_sea"], "to": "nurture", "count": 0},
                ]
            },
            "recycle.to",
            "circle",
        ),
        ({"sort": [{"code": "a", "to": "region"}, {"code": "b", "to": "nurture"}]}, "sort.code", "never_reached"),
    ],
)
def test_what_is_wrong_is_named(body: dict[str, Any], setting: str, code: str) -> None:
    assert (setting, code) in [(fault.setting, fault.code) for fault in faults_of(body)]


@pytest.mark.django_db
def test_a_bad_book_is_not_put_in_force(house: House) -> None:
    before = pool_book(house.id)
    with pytest.raises(rulebook.BadRules):
        rulebook.publish(house.id, "pools", {"recycle": [RESTED | {"to": "nowhere"}]})
    assert pool_book(house.id) == before


def with_own_pool(house: House, **more: Any) -> None:
    body = rulebook.current(house.id, "pools").body
    rulebook.publish(house.id, "pools", body | {"pools": [*body["pools"], EAST | more]})


@pytest.mark.django_db
def test_a_kind_goes_to_the_pool_of_the_leads_region(house: House) -> None:
    with_own_pool(house)
    north, south = (Region.objects.of(house.id).get(name=name).pk for name in ("North", "South"))
    book = pool_book(house.id)
    assert book.target("region", north).code == "north_pool"
    assert book.target("region", south).code == "region"
    assert book.target("region", None).code == "region"
    assert book.target("north_pool", south).kind == Pool.REGION
    assert (book.of("region", "north_pool").name("zh-hans"), book.of("region", "north_pool").name("en")) == (
        "北区池",
        "North pool",
    )


def put(house: House, lead_id: int, pool: Pool, own_pool: str = "") -> None:
    placement = Placement(lead_id, pool, None, State.UNASSIGNED, reason={"code": "assigned"}, own_pool=own_pool)
    assert place_leads(house.id, [placement], at=MONDAY)


@pytest.mark.django_db
def test_only_members_see_an_own_pool(house: House) -> None:
    with_own_pool(house)
    (lead_id,) = house.send({"phone": "13912345678", "region": "北京"})
    put(house, lead_id, Pool.REGION, "north_pool")
    inside, elsewhere = (house.viewer(seller) for seller in house.sellers)
    assert [row.id for row in list_leads(inside, LeadFilters(own_pool="north_pool")).rows] == [lead_id]
    assert list_leads(elsewhere, LeadFilters()).rows == ()
    # Who sees the common pool of a kind does not see the own ones of others.
    assert lead_id not in {row.id for row in list_leads(house.viewer(house.director), LeadFilters()).rows}
    assert count_pools(inside)["region"] == 1
    assert lead_id in {row.id for row in list_leads(house.viewer(), LeadFilters()).rows}


@pytest.mark.django_db
def test_an_own_pool_is_left_behind_and_told(house: House) -> None:
    with_own_pool(house)
    (lead_id,) = house.send({"phone": "13912345678"})
    put(house, lead_id, Pool.REGION, "north_pool")
    put(house, lead_id, Pool.REGION)
    assert Lead.objects.of(house.id).get(pk=lead_id).own_pool == ""
    told = Move.objects.of(house.id).filter(lead_id=lead_id).order_by("id").values_list("from_own_pool", "own_pool")
    assert list(told)[-2:] == [("", "north_pool"), ("north_pool", "")]


@pytest.mark.django_db
def test_the_parts_of_what_a_viewer_sees_do_not_grow_with_the_own_pools(house: House) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            list_leads(replace(house.viewer(house.sellers[0])), LeadFilters())
        return len(found)

    with_own_pool(house)
    one = asked()
    body = rulebook.current(house.id, "pools").body
    more = [EAST | {"code": f"north_{n}"} for n in range(20)]
    rulebook.publish(house.id, "pools", body | {"pools": [*body["pools"], *more]})
    assert asked() == one


@pytest.mark.django_db
def test_what_is_held_is_counted(house: House) -> None:
    house.send(*({"phone": f"1391234{n:04d}"} for n in range(5)))
    held = held_by(house.id, [member.pk for member in house.sdrs])
    assert sorted(held.values()) == [2, 3]
    assert held_by(house.id, []) == {}
