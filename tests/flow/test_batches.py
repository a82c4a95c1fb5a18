"""Batch first: a thousand leads cost as many statements as ten, and give what ten give one by one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.flow.capture.actions import submit
from gleanry.kit import ledger
from gleanry.leads.models import Lead
from tests.conftest import MONDAY, House, build_house


def records(count: int) -> list[dict[str, Any]]:
    """Every third company again, every seventh person again, all grades."""
    return [
        {
            "person_name": f"P{n}",
            "phone": f"138{n - n % 7:08d}",
            "company": f"第{n // 3}精密机械有限公司",
            "source": f"S{n % 5}",
            "industry": "制造" if n % 2 else "",
            "company_size": str(n),
        }
        for n in range(count)
    ]


def statements(house: House, count: int) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        submit(house.id, records(count), at=MONDAY)
        ledger.drain(house.id)
    return len(caught)


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_rows(house: House) -> None:
    small, large = statements(house, 100), statements(build_house("large"), 1000)
    assert large <= small, f"{small} statements for 100 leads, {large} for 1,000"


@pytest.mark.django_db
def test_one_by_one_and_all_at_once_are_the_same(house: House) -> None:
    whole = house
    single = build_house("single")
    rows = records(60)
    whole.send(*rows)
    for row in rows:
        single.send(row)

    def view(house: House) -> list[tuple[Any, ...]]:
        first = Lead.objects.of(house.id).order_by("id").values_list("id", flat=True)[0]
        names = {None: None} | {m.pk: m.name for m in (*house.sdrs, *house.sellers)}
        found = Lead.objects.of(house.id).order_by("id")
        return [
            (lead.pool, names[lead.owner_id], lead.grade, lead.source_lead_id and lead.source_lead_id - first)
            for lead in found
        ]

    assert view(whole) == view(single)
