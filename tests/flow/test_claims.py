"""Many people claim few leads at once: each lead has one winner, and everybody is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from gleanry.cockpit.queries import audit
from gleanry.flow.followup.actions import return_leads
from gleanry.flow.route.actions import assign_leads, claim_leads
from gleanry.flow.route.shapes import ClaimResult
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.models import Lead
from gleanry.tenants.actions import add_member
from gleanry.tenants.queries import viewer_of
from gleanry.tenants.shapes import Role, Viewer
from tests.conftest import MONDAY, House

LEADS = 20
PEOPLE = 24


def in_the_pool(house: House) -> list[int]:
    """Leads that an SDR gave back to nurture, where every SDR sees them."""
    ids = house.send(*({"phone": f"1391234{n:04d}"} for n in range(LEADS)))
    for sdr in house.sdrs:
        return_leads(house.viewer(sdr), ids, "not_now", MONDAY)
    ledger.drain(house.id)
    return ids


@pytest.mark.django_db(transaction=True)
def test_each_lead_has_one_winner(house: House) -> None:
    ids = in_the_pool(house)
    people = [
        viewer_of(
            add_member(house.id, f"sdr {n}", roles=[Role.SDR], email=f"n{n}@own.example", password="grain-by-grain")
        )
        for n in range(PEOPLE)
    ]
    start = Barrier(PEOPLE)

    def grab(viewer: Viewer) -> ClaimResult:
        start.wait()
        try:
            return claim_leads(viewer, ids, MONDAY + timedelta(hours=1))
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        results = list(pool.map(grab, people))
    won = [lead_id for result in results for lead_id in result.won]
    assert sorted(won) == sorted(ids)
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
