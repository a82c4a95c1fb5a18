"""Counting pools part by part gives what the scope itself would give, for every kind of viewer."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from gleanry.leads.models import Lead
from gleanry.leads.queries import count_pools, visible
from gleanry.leads.shapes import Pool, State
from gleanry.tenants.shapes import Viewer
from tests.conftest import MONDAY, House


def _fill(workspace_id: int, seed: int) -> None:
    dice = random.Random(seed)
    Lead.objects.bulk_create(
        Lead(
            workspace_id=workspace_id,
            submission_id=n,
            pool=dice.choice(list(Pool)),
            owner_id=dice.choice([None, None, 1, 2, 3]),
            region_id=dice.choice([None, 7, 8]),
            state=State.PENDING,
            received_at=MONDAY,
            first_contact_at=MONDAY,
        )
        for n in range(300)
    )


VIEWERS: list[dict[str, Any]] = [
    {"owner_ids": None, "pools": None},
    {"owner_ids": None, "pools": ("sdr", "nurture")},
    {"owner_ids": (), "pools": ()},
    {"owner_ids": (1,), "pools": ("sdr", "nurture")},
    {"owner_ids": (1, 2), "pools": None},
    {"owner_ids": (1, 2), "pools": ("sales",), "region_ids": (7,)},
    {"owner_ids": (99,), "pools": ("general_sea",), "region_ids": (7, 8)},
]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("reach", VIEWERS)
def test_the_counts_are_those_of_the_scope(house: House, reach: dict[str, Any], seed: int) -> None:
    _fill(house.id, seed)
    viewer: Viewer = replace(house.viewer(), **{"region_ids": (), **reach})
    expected = dict(visible(viewer).values_list("pool").annotate(n=Count("pk")).order_by())
    with CaptureQueriesContext(connection) as asked:
        assert count_pools(viewer) == expected
    assert len(asked) <= 1 + len(viewer.pools or [""])
