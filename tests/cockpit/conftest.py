"""Deals as a forecast finds them: written straight into the table, the ways there are tested elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gleanry.flow.convert.models import Opportunity, StageChange
from gleanry.kit import rulebook
from gleanry.wiring.playbooks import read_playbook
from tests.conftest import House

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
"""Monday, ten in the morning in Shanghai."""
Deal = Callable[..., Opportunity]


def make_deal(house: House, **more: Any) -> Opportunity:
    """An open deal in CNY, expected this month, unless told otherwise; `way` are (days ago, stage)."""
    way = more.pop("way", ())
    minor = more.pop("minor", 100_000)
    known: dict[str, Any] = {
        "workspace_id": house.id,
        "name": "Deal",
        "stage": "discovery",
        "currency": "CNY",
        "amount_minor": minor,
        "base_minor": minor,
        "owner_id": house.sellers[0].pk,
        "opened_at": NOW - timedelta(days=60),
        "stage_since": NOW - timedelta(days=5),
        "expected_close": date(2026, 3, 25),
    }
    deal = Opportunity.objects.create(**{**known, **more})
    before = ""
    for days, stage in way:
        StageChange.objects.create(
            workspace_id=house.id,
            opportunity_id=deal.pk,
            from_stage=before,
            stage=stage,
            at=NOW - timedelta(days=days),
        )
        before = stage
    return deal


@pytest.fixture
def deal(house: House) -> Deal:
    rulebook.publish(house.id, "convert", read_playbook("tob-leads")["rules"]["convert"])

    def made(**more: Any) -> Opportunity:
        return make_deal(house, **more)

    return made
