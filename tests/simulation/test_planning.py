"""The made-up company plans its people's time, once however often it is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gleanry.simulation.actions.planning import plan_times
from gleanry.tenants.models import Leave, Shift, WorkPattern
from gleanry.tenants.queries import working_times
from tests.conftest import MONDAY, House

pytestmark = pytest.mark.django_db(transaction=True)


def test_saturdays_go_round_and_somebody_works_abroad(house: House) -> None:
    plan_times(house.id, MONDAY)
    plan_times(house.id, MONDAY)
    shifts = Shift.objects.of(house.id).order_by("day")
    assert [shift.member_id for shift in shifts[:4]] == [house.sdrs[0].pk, house.sdrs[1].pk] * 2
    assert shifts.count() == 8
    assert Leave.objects.of(house.id).count() == 2
    assert WorkPattern.objects.of(house.id).count() == 1
    times = working_times(house.id, [house.sdrs[0].pk, house.sellers[1].pk])
    saturday = MONDAY + timedelta(days=5)
    assert times.of(house.sdrs[0].pk).working_between(saturday, saturday + timedelta(hours=8)) == timedelta(hours=6)
    assert times.of(house.sellers[1].pk).country == "DE"
