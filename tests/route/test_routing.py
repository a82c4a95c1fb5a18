"""Leads through routing on the database: caps, hours, the second round, coming back, people who go, and replay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.queries import audit
from gleanry.flow.capture.actions import submit
from gleanry.flow.followup.actions import return_leads
from gleanry.flow.nurture.models import Enrolment, PlanStay
from gleanry.flow.route.actions import move_from_gone, route_again, second_round
from gleanry.flow.route.models import Assignment, Rotation, Stretch, Waiting
from gleanry.flow.route.queries import assignments_of, latest_turns, taken_on
from gleanry.kit import ledger, rulebook
from gleanry.leads.facts import Moved
from gleanry.leads.models import Lead
from gleanry.leads.shapes import Pool
from gleanry.tenants.actions import add_member
from gleanry.tenants.models import Member, User
from gleanry.tenants.shapes import Role
from tests.conftest import MONDAY, House, build_house
from tests.route.conftest import Limits, by_rules, leads, owners

pytestmark = pytest.mark.django_db
NIGHT = MONDAY + timedelta(hours=12)
"""Ten in the evening."""
DAY = timedelta(days=1)


def of_leads(ids: list[int]) -> Moved:
    return Moved(tuple(ids), (), (), (), ())


def holds() -> None:
    assert [finding for finding in audit() if not finding.warning] == []


def test_a_batch_gives_what_its_leads_one_by_one_give(house: House) -> None:
    other = build_house("second")
    for place in (house, other):
        by_rules(place, {"code": "all", "role": "sdr", "weights": {"sdr-a": 3}})
    leads(house, 23)
    for n in range(23):
        leads(other, 1, start=n)
    names: dict[int | None, str] = {m.pk: m.name for h in (house, other) for m in h.sdrs}
    told = [
        [names[i] for i in Lead.objects.of(h.id).order_by("id").values_list("owner_id", flat=True)]
        for h in (house, other)
    ]
    assert told[0] == told[1]
    assert Counter(told[0]) == {"sdr-a": 18, "sdr-b": 5}
    states = [Rotation.objects.of(h.id).values_list("turns", "steps", "digest").get() for h in (house, other)]
    assert [state[:2] for state in states] == [(23, 23), (23, 23)]
    holds()


def test_statements_do_not_grow_with_the_leads(house: House, capped: Callable[[Limits], None]) -> None:
    capped(Limits(assign_per_day=4))
    rule = {"code": "by_grade", "role": "sdr", "weights_by_grade": {"A": {"sdr-a": 2}}, "when_off": "wait"}
    counts = []
    for place, count in ((house, 40), (build_house("large"), 200)):
        by_rules(place, rule)
        submit(place.id, [{"phone": "13700000000"}], at=MONDAY)  # so that both know rotations and counts
        ledger.drain(place.id)
        with CaptureQueriesContext(connection) as caught:
            submit(place.id, [{"phone": f"139{n:08d}"} for n in range(count)], at=MONDAY)
            ledger.drain(place.id)
        counts.append(len(caught))
    assert counts[1] <= counts[0], counts


def test_caps_are_never_passed_and_what_is_too_much_waits(house: House, capped: Callable[[Limits], None]) -> None:
    capped(Limits(assign_per_day=4))
    by_rules(house, {"code": "all", "role": "sdr"})
    ids = leads(house, 11)
    assert Counter(owners(house, ids)) == {house.sdrs[0].pk: 4, house.sdrs[1].pk: 4, None: 3}
    day = MONDAY.date()
    assert taken_on(house.id, [m.pk for m in house.sdrs], day) == {(m.pk, "auto"): 4 for m in house.sdrs}
    newest = assignments_of(house.id, ids[-1])[0]
    assert newest.reason["code"] == "nobody"
    assert dict(newest.passed) == {m.pk: "day_cap" for m in house.sdrs}
    assert second_round(MONDAY + timedelta(hours=1)) == 0
    assert second_round(MONDAY + DAY) == 3
    ledger.drain(house.id)
    assert owners(house, ids).count(None) == 0
    assert not Waiting.objects.of(house.id).exists()
    holds()


def test_outside_working_hours_the_lead_waits_for_the_morning(house: House) -> None:
    by_rules(house, {"code": "all", "role": "sdr", "when_off": "wait"})
    (lead_id,) = leads(house, 1, at=NIGHT)
    assert owners(house, [lead_id]) == [None]
    waiting = Waiting.objects.of(house.id).get()
    assert (waiting.lead_id, waiting.again_at) == (lead_id, MONDAY.replace(day=3, hour=1))
    decided = Assignment.objects.of(house.id).count()
    assert second_round(NIGHT + timedelta(hours=1)) == 0
    assert second_round(waiting.again_at) == 1
    assert owners(house, [lead_id]) == [house.sdrs[0].pk]
    assert Assignment.objects.of(house.id).count() == decided + 1
    assert second_round(waiting.again_at) == 0
    ledger.drain(house.id)
    holds()


def test_a_rule_may_pass_the_night_on_to_the_next_rule_or_ignore_it(house: House) -> None:
    by_rules(
        house,
        {"code": "day", "role": "sdr", "when_off": "skip"},
        {"code": "night", "role": "sales_director", "when_off": "ignore", "share": "by_hand", "pool": "sales"},
    )
    (by_day,) = leads(house, 1)
    (by_night,) = leads(house, 1, start=5, at=NIGHT)
    assert owners(house, [by_day, by_night]) == [house.sdrs[0].pk, house.director.pk]
    assert assignments_of(house.id, by_night)[0].reason["code"] == "by_hand"
    holds()


def test_a_lead_that_comes_back_changes_hands(house: House) -> None:
    by_rules(house, {"code": "all", "role": "sdr"})
    (lead_id,) = leads(house, 1)
    first, second = (m.pk for m in house.sdrs)
    assert owners(house, [lead_id]) == [first]
    return_leads(house.viewer(house.sdrs[0]), [lead_id], "not_reached", MONDAY)
    ledger.drain(house.id)
    route_again(house.id, of_leads([lead_id]), MONDAY + DAY)
    assert owners(house, [lead_id]) == [second]
    assert dict(assignments_of(house.id, lead_id)[0].passed) == {first: "former"}
    return_leads(house.viewer(house.sdrs[1]), [lead_id], "not_reached", MONDAY + DAY)
    ledger.drain(house.id)
    route_again(house.id, of_leads([lead_id]), MONDAY + 2 * DAY)
    assert owners(house, [lead_id]) == [None]
    assert Waiting.objects.of(house.id).get().strict
    ledger.drain(house.id)
    holds()


def test_who_wakes_goes_to_somebody_else_too(house: House) -> None:
    by_rules(house, {"code": "all", "role": "sdr"})
    (lead_id,) = leads(house, 1)
    return_leads(house.viewer(house.sdrs[0]), [lead_id], "not_now", MONDAY)
    ledger.drain(house.id)
    leads(house, 1, at=MONDAY + 30 * DAY)  # the same phone again
    assert owners(house, [lead_id]) == [house.sdrs[1].pk]
    holds()


def test_leads_of_who_is_gone_are_routed_anew(house: House) -> None:
    by_rules(house, {"code": "all", "role": "sdr"})
    ids = leads(house, 6)
    Member.objects.of(house.id).filter(pk=house.sdrs[0].pk).update(active=False)
    assert move_from_gone(house.id, MONDAY + DAY) == 3
    assert set(owners(house, ids)) == {house.sdrs[1].pk}
    assert move_from_gone(house.id, MONDAY + DAY) == 0
    ledger.drain(house.id)
    holds()


def test_leads_of_who_is_gone_may_go_to_a_pool_instead(house: House) -> None:
    by_rules(house, {"code": "all", "role": "sdr"}, gone="region")
    ids = leads(house, 4)
    User.objects.filter(email="sdr-a@own.example").update(is_active=False)
    assert move_from_gone(house.id, MONDAY + DAY) == 2
    assert Lead.objects.of(house.id).filter(pk__in=ids, pool=Pool.REGION, owner_id=None).count() == 2
    ledger.drain(house.id)
    holds()


def test_every_decision_in_turn_is_given_again_from_what_is_stored(house: House) -> None:
    more = [
        add_member(house.id, f"sdr {n}", roles=[Role.SDR], email=f"n{n}@own.example", password="grain-by-grain")
        for n in range(3)
    ]
    by_rules(house, {"code": "all", "role": "sdr", "weights": {"sdr-a": 2, str(more[0].pk): 5}})
    for n in range(4):
        leads(house, 9, start=100 * n)
    turns = latest_turns(house.id, 500)
    assert len(turns) == 36
    assert all(turn.is_replayed for turn in turns)
    assert Stretch.objects.of(house.id).count() == 1
    Assignment.objects.of(house.id).filter(lead_id=turns[3].lead_id).update(owner_id=house.director.pk)
    assert [turn.lead_id for turn in latest_turns(house.id, 500) if not turn.is_replayed] == [turns[3].lead_id]


def test_a_decision_takes_few_bytes(house: House) -> None:
    by_rules(house, {"code": "all", "role": "sdr"})
    leads(house, 40)
    row: dict[str, Any] = Assignment.objects.of(house.id).values_list("reason", flat=True).latest("id")
    assert set(row) == {"code", "stretch", "step"}
    assert Stretch.objects.of(house.id).count() == 1


def test_the_table_of_grades_may_keep_leads_in_nurture_where_they_enter_the_plan_of_their_cell(house: House) -> None:
    book = dict(rulebook.current(house.id, "score").body)
    book["cells"] = [row | {"route": "nurture", "plan": "newsletter"} for row in book["cells"]]
    rulebook.publish(house.id, "score", book)
    leads(house, 3)
    assert {(lead.pool, lead.owner_id) for lead in Lead.objects.of(house.id)} == {(Pool.NURTURE, None)}
    (decision,) = assignments_of(house.id, Lead.objects.of(house.id).values_list("pk", flat=True)[0])
    assert (decision.rule, decision.reason["code"]) == ("cell", "left")
    stays = PlanStay.objects.of(house.id).values_list("plan", "reason")
    assert {(plan, reason.partition(":")[0]) for plan, reason in stays} == {("newsletter", "grade")}
    assert Enrolment.objects.of(house.id).filter(ended_at=None).count() == 3
    holds()


def test_a_cell_asks_only_the_rules_of_its_pool_and_a_named_owner_comes_before(house: House) -> None:
    book = dict(rulebook.current(house.id, "score").body)
    book["cells"] = [row | {"route": "sales"} for row in book["cells"]]
    rulebook.publish(house.id, "score", book)
    sdr, seller = (
        {"code": "s", "when": {"qualified": False}, "role": "sdr"},
        {"code": "v", "role": "seller", "pool": "sales"},
    )
    by_rules(house, {"code": "n", "named": True, "pool": "sales"}, sdr, seller)
    assert set(owners(house, leads(house, 2))) == {member.pk for member in house.sellers}
    assert owners(house, leads(house, 1, start=5, owner="sdr-a")) == [house.sdrs[0].pk]
