"""Papers as others hold them: quotes, proforma invoices, contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from gleanry.values.money import Money


@dataclass(frozen=True, slots=True)
class TermStep:
    """A part of the price that falls due: `percent` of it, `days` after `when`.

    `when` is order, before_shipment, shipment, delivery or acceptance. The percents of all steps come to 100.
    """

    percent: Decimal
    when: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A version of a quote (`kind` quote) or proforma invoice (pi). `amount` includes tax; `base` is 0 without a rate.

    `approval` is empty, asked, approved or refused; `needs` whose approval the discounts ask for.
    """

    id: int
    number: str
    version: int
    kind: str
    is_latest: bool
    opportunity_id: int | None
    account_id: int | None
    person_id: int | None
    owner_id: int | None
    lead_id: int | None
    title: str
    currency: str
    amount: Money
    net: Money
    tax: Money
    base: Money
    rate: Decimal
    quoted_on: date
    valid_until: date
    incoterm: str
    terms: tuple[TermStep, ...]
    note: str
    state: str
    approval: str
    needs: str
    revision: int
    made_by: int | None
    made_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of a quote or an order. `price` is of one unit, in major units; discount and tax are per cent."""

    id: int
    position: int
    product_id: int | None
    text: str
    unit: str
    quantity: Decimal
    price: Decimal
    list_price: Decimal | None
    discount: Decimal
    tax: Decimal
    net: Money
    tax_amount: Money

    @property
    def total(self) -> Money:
        """What the line comes to, tax included."""
        return self.net + self.tax_amount


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract. `kind` is contract, po or framework; `state` draft, approved, signed or ended."""

    id: int
    kind: str
    number: str
    title: str
    opportunity_id: int | None
    account_id: int | None
    person_id: int | None
    owner_id: int | None
    lead_id: int | None
    quote_id: int | None
    amount: Money
    base: Money
    rate: Decimal
    starts_on: date
    ends_on: date | None
    state: str
    signed_on: str
    signed_by: str
    reference: str
    made_by: int | None


@dataclass(frozen=True, slots=True)
class Document:
    """What a number names. `kind` is order, quote, pi or contract; of a quote the latest version."""

    kind: str
    id: int
    number: str
    opportunity_id: int | None
    account_id: int | None
    amount: Money
    base: Money


@dataclass(frozen=True, slots=True)
class PaperStep:
    """A step in the life of a paper: code, when, by whom, why."""

    step: str
    at: datetime
    by: int | None
    reason: str
