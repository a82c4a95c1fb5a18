"""Leave on the database: passed over while away, and made up afterwards where the rule says so."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from gleanry.cockpit.queries import audit
from gleanry.flow.route.models import Rotation
from gleanry.flow.route.queries import assignments_of
from gleanry.flow.route.rules import PARTS
from gleanry.tenants.actions import take_leave
from gleanry.tenants.shapes import LeaveKind, NewLeave
from tests.conftest import MONDAY, House
from tests.route.conftest import by_rules, leads, owners

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def on_leave(house: House) -> None:
    """The first SDR is away for the week."""
    start = MONDAY - timedelta(hours=10)
    leave = NewLeave(house.sdrs[0].pk, LeaveKind.ANNUAL, start, start + timedelta(days=5))
    take_leave(house.viewer(), [leave], MONDAY - WEEK)


def test_who_is_on_leave_is_passed_over_and_it_is_said(house: House) -> None:
    on_leave(house)
    ids = leads(house, 6)
    assert set(owners(house, ids)) == {house.sdrs[1].pk}
    assert dict(assignments_of(house.id, ids[0])[0].passed) == {house.sdrs[0].pk: "leave"}
    back = leads(house, 6, start=50, at=MONDAY + WEEK)
    assert Counter(owners(house, back)) == {m.pk: 3 for m in house.sdrs}


def test_leave_is_made_up_where_the_rule_says_so(house: House) -> None:
    on_leave(house)
    by_rules(house, {"code": "all", "role": "sdr", "make_up": True, "make_up_most": 4})
    leads(house, 20)
    standings = {row[0]: row for row in Rotation.objects.of(house.id).get(key="all").standings}
    assert standings[house.sdrs[0].pk][3] == 4 * PARTS
    back = Counter(owners(house, leads(house, 24, start=100, at=MONDAY + WEEK)))
    later = Counter(owners(house, leads(house, 12, start=200, at=MONDAY + WEEK)))
    assert back[house.sdrs[0].pk] == 14
    assert later[house.sdrs[0].pk] == 6
    assert [finding for finding in audit() if not finding.warning] == []
