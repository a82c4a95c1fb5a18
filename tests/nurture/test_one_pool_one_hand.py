"""Random days: whatever people and rules do, a lead is in one pool and one hand, and no cap is passed."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest

from gleanry.cockpit.queries import audit
from gleanry.flow.followup.actions import accept_leads, invalidate_leads, qualify_leads, return_leads
from gleanry.flow.nurture.actions import mark, put_by, recycle_leads
from gleanry.flow.nurture.actions.recycle import recycle_breached
from gleanry.flow.route.actions import assign_leads, claim_best, claim_leads
from gleanry.flow.route.queries import taken_on
from gleanry.kit import ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.leads.models import Claimed, Lead, Move
from gleanry.leads.shapes import Pool
from gleanry.tenants.shapes import Viewer
from tests.conftest import MONDAY, House

HOUR = timedelta(hours=1)
CLAIM, HOLD, ASSIGN = 4, 9, 5
OWN = {"code": "hot", "kind": "active_sea", "en": "Hot", "members": ["role:seller"], "claim_per_day": CLAIM}

MEANT = {"forbidden", "assign_cap", "claim_first", "member_holding_cap"}


class Missed:
    def __init__(self, lead_ids: list[int], then: str) -> None:
        self.lead_ids, self.thens = tuple(lead_ids), (then,) * len(lead_ids)


class Days:
    """A workspace with tight caps, and random things that happen in it."""

    def __init__(self, house: House, seed: int) -> None:
        self.house, self.dice, self.at = house, random.Random(seed), MONDAY
        body = rulebook.current(house.id, "pools").body
        rows = [
            row
            | {"claim_per_day": CLAIM}
            | ({"hold_most": HOLD, "assign_per_day": ASSIGN} if row["code"] == "sales" else {})
            for row in body["pools"]
        ]
        hot = {"code": "to_hot", "pools": ["general_sea"], "waits": "rested", "count": 2, "to": "hot"}
        body = body | {"pools": [*rows, OWN], "recycle": [*body["recycle"], hot]}
        rulebook.publish(house.id, "pools", body)
        self.ids = house.send(*({"phone": f"1391234{n:04d}"} for n in range(30)))
        self.people = [house.viewer(m) for m in (*house.sdrs, *house.sellers, house.director, house.insider)]
        self.claimed: Counter[tuple[int, object, str]] = Counter()

    def step(self) -> None:
        viewer, some = self.dice.choice(self.people), self.dice.sample(self.ids, self.dice.randint(1, 6))
        act = self.dice.choice((self.claim, self.best, self.assign, self.give_back, self.decide, self.sort, self.time))
        try:
            act(viewer, some)
        except Refusal as refusal:
            assert refusal.code in MEANT  # noqa: PT017  # each is meant
        ledger.drain(self.house.id)

    def claim(self, viewer: Viewer, some: list[int]) -> None:
        self._won(viewer, claim_leads(viewer, some, self.at).won)

    def best(self, viewer: Viewer, some: list[int]) -> None:
        pool = self.dice.choice(("sdr", "sales", "nurture", "active_sea", "general_sea", "region", "hot"))
        self._won(viewer, claim_best(viewer, pool, len(some), self.at).won)

    def _won(self, viewer: Viewer, won: tuple[int, ...]) -> None:
        day = (self.at + 8 * HOUR).date()
        for lead_id in won:
            move = Move.objects.of(self.house.id).filter(lead_id=lead_id).order_by("-id").first()
            assert move is not None
            self.claimed[viewer.member_id, day, move.reason["from"]] += 1
        if won:
            held = Lead.objects.of(self.house.id).filter(owner_id=viewer.member_id, pool__in=("sdr", "sales"))
            sales = any(Lead.objects.of(self.house.id).get(pk=i).pool == "sales" for i in won)
            assert not sales or held.count() <= HOLD

    def assign(self, viewer: Viewer, some: list[int]) -> None:
        to = self.dice.choice(self.people)
        moved = assign_leads(viewer, some, to.member_id, self.at)
        if moved and "sdr" not in to.roles:
            assert (
                taken_on(self.house.id, [to.member_id], (self.at + 8 * HOUR).date())[to.member_id, "assigned"] <= ASSIGN
            )

    def give_back(self, viewer: Viewer, some: list[int]) -> None:
        return_leads(viewer, some, "not_now", self.at)

    def decide(self, viewer: Viewer, some: list[int]) -> None:
        self.dice.choice((qualify_leads, accept_leads, self._invalidate))(viewer, some[:1], self.at)

    def _invalidate(self, viewer: Viewer, some: list[int], at: object) -> None:
        invalidate_leads(viewer, some, "junk", self.at)

    def sort(self, viewer: Viewer, some: list[int]) -> None:
        mark(viewer, some, self.dice.choice(("FABM", "KP")), self.at)
        put_by(viewer, some, self.at)

    def time(self, viewer: Viewer, some: list[int]) -> None:
        self.at += self.dice.choice((HOUR, 30 * HOUR, 24 * 12 * HOUR, 24 * 100 * HOUR))
        recycle_breached(self.house.id, Missed(some, self.dice.choice(("next_person", "nurture", "region"))), self.at)
        recycle_leads(self.house.id, self.at)
        assert recycle_leads(self.house.id, self.at) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_each_lead_is_in_one_pool_and_one_hand_and_no_cap_is_passed(house: House, seed: int) -> None:
    days = Days(house, seed)
    for _ in range(50):
        days.step()
    rows = list(Lead.objects.of(house.id).values_list("pk", "pool", "owner_id", "own_pool"))
    assert {row[0] for row in rows} == set(days.ids)
    resting = {Pool.NURTURE, Pool.ACTIVE_SEA, Pool.GENERAL_SEA, Pool.REGION, Pool.INVALID}
    assert not [row for row in rows if row[1] in resting and row[2] is not None]
    assert not [row for row in rows if row[3] and row[1] != "active_sea"]
    assert max(days.claimed.values(), default=0) <= CLAIM
    kept = Claimed.objects.of(house.id).values_list("member_id", "day", "pool", "count")
    assert {(member, day, pool): count for member, day, pool, count in kept} == dict(days.claimed)
    assert [finding for finding in audit() if not finding.warning] == []
