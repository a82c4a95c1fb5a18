"""Money in another currency: summed at the rate stated with it, kept and shown without one."""

from __future__ import annotations

from typing import Any

import pytest

from gleanry.flow.attribute.models import Credit
from gleanry.flow.collect.models import Receipt
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.convert.queries import board, sum_deals
from gleanry.flow.convert.shapes import DealFilters
from gleanry.flow.followup.actions import accept_leads, qualify_leads
from gleanry.kit import clock, ledger, rulebook
from gleanry.leads.models import Lead
from tests.web.conftest import House
from tests.web.test_api import Caller

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deal(house: House) -> Opportunity:
    admin, lead = house.viewer("administrator"), house.leads(pool="sdr")[0]
    qualify_leads(admin, [lead.pk], clock.now())
    accept_leads(admin, [lead.pk], clock.now())
    return Opportunity.objects.of(house.workspace_id).get(lead_id=lead.pk)


def _change(house: House, deal: Opportunity, **form: Any) -> Any:
    return house.client("administrator").post(f"/deals/{deal.pk}/change/", form, follow=True)


def _money(house: House, deal: Opportunity) -> tuple[int, str, str, int]:
    row = Opportunity.objects.of(house.workspace_id).get(pk=deal.pk)
    return row.amount_minor, row.currency, f"{row.rate:f}".rstrip("0").rstrip("."), row.base_minor


def test_a_stated_rate_is_fixed_with_the_amount(house: House, deal: Opportunity) -> None:
    _change(house, deal, do="win", amount="1,000", currency="usd", rate="7.1")
    assert _money(house, deal) == (100_000, "USD", "7.1", 710_000)
    _change(house, deal, do="receipt", amount="500", currency="USD", rate="7.2", received_on="2026-11-18")
    assert Lead.objects.of(house.workspace_id).get(pk=deal.lead_id or 0).paid_minor == 360_000


def test_without_a_rate_the_amount_is_kept_and_stands_in_no_sum(house: House, deal: Opportunity) -> None:
    page = _change(house, deal, do="win", amount="1000", currency="EUR", rate="").content.decode()
    assert _money(house, deal) == (100_000, "EUR", "0", 0)
    assert "No exchange rate to CNY was stated" in page
    assert "€1,000" in page
    (won,) = [column for column in board(house.viewer("administrator")) if column.stage == "won"]
    assert (won.count, won.unrated, won.total.minor) == (1, 1, 0)
    found = sum_deals(house.viewer("administrator"), DealFilters("won", unrated=True))
    assert (found.count, found.unrated) == (1, 1)
    listed = house.client("administrator").get("/deals/list/?rate=none").content.decode()
    assert "1 opportunity" in listed
    assert "1 without a rate, not summed" in house.client("administrator").get("/deals/").content.decode()


def test_a_receipt_without_a_rate_is_accounted_for(house: House, deal: Opportunity) -> None:
    _change(house, deal, do="win", amount="1000", currency="EUR")
    page = _change(house, deal, do="receipt", amount="1000", currency="EUR", received_on="2026-11-18").content.decode()
    ledger.drain(house.workspace_id)
    assert Receipt.objects.of(house.workspace_id).get().base_minor == 0
    assert Credit.objects.of(house.workspace_id).exists()
    assert "no rate" in page
    assert Caller(house).get("/flow")[1]["balanced"] is True


def test_the_workspaces_own_table_is_asked_when_nobody_states_a_rate(house: House, deal: Opportunity) -> None:
    rulebook.publish(house.workspace_id, "rates", {"rates": {"USD": "7.05"}})
    page = house.client("administrator").get(f"/deals/{deal.pk}/").content.decode()
    assert 'data-currency="CNY"' in page
    _change(house, deal, do="win", amount="100", currency="USD")
    assert _money(house, deal) == (10_000, "USD", "7.05", 70_500)


def test_the_own_currency_has_no_rate_but_one(house: House, deal: Opportunity) -> None:
    _change(house, deal, do="win", amount="100", currency="CNY", rate="3")
    assert _money(house, deal) == (10_000, "CNY", "1", 10_000)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"amount": "a lot"}, "Write the amount as 12800"),
        ({"amount": "0"}, "above zero"),
        ({"currency": "XYZ"}, "This currency is not known."),
        ({"rate": "-1"}, "rate"),
    ],
)
def test_what_was_typed_is_kept_when_it_cannot_be_taken(
    house: House, deal: Opportunity, wrong: dict[str, str], said: str
) -> None:
    form = {"do": "win", "amount": "1234.56", "currency": "USD", "rate": "7.1"} | wrong
    answer = _change(house, deal, **form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert all(f'value="{form[name]}"' in page for name in ("amount", "currency", "rate"))
    assert _money(house, deal)[0] == 0


def test_the_api_keeps_an_amount_without_a_rate_too(house: House, deal: Opportunity) -> None:
    body = Caller(house).post(f"/deals/{deal.pk}/win", {"amount": "10", "currency": "JPY"})[1]
    assert (body["amount"]["currency"], body["base"]["minor"]) == ("JPY", 0)
