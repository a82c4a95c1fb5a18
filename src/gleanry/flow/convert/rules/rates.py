"""Exchange rates: fixed with an amount, never assumed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from gleanry.values.money import Money, is_currency
from gleanry.world.rules.currency import convert


def faults_of_rates(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with a book of rates: its rows are named by their currency."""
    rates = body.get("rates")
    if not isinstance(rates, Mapping):
        return [{"row": 0, "setting": "rates", "code": "missing"}]
    found: list[dict[str, Any]] = []
    for currency, rate in rates.items():
        if not is_currency(currency):
            found.append({"row": currency, "setting": "currency", "code": "unknown", "value": currency})
        if not _is_positive(rate):
            found.append({"row": currency, "setting": "rate", "code": "not_positive", "value": str(rate)})
    return found


def _is_positive(rate: Any) -> bool:
    try:
        number = Decimal(str(rate))
    except InvalidOperation:
        return False
    return not isinstance(rate, bool) and number.is_finite() and number > 0


def in_base(amount: Money, base: str, rate: Decimal) -> Money:
    """In the workspace's currency; nothing while no rate is known (rate 0)."""
    if amount.currency == base:
        return amount
    return convert(amount, to=base, rate=rate) if rate else Money(0, base)


def rate_for(currency: str, base: str, rates: Mapping[str, Any]) -> Decimal:
    """The rate to the workspace's currency: 1 for its own, 0 when nobody fixed one."""
    return Decimal(1) if currency == base else Decimal(str(rates.get(currency, 0)))
