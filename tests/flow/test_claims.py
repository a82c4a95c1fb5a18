"""Many people claim few leads at once: each lead has one winner, and everybody is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.queries import audit
from gleanry.flow.followup.actions import return_leads
from gleanry.flow.route.actions import assign_leads, claim_best, claim_leads
from gleanry.flow.route.shapes import ClaimResult
from gleanry.kit import ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.leads.models import Lead, Move
from gleanry.tenants.actions import add_member
from gleanry.tenants.models import Member
from gleanry.tenants.queries import viewer_of
from gleanry.tenants.shapes import Role, Viewer
from tests.conftest import MONDAY, House

LEADS = 20
PEOPLE = 200
AT_ONCE = 40
"""Connections that PostgreSQL gives a test; the others come as these finish."""


def in_the_pool(house: House) -> list[int]:
    """Leads that an SDR gave back to nurture, where every SDR sees them."""
    ids = house.send(*({"phone": f"1391234{n:04d}"} for n in range(LEADS)))
    for sdr in house.sdrs:
        return_leads(house.viewer(sdr), ids, "not_now", MONDAY)
    ledger.drain(house.id)
    return ids


def many_sdrs(house: House) -> list[Viewer]:
    return [
        viewer_of(
            add_member(house.id, f"sdr {n}", roles=[Role.SDR], email=f"n{n}@own.example", password="grain-by-grain")
        )
        for n in range(PEOPLE)
    ]


def at_once(people: list[Viewer], claim: Callable[[Viewer], ClaimResult]) -> list[ClaimResult]:
    start = Barrier(AT_ONCE)

    def grab(numbered: tuple[int, Viewer]) -> ClaimResult:
        if numbered[0] < AT_ONCE:
            start.wait()
        try:
            return claim(numbered[1])
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(grab, enumerate(people)))


def keep(house: House, pool: str, **settings: Any) -> None:
    """Set how a pool is kept."""
    body = rulebook.current(house.id, "pools").body
    rows = [row for row in body["pools"] if row["code"] != pool]
    rulebook.publish(house.id, "pools", body | {"pools": [*rows, {"code": pool, **settings}]})


@pytest.mark.django_db(transaction=True)
def test_the_cap_of_a_day_is_exact_however_many_come_at_once(house: House) -> None:
    ids = in_the_pool(house)
    keep(house, "nurture", claim_per_day=1)
    people = many_sdrs(house)
    results = at_once(people, lambda viewer: claim_leads(viewer, ids, MONDAY + timedelta(hours=1)))
    assert sorted(lead_id for result in results for lead_id in result.won) == sorted(ids)
    assert [len(result.won) for result in results].count(1) == LEADS
    ledger.drain(house.id)
    assert [finding for finding in audit() if not finding.warning] == []


@pytest.mark.django_db(transaction=True)
def test_one_person_at_many_windows_gets_no_more_than_the_caps(house: House) -> None:
    ids = in_the_pool(house)
    keep(house, "nurture", claim_per_day=7)
    one = house.viewer(house.sdrs[1])
    results = at_once([one] * 60, lambda viewer: claim_best(viewer, "nurture", 3, MONDAY + timedelta(hours=1)))
    assert sum(len(result.won) for result in results) == 7
    refused = {(answer.code, answer.count, answer.cap) for result in results for answer in result.answers}
    assert refused == {("day_cap", 7, 7)}
    assert Lead.objects.of(house.id).filter(pk__in=ids, owner_id=one.member_id).count() == 7


@pytest.mark.django_db
def test_giving_back_does_not_win_back_the_days_quota(house: House) -> None:
    ids = in_the_pool(house)
    keep(house, "nurture", claim_per_day=2)
    viewer = house.viewer(house.sdrs[1])
    now = MONDAY + timedelta(hours=1)
    won = claim_leads(viewer, ids, now).won
    assert won == tuple(ids[:2])
    return_leads(viewer, won, "not_now", now)
    ledger.drain(house.id)
    assert {answer.code for answer in claim_leads(viewer, ids, now).answers} == {"day_cap"}
    assert claim_leads(viewer, ids[2:4], now + timedelta(days=1)).won == tuple(ids[2:4])


@pytest.mark.django_db
def test_what_is_held_counts_against_what_may_be_held(house: House) -> None:
    ids = in_the_pool(house)
    keep(house, "sales", hold_most=3)
    viewer = house.viewer(house.sdrs[1])
    result = claim_leads(viewer, ids, MONDAY)
    assert result.won == tuple(ids[:3])
    assert {(one.code, one.count, one.cap) for one in result.answers} == {("holding_cap", 3, 3)}
    return_leads(viewer, result.won[:1], "not_now", MONDAY)
    assert claim_leads(viewer, ids[5:8], MONDAY).won == (ids[5],)


@pytest.mark.django_db
def test_who_had_it_last_waits_in_working_days(house: House) -> None:
    ids = in_the_pool(house)
    keep(house, "nurture", cooldown_days=5)
    first = house.viewer(next(sdr for sdr in house.sdrs if ids[0] in _lost_by(house, sdr)))
    other = house.viewer(next(sdr for sdr in house.sdrs if sdr.pk != first.member_id))
    (answer,) = claim_leads(first, ids[:1], MONDAY + timedelta(days=6)).answers
    assert (answer.code, answer.since) == ("cooling", MONDAY)
    assert answer.until is not None
    assert answer.until.date() == (MONDAY + timedelta(days=7)).date()
    assert claim_leads(first, ids[:1], answer.until - timedelta(seconds=1)).won == ()
    assert claim_leads(first, ids[:1], answer.until).won == (ids[0],)
    assert claim_leads(other, ids[:1], answer.until).answers[0].code == "taken"


def _lost_by(house: House, member: Member) -> set[int]:
    rows = Move.objects.of(house.id).filter(from_owner_id=member.pk)
    return set(rows.values_list("lead_id", flat=True))


@pytest.mark.django_db
def test_new_data_opens_when_it_has_lain_long_enough(house: House) -> None:
    ids = in_the_pool(house)
    keep(house, "nurture", opens_after_hours=4)
    viewer = house.viewer(house.sdrs[0])
    (answer,) = claim_leads(viewer, ids[:1], MONDAY + timedelta(hours=3)).answers
    assert (answer.code, answer.until) == ("not_open", MONDAY + timedelta(hours=4))
    assert claim_leads(viewer, ids[:1], MONDAY + timedelta(hours=4)).won == (ids[0],)


@pytest.mark.django_db
def test_the_best_come_first(house: House) -> None:
    ids = in_the_pool(house)
    viewer = house.viewer(house.sdrs[0])
    Lead.objects.of(house.id).update(grade="C3")
    Lead.objects.of(house.id).filter(pk=ids[7]).update(grade="A1")
    Lead.objects.of(house.id).filter(pk=ids[1]).update(grade="")
    for order, best in {"score": ids[7], "newest": ids[-1], "oldest": ids[0]}.items():
        keep(house, "nurture", order=order)
        with transaction.atomic():
            assert claim_best(viewer, "nurture", 1, MONDAY).won == (best,)
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_only_those_named_may_claim(house: House) -> None:
    ids = in_the_pool(house)
    keep(house, "nurture", claimers=["role:seller", f"member:{house.sdrs[1].pk}"])
    assert {a.code for a in claim_leads(house.viewer(house.sdrs[0]), ids, MONDAY).answers} == {"not_claimable"}
    assert claim_leads(house.viewer(house.sdrs[1]), ids[:1], MONDAY).won == (ids[0],)


@pytest.mark.django_db
def test_a_claim_costs_the_same_for_one_lead_and_for_many(house: House) -> None:
    ids = in_the_pool(house)
    keep(house, "nurture", claim_per_day=50, cooldown_days=0.5)
    later = MONDAY + timedelta(days=9)

    def asked(wanted: list[int], viewer: Viewer) -> int:
        with CaptureQueriesContext(connection) as found:
            assert len(claim_leads(viewer, wanted, later).won) == len(wanted)
        return len(found)

    assert asked(ids[:1], house.viewer(house.sdrs[0])) == asked(ids[1:], house.viewer(house.sdrs[1]))


@pytest.mark.django_db
def test_a_manager_passes_the_caps_only_with_a_reason(house: House) -> None:
    ids = house.send(*({"phone": f"1391234{n:04d}"} for n in range(6)))
    keep(house, "sales", assign_per_day=3, hold_most=4)
    manager, seller = house.viewer(), house.sellers[0]
    assert len(assign_leads(manager, ids[:3], seller.pk, MONDAY)) == 3
    with pytest.raises(Refusal, match="assign_cap"):
        assign_leads(manager, ids[3:4], seller.pk, MONDAY)
    tomorrow = MONDAY + timedelta(days=1)
    with pytest.raises(Refusal, match="member_holding_cap"):
        assign_leads(manager, ids[3:5], seller.pk, tomorrow)
    assert len(assign_leads(manager, ids[3:5], seller.pk, tomorrow, override="fair week")) == 2
    move = Move.objects.of(house.id).filter(lead_id=ids[3]).order_by("-id").first()
    assert move is not None
    assert move.reason == {"code": "assigned", "override": "fair week"}


@pytest.mark.django_db(transaction=True)
def test_each_lead_has_one_winner(house: House) -> None:
    ids = in_the_pool(house)
    people = many_sdrs(house)
    results = at_once(people, lambda viewer: claim_leads(viewer, ids, MONDAY + timedelta(hours=1)))
    won = [lead_id for result in results for lead_id in result.won]
    assert sorted(won) == sorted(ids)
    assert {answer.code for result in results for answer in result.answers} == {"taken"}
    holders = dict(Lead.objects.of(house.id).filter(pk__in=ids).values_list("pk", "owner_id"))
    for viewer, result in zip(people, results, strict=True):
        assert all(holders[lead_id] == viewer.member_id for lead_id in result.won)
        assert dict(result.lost).keys() == set(ids) - set(result.won)
    ledger.drain(house.id)
    assert [finding for finding in audit() if not finding.warning] == []


@pytest.mark.django_db
def test_what_somebody_holds_cannot_be_claimed(house: House) -> None:
    (lead_id,) = house.send({"phone": "13912345678"})
    taken = claim_leads(house.viewer(house.sdrs[1]), [lead_id], MONDAY)
    assert taken.won == ()
    assert taken.lost == ((lead_id, house.sdrs[0].pk),)


@pytest.mark.django_db
def test_strangers_claim_and_assign_nothing(house: House, outsider: Viewer, teammate: Viewer) -> None:
    ids = in_the_pool(house)
    assert claim_leads(outsider, ids, MONDAY).won == ()
    assert assign_leads(outsider, ids, outsider.member_id, MONDAY) == ()
    with pytest.raises(Refusal, match="forbidden"):
        assign_leads(teammate, ids, teammate.member_id, MONDAY)
    with pytest.raises(Refusal, match="no_such_member"):
        assign_leads(house.viewer(), ids, outsider.member_id, MONDAY)


@pytest.mark.django_db
def test_an_assigned_lead_changes_hands_with_a_new_clock(house: House) -> None:
    (lead_id,) = house.send({"phone": "13912345678"})
    later = MONDAY + timedelta(hours=3)
    assert assign_leads(house.viewer(), [lead_id], house.sellers[1].pk, later) == (lead_id,)
    ledger.drain(house.id)
    lead = Lead.objects.of(house.id).get(pk=lead_id)
    assert (lead.pool, lead.owner_id, lead.owner_since) == ("sales", house.sellers[1].pk, later)
    assert [finding for finding in audit() if not finding.warning] == []
