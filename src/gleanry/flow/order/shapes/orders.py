"""Orders, deliveries and complaints, as others hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from gleanry.flow.order.shapes.papers import TermStep
from gleanry.values.money import Money


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order. `amount` includes tax, in its own currency; `base` in the workspace's at `rate` (0: none was known).

    `state` is held, open, delivered, closed or cancelled; `priority` high or normal.
    """

    id: int
    number: str
    opportunity_id: int | None
    account_id: int | None
    person_id: int | None
    owner_id: int | None
    lead_id: int | None
    currency: str
    amount: Money
    base: Money
    rate: Decimal
    ordered_at: datetime
    state: str
    quote_id: int | None = None
    contract_id: int | None = None
    title: str = ""
    net: Money | None = None
    tax: Money | None = None
    terms: tuple[TermStep, ...] = ()
    priority: str = "normal"
    raised_by: tuple[str, ...] = ()
    held_for: tuple[str, ...] = ()
    paused: bool = False
    intent: str = ""
    specification: str = ""
    urgent: bool = False
    key_project: bool = False

    @property
    def is_unrated(self) -> bool:
        """Whether it stands in no sum because no rate was known on its day."""
        return bool(self.amount.minor) and not self.base.minor and self.amount.currency != self.base.currency


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """Goods that went out, or came back; worth `amount` by the order's lines, tax included."""

    id: int
    order_id: int
    number: str
    is_return: bool
    delivered_on: date
    amount: Money
    base: Money
    note: str
    by: int | None
    quantities: dict[int, Decimal]


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """What a customer complains of. Not resolved, it holds shipments back."""

    id: int
    order_id: int | None
    account_id: int | None
    text: str
    opened_at: datetime
    opened_by: int | None
    resolved_at: datetime | None
    resolution: str


@dataclass(frozen=True, slots=True)
class OrderFilters:
    """What a list of orders is narrowed by; empty means not narrowed."""

    state: str = ""
    opportunity_id: int | None = None
    account_id: int | None = None
    high: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True)
class OrderSum:
    """What a list of orders comes to. `unrated` orders are counted, their amounts are not in `total`."""

    count: int
    total: Money
    unrated: int
