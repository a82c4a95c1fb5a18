"""What somebody enters: lines of a paper, a quote, an order, a signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from gleanry.flow.order.shapes.papers import TermStep


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line as entered. Without a price that of the price book holds; without a text the product's name."""

    quantity: Decimal
    product_id: int | None = None
    text: str = ""
    unit: str = ""
    price: Decimal | None = None
    discount: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line (`row` from 1): the field, a code, and what the words need."""

    row: int
    field: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    """A quote or proforma invoice as entered. `valid_until` None: as the book says; `rate` None: the table's.

    `revision` is the save it is based on; another save since refuses it.
    """

    currency: str
    lines: tuple[DraftLine, ...]
    quoted_on: date
    kind: str = "quote"
    title: str = ""
    valid_until: date | None = None
    incoterm: str = ""
    terms: tuple[TermStep, ...] = ()
    note: str = ""
    rate: Decimal | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order as entered, with what the gate asks for. `rate` as in QuoteDraft."""

    currency: str
    lines: tuple[DraftLine, ...]
    ordered_at: datetime
    title: str = ""
    terms: tuple[TermStep, ...] = ()
    rate: Decimal | None = None
    intent: str = ""
    specification: str = ""
    urgent: bool = False
    key_project: bool = False
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class SignatureGiven:
    """What is known of a signature: who signed on which day, and where the signed paper is to be found."""

    signed_by: str
    signed_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class PartyIds:
    """Whose a paper is."""

    opportunity_id: int | None = None
    account_id: int | None = None
    person_id: int | None = None
    owner_id: int | None = None
    lead_id: int | None = None
