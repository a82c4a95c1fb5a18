"""Leads that nothing happens to leave by the rules: once, with their reason, whatever clock and scheduler do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.queries import audit
from gleanry.flow.followup.actions import qualify_leads, record_follow_up
from gleanry.flow.followup.models import Deadline
from gleanry.flow.followup.shapes import FollowUpEntry
from gleanry.flow.nurture.actions import recycle_leads
from gleanry.flow.nurture.actions.recycle import recycle_breached
from gleanry.flow.nurture.queries import enrolments_of, would_recycle
from gleanry.flow.route.actions import assign_leads, claim_leads
from gleanry.kit import ledger, rulebook
from gleanry.kit.models import Fact
from gleanry.leads.models import Lead, Move
from gleanry.leads.queries import list_moves
from tests.conftest import MONDAY, House

DAY = timedelta(days=1)
SEVEN = MONDAY + 9 * DAY
"""Seven working days after a Monday: the Wednesday of the week after."""


def mqls(house: House, count: int, start: int = 0) -> list[int]:
    """MQLs in the hands of sellers since Monday."""
    ids = house.send(*({"phone": f"1391234{n:04d}"} for n in range(start, start + count)))
    qualify_leads(house.viewer(), ids, MONDAY)
    ledger.drain(house.id)
    assert set(Lead.objects.of(house.id).filter(pk__in=ids).values_list("pool", flat=True)) == {"sales"}
    return ids


def rules(house: House, *recycle: dict[str, Any]) -> None:
    body = rulebook.current(house.id, "pools").body
    rulebook.publish(house.id, "pools", body | {"recycle": list(recycle)})


PLAIN: dict[str, Any] = {"code": "silent", "pools": ["sales"], "waits": "conversion", "count": 7, "to": "nurture"}


@pytest.mark.django_db
def test_a_seller_has_seven_working_days(house: House) -> None:
    (lead_id,) = mqls(house, 1)
    assert recycle_leads(house.id, SEVEN - timedelta(minutes=1)) == 0
    assert recycle_leads(house.id, SEVEN) == 1
    ledger.drain(house.id)
    lead = Lead.objects.of(house.id).get(pk=lead_id)
    assert (lead.pool, lead.owner_id, lead.state) == ("nurture", None, "unassigned")
    move = list_moves(house.id, lead_id)[-1]
    assert move.reason | {"rules": 0} == {
        "code": "recycled",
        "rule": "seller_7_days",
        "waits": "conversion",
        "rules": 0,
        "version": 1,
        "since": MONDAY.isoformat(),
        "due": SEVEN.isoformat(),
        "days": 7.0,
        "to": "nurture",
    }
    assert [stay.reason for stay in enrolments_of(house.id, lead_id)] == ["recycled_seller_7_days"]
    assert not Deadline.objects.of(house.id).filter(lead_id=lead_id, outcome="").exists()
    assert [finding for finding in audit() if not finding.warning] == []


@pytest.mark.django_db
def test_contacts_give_more_time_up_to_the_maximum(house: House) -> None:
    (lead_id,) = mqls(house, 1)
    seller = house.viewer()
    for day in (8, 11, 15, 17, 21, 23, 25):
        record_follow_up(seller, FollowUpEntry(lead_id, "call", "reached"), MONDAY + day * DAY)
    most = datetime(2026, 3, 30, 2, 0, tzinfo=UTC)
    assert recycle_leads(house.id, most - timedelta(minutes=1)) == 0
    assert recycle_leads(house.id, most) == 1


@pytest.mark.django_db
def test_a_transfer_does_not_pass_the_maximum(house: House) -> None:
    (lead_id,) = mqls(house, 1)
    rules(house, PLAIN | {"most": 10})
    director = house.viewer()
    for day in (4, 7, 11):  # from hand to hand, over an SDR too
        for member in (house.sdrs[0], house.sellers[0], house.sellers[1]):
            assign_leads(director, [lead_id], member.pk, MONDAY + day * DAY)
    ten = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
    assert recycle_leads(house.id, ten - timedelta(minutes=1)) == 0
    assert recycle_leads(house.id, ten) == 1


@pytest.mark.django_db
def test_a_clock_set_back_and_late_runs_move_nothing_twice(house: House) -> None:
    ids = mqls(house, 3)
    late = SEVEN + 3 * DAY
    assert recycle_leads(house.id, late) == 3
    for at in (late, MONDAY - DAY, late - DAY, late + timedelta(minutes=15)):
        assert recycle_leads(house.id, at) == 0
    recycled = Move.objects.of(house.id).filter(lead_id__in=ids, reason__code="recycled")
    assert recycled.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_move_each_lead_once(house: House) -> None:
    ids = mqls(house, 40)
    start = Barrier(4)

    def run(_: int) -> int:
        start.wait()
        try:
            return recycle_leads(house.id, SEVEN, page=7)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(run, range(4))) == len(ids)
    ledger.drain(house.id)
    assert Move.objects.of(house.id).filter(lead_id__in=ids, reason__code="recycled").count() == len(ids)
    assert [finding for finding in audit() if not finding.warning] == []


@pytest.mark.django_db
def test_a_rule_switched_off_moves_nothing_and_erases_nothing(house: House) -> None:
    (lead_id,) = mqls(house, 1)
    recycle_leads(house.id, SEVEN)
    rules(house, PLAIN | {"on": False})
    mqls(house, 1, start=1)
    assert recycle_leads(house.id, SEVEN + 30 * DAY) == 0
    assert [move.reason.get("rule") for move in list_moves(house.id, lead_id)][-1] == "seller_7_days"


@pytest.mark.django_db
def test_a_page_costs_the_same_for_one_lead_and_for_many(house: House) -> None:
    def asked(count: int, start: int) -> int:
        mqls(house, count, start)
        with CaptureQueriesContext(connection) as found:
            assert recycle_leads(house.id, SEVEN) == count
        return len(found)

    rules(house, PLAIN)
    assert asked(1, 0) == asked(30, 1)


@pytest.mark.django_db
def test_the_dry_run_says_what_the_run_then_does(house: House) -> None:
    ids = mqls(house, 5)
    body = rulebook.current(house.id, "pools").body
    forecast = would_recycle(house.id, body, SEVEN)
    assert forecast.whole
    assert sorted(one.lead_id for one in forecast.leaving) == sorted(ids)
    assert {(one.rule, one.to, one.at) for one in forecast.leaving} == {("seller_7_days", "nurture", SEVEN)}
    assert would_recycle(house.id, body | {"recycle": [PLAIN | {"count": 20}]}, SEVEN).leaving == ()
    assert recycle_leads(house.id, SEVEN) == len(ids)


@pytest.mark.django_db
def test_the_circulation_of_the_playbook(house: House) -> None:
    """P2, P3, P4: seller, nurture, another seller, active sea, general sea."""
    (lead_id,) = mqls(house, 1)

    def place() -> tuple[str, int | None]:
        ledger.drain(house.id)
        lead = Lead.objects.of(house.id).get(pk=lead_id)
        return lead.pool, lead.owner_id

    first = place()[1]
    recycle_leads(house.id, SEVEN)
    assert place() == ("nurture", None)
    quarter = datetime(2026, 6, 11, 2, 0, tzinfo=UTC)
    assert recycle_leads(house.id, quarter - DAY * 2) == 0
    assert recycle_leads(house.id, quarter) == 1
    pool, second = place()
    assert pool == "sales"
    if second is None:  # nobody else was found by the rules: a colleague takes it
        other = next(seller for seller in house.sellers if seller.pk != first)
        claim_leads(house.viewer(other), [lead_id], quarter)
        second = place()[1]
    assert second not in (None, first)
    assert recycle_leads(house.id, quarter + 30 * DAY) == 1
    assert place() == ("active_sea", None)
    assert recycle_leads(house.id, quarter + 180 * DAY) == 0
    assert recycle_leads(house.id, quarter + 220 * DAY) == 1
    assert place() == ("general_sea", None)
    told = [m.reason["rule"] for m in list_moves(house.id, lead_id) if m.reason["code"] == "recycled"]
    assert told == ["seller_7_days", "second_seller", "seller_dropped_again", "half_a_year"]
    assert [finding for finding in audit() if not finding.warning] == []


class Missed:
    """What the sweep of deadlines announces."""

    def __init__(self, lead_ids: list[int], thens: list[str]) -> None:
        self.lead_ids, self.thens = tuple(lead_ids), tuple(thens)


@pytest.mark.django_db
def test_a_missed_deadline_says_where_its_lead_goes(house: House) -> None:
    ids = mqls(house, 4)
    later = MONDAY + DAY
    assign_leads(house.viewer(), ids[3:], house.sellers[0].pk, later + DAY)
    recycle_breached(house.id, Missed(ids, ["", "nurture", "next_person", "nurture"]), later)
    rows = dict(Lead.objects.of(house.id).values_list("pk", "pool"))
    owners = dict(Lead.objects.of(house.id).values_list("pk", "owner_id"))
    assert [rows[i] for i in ids] == ["sales", "nurture", "sales", "sales"]
    assert [owners[i] is None for i in ids] == [False, True, True, False]
    fact = Fact.objects.of(house.id).filter(kind__endswith="Recycled").get()
    assert fact.payload == {"lead_ids": ids[1:3], "pools": ["nurture", "next_person"]}
