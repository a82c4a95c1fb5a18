"""People, companies and leads to be merged."""

from __future__ import annotations

from typing import Any

import pytest

from gleanry.cockpit.queries import audit
from gleanry.leads.models import Lead
from tests.conftest import House


def laws_hold() -> bool:
    found = [finding for finding in audit() if not finding.warning]
    assert found == []
    return True


def person_of(house: House, lead_id: int) -> int:
    person_id = Lead.objects.of(house.id).get(pk=lead_id).person_id
    assert person_id is not None
    return int(person_id)


def account_of(house: House, lead_id: int) -> int:
    account_id = Lead.objects.of(house.id).get(pk=lead_id).account_id
    assert account_id is not None
    return int(account_id)


def record(n: int, **more: Any) -> dict[str, Any]:
    return {"person_name": f"Person {n}", "phone": f"1391234{n:04d}", "company": f"第{n}精密机械有限公司", **more}


@pytest.fixture
def two(house: House) -> tuple[int, int]:
    """Two leads of two people of two companies, each held by another SDR."""
    first, second = house.send(record(1), record(2))
    return first, second
