"""Turn rows of the tables into shapes: one place that knows how money and terms are stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from gleanry.flow.order.shapes import ContractRow, OrderRow, PaperLine, QuoteRow, TermStep
from gleanry.values.money import Money

PARTIES = ("opportunity_id", "account_id", "person_id", "owner_id", "lead_id")
ORDER = (
    "id",
    "number",
    *PARTIES,
    "currency",
    "amount_minor",
    "base_minor",
    "rate",
    "ordered_at",
    "state",
    "quote_id",
    "contract_id",
    "title",
    "net_minor",
    "tax_minor",
    "terms",
    "priority",
    "raised_by",
    "held_for",
    "paused",
    "intent",
    "specification",
    "urgent",
    "key_project",
)
QUOTE = (
    "id",
    "number",
    "version",
    "kind",
    "is_latest",
    *PARTIES,
    "title",
    "currency",
    "amount_minor",
    "net_minor",
    "tax_minor",
    "base_minor",
    "rate",
    "quoted_on",
    "valid_until",
    "incoterm",
    "terms",
    "note",
    "state",
    "approval",
    "needs",
    "revision",
    "made_by",
    "made_at",
    "sent_at",
)
CONTRACT = (
    "id",
    "kind",
    "number",
    "title",
    *PARTIES,
    "quote_id",
    "currency",
    "amount_minor",
    "base_minor",
    "rate",
    "starts_on",
    "ends_on",
    "state",
    "signature",
    "made_by",
)
LINE = (
    "id",
    "position",
    "product_id",
    "text",
    "unit",
    "quantity_e4",
    "price_e6",
    "list_price_e6",
    "discount_e4",
    "tax_e4",
    "net_minor",
    "tax_minor",
)


def read_order(values: Sequence[Any], base: str) -> OrderRow:
    """An order from the columns of ORDER."""
    given = dict(zip(ORDER, values, strict=True))
    _money(given, base, ("amount", "net", "tax"))
    given["terms"] = read_terms(given["terms"])
    given["rate"] = Decimal(str(given["rate"]))
    given["raised_by"], given["held_for"] = tuple(given["raised_by"]), tuple(given["held_for"])
    return OrderRow(**given)


def read_quote(values: Sequence[Any], base: str) -> QuoteRow:
    """A version of a quote from the columns of QUOTE."""
    given = dict(zip(QUOTE, values, strict=True))
    _money(given, base, ("amount", "net", "tax"))
    given["terms"] = read_terms(given["terms"])
    given["rate"] = Decimal(str(given["rate"]))
    given["quoted_on"], given["valid_until"] = read_day(given["quoted_on"]), read_day(given["valid_until"])
    return QuoteRow(**given)


def read_contract(values: Sequence[Any], base: str) -> ContractRow:
    """A contract from the columns of CONTRACT."""
    given = dict(zip(CONTRACT, values, strict=True))
    _money(given, base, ("amount",))
    given.pop("currency")
    given["rate"] = Decimal(str(given["rate"]))
    given["starts_on"] = read_day(given["starts_on"])
    given["ends_on"] = read_day(given["ends_on"]) if given["ends_on"] else None
    signature = given.pop("signature")
    signed = {name: str(signature.get(name, "")) for name in ("signed_on", "signed_by", "reference")}
    return ContractRow(**given, **signed)


def read_line(values: Sequence[Any], currency: str) -> PaperLine:
    """A line of a quote or an order from the columns of LINE."""
    pk, position, product_id, text, unit, quantity, price, list_price, discount, tax, net, tax_minor = values
    return PaperLine(
        id=pk,
        position=position,
        product_id=product_id,
        text=text,
        unit=unit,
        quantity=from_e4(quantity),
        price=from_e6(price),
        list_price=None if list_price is None else from_e6(list_price),
        discount=from_e4(discount),
        tax=from_e4(tax),
        net=Money(net, currency),
        tax_amount=Money(tax_minor, currency),
    )


def read_day(value: date | str) -> date:
    """A day, which SQLite keeps as text."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def from_e4(number: int) -> Decimal:
    """What is kept in ten-thousandths: quantities and per cents."""
    return Decimal(number).scaleb(-4)


def from_e6(number: int) -> Decimal:
    """What is kept in millionths: the price of one unit."""
    return Decimal(number).scaleb(-6)


def read_terms(rows: Sequence[Any]) -> tuple[TermStep, ...]:
    """The steps of payment as kept in a paper."""
    return tuple(TermStep(Decimal(str(row["percent"])), row["when"], int(row.get("days", 0))) for row in rows)


def keep_terms(terms: Sequence[TermStep]) -> list[dict[str, Any]]:
    """The steps of payment as a paper keeps them."""
    return [{"percent": str(step.percent), "when": step.when, "days": step.days} for step in terms]


def _money(given: dict[str, Any], base: str, names: Sequence[str]) -> None:
    for name in names:
        given[name] = Money(given.pop(f"{name}_minor"), given["currency"])
    given["base"] = Money(given.pop("base_minor"), base)
