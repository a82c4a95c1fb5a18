"""A workspace with a product, its prices and a deal to sell it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest

from gleanry.flow.convert.models import Opportunity
from gleanry.flow.order.actions import BookDraft, ProductDraft, save_book, save_product, set_steps
from gleanry.flow.order.shapes import DraftLine, QuoteDraft, Step
from gleanry.people.models import Account
from gleanry.tenants.shapes import Viewer
from tests.conftest import MONDAY, House

DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Shop:
    house: House
    pump: int
    book: int
    account: int
    deal: int

    @property
    def seller(self) -> Viewer:
        return self.house.viewer(self.house.sellers[0])

    @property
    def other(self) -> Viewer:
        return self.house.viewer(self.house.sellers[1])

    @property
    def director(self) -> Viewer:
        return self.house.viewer(self.house.director)

    def quote(self, quantity: str = "10", *, discount: str = "0", tax: str = "13", **more: object) -> QuoteDraft:
        line = DraftLine(Decimal(quantity), self.pump, discount=Decimal(discount), tax=Decimal(tax))
        return QuoteDraft("CNY", (line,), DAY, **more)  # type: ignore[arg-type]  # the fields of a quote


def open_deal(house: House, account: int | None, at: datetime = MONDAY) -> int:
    return Opportunity.objects.create(
        workspace_id=house.id,
        account_id=account,
        owner_id=house.sellers[0].pk,
        name="Pumps",
        stage="discovery",
        currency="CNY",
        opened_at=at,
    ).pk


@pytest.fixture
def shop(house: House) -> Shop:
    boss = house.viewer(house.director)
    pump = save_product(boss, ProductDraft("P-100", "离心泵", "Centrifugal pump", "pumps", "台"), MONDAY)
    book = save_book(boss, BookDraft("2026", "CNY", date(2026, 1, 1), date(2026, 12, 31)), MONDAY)
    set_steps(boss, book, pump, [Step(Decimal(1), Decimal(100)), Step(Decimal(10), Decimal("90"))])
    account = Account.objects.create(workspace_id=house.id, name="Acme Pumps", key="acme pumps", made_at=MONDAY).pk
    return Shop(house, pump, book, account, open_deal(house, account))
