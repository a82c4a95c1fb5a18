"""Money in a currency nobody fixed a rate for: kept and shown, never summed, and still accounted for."""

from __future__ import annotations

import pytest

from gleanry.cockpit.queries import audit, flow_report
from gleanry.flow.attribute.queries import credits_of_deal
from gleanry.flow.convert.queries import deals_of_lead
from gleanry.leads.queries import get_lead
from gleanry.values.money import Money
from tests.conftest import House


@pytest.mark.django_db
def test_a_receipt_without_a_rate_is_credited_with_nothing_and_the_account_holds(house: House) -> None:
    (lead_id,) = house.send({"phone": "138 0013 8000", "external_id": "L-1", "source": "SEM"})
    deal = {
        "lead_external_id": "L-1",
        "external_id": "D-1",
        "amount": "5000",
        "currency": "USD",
        "won_at": "2026-03-20",
    }
    house.send({**deal, "paid_amount": "5000", "paid_at": "2026-03-21"}, kind="deals")

    (card,) = deals_of_lead(house.viewer(), lead_id)
    assert (card.amount, card.base) == (Money(500_000, "USD"), Money(0, "CNY"))
    assert {(row.model, row.amount.minor) for row in credits_of_deal(house.id, card.id)} == {
        ("first", 0),
        ("last", 0),
        ("linear", 0),
    }
    assert get_lead(house.viewer(), lead_id).won_minor == 0
    assert flow_report(house.id).balanced
    assert [finding for finding in audit() if not finding.warning] == []
