"""Deadline rules tried on the past say what the rules in force came to, and what others would have."""

from __future__ import annotations

import copy
import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.flow.followup.actions import record_follow_up, return_leads, sweep_deadlines
from gleanry.flow.followup.models import Deadline
from gleanry.flow.followup.queries import rehearse_promises
from gleanry.flow.followup.shapes import FollowUpEntry
from gleanry.flow.route.actions import assign_leads
from gleanry.kit import ledger, rulebook
from tests.conftest import MONDAY, House

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def live(house: House, count: int, seed: int) -> None:
    """Leads of sellers, some called, some given back."""
    dice = random.Random(seed)
    leads = house.send(*({"phone": f"1391{seed:03d}{n:04d}"} for n in range(count)))
    todo = []
    for lead in leads:
        assign_leads(house.viewer(), [lead], dice.choice(house.sellers).pk, MONDAY + HOUR)
        todo += [(MONDAY + dice.randrange(2, 300) * HOUR, "call", lead) for _ in range(dice.randrange(3))]
        if dice.random() < 0.4:
            todo.append((MONDAY + dice.randrange(2, 300) * HOUR, "return", lead))
    gone = set()
    for at, what, lead in sorted(todo):
        sweep_deadlines(at)
        ledger.drain(house.id)
        if lead in gone:
            continue
        if what == "call":
            record_follow_up(house.viewer(), FollowUpEntry(lead, "call", "reached"), at)
        else:
            return_leads(house.viewer(), [lead], "no_need_now", at)
            gone.add(lead)
        ledger.drain(house.id)
    sweep_deadlines(MONDAY + 30 * DAY)


@pytest.mark.parametrize("seed", range(4))
def test_the_rules_in_force_come_to_what_they_came_to(house: House, seed: int) -> None:
    live(house, 12, seed)
    at = MONDAY + 30 * DAY
    sellers = {member.pk for member in house.sellers}
    happened = Counter(
        (row.owner_id, row.kind, row.outcome)
        for row in Deadline.objects.of(house.id).filter(owner_id__in=sellers, kind__in=["first_contact", "unconverted"])
        if row.outcome in ("met", "missed")
    )
    _, (rows,) = rehearse_promises(house.id, [rulebook.current(house.id, "followup").body], at)
    played: Counter[tuple[int, str, str]] = Counter()
    for row in rows:
        if row.owner_id in sellers and row.kind in ("first_contact", "unconverted"):
            played[row.owner_id, row.kind, "met"] += row.met
            played[row.owner_id, row.kind, "missed"] += row.missed
    missed = {key: n for key, n in happened.items() if key[2] == "missed"}
    assert {key: n for key, n in played.items() if key[2] == "missed" and n} == missed


def test_stricter_rules_miss_more(house: House) -> None:
    live(house, 12, 9)
    body = rulebook.current(house.id, "followup").body
    strict = copy.deepcopy(body)
    for row in strict["deadlines"]:
        row["within"] = {"minutes": 1}
        row.pop("remind", None)
    looked, (now, then) = rehearse_promises(house.id, [body, strict], MONDAY + 30 * DAY)
    assert looked == 24  # twelve SDRs' and twelve sellers'
    assert sum(row.missed for row in then) > sum(row.missed for row in now) > 0
    assert sum(row.met for row in then) == 0


def test_it_costs_the_same_statements_and_looks_no_further_than_it_may(house: House) -> None:
    def cost(limit: int) -> tuple[int, int]:
        body = rulebook.current(house.id, "followup").body
        with CaptureQueriesContext(connection) as captured:
            looked, _ = rehearse_promises(house.id, [body, body], MONDAY + 30 * DAY, limit=limit)
        return len(captured), looked

    live(house, 10, 3)
    (few, two), (many, all_of_them) = cost(2), cost(1000)
    assert few == many <= 12
    assert (two, all_of_them) == (2, 20)
    assert rehearse_promises(house.id, [], MONDAY + 400 * DAY) == (0, [])
