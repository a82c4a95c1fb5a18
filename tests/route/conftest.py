"""A workspace whose routing rules a test writes itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from gleanry.flow.route.actions import presence
from gleanry.kit import rulebook
from gleanry.leads.models import Lead
from tests.conftest import MONDAY, House


@dataclass(frozen=True)
class Limits:
    """Caps of every pool, as the pool book gives them."""

    assign_per_day: int | None = None
    hold_most: int | None = None


def by_rules(house: House, *rules: Mapping[str, Any], **book: Any) -> None:
    """Put these routing rules in force."""
    body = {"rules": [{"pool": "sdr", **rule} for rule in rules], "fallback": {"pool": "general_sea"}, **book}
    rulebook.publish(house.id, "route", body, at=MONDAY)


def leads(house: House, count: int, *, at: datetime = MONDAY, start: int = 0, **fields: Any) -> list[int]:
    return house.send(*({"phone": f"139{start + n:08d}", **fields} for n in range(count)), at=at)


def owners(house: House, ids: list[int]) -> list[int | None]:
    found = dict(Lead.objects.of(house.id).filter(pk__in=ids).values_list("pk", "owner_id"))
    return [found[lead_id] for lead_id in ids]


@pytest.fixture
def capped(monkeypatch: pytest.MonkeyPatch) -> Callable[[Limits], None]:
    """Set the caps of all pools."""

    def cap(limits: Limits) -> None:
        monkeypatch.setattr(presence, "caps_of", lambda workspace_id, people: (True, True, lambda pool, member: limits))

    return cap
