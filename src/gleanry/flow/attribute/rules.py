"""How a receipt is shared among the touches before it.

Three models here, each a list of weights over the touches in order of time: first (all to the first), last (all to the
last), linear (equal). Amounts are split by largest remainder, so that they add up to the receipt exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from gleanry.values.money import Money

MODELS = ("first", "last", "linear")


def faults_of_book(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with the book: dicts of row (0), setting, code and value."""
    found: list[dict[str, Any]] = []
    days, models = body.get("lookback_days"), body.get("models")
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        found.append({"row": 0, "setting": "lookback_days", "code": "not_whole", "value": str(days)})
    if not isinstance(models, list):
        found.append({"row": 0, "setting": "models", "code": "missing"})
        return found
    unknown = [model for model in models if model not in MODELS]
    return found + [{"row": 0, "setting": "models", "code": "unknown", "value": str(model)} for model in unknown]


def weights_of(model: str, count: int) -> list[int]:
    """The weight of each of `count` touches. Raises ValueError for a model that is not known."""
    match model:
        case "first":
            return [1] + [0] * (count - 1)
        case "last":
            return [0] * (count - 1) + [1]
        case "linear":
            return [1] * count
        case _:
            raise ValueError(f"no attribution model is called {model}")


def is_within(touch_at: datetime, paid_at: datetime, lookback: timedelta) -> bool:
    """Whether a touch is early enough to have earned a receipt, and late enough to still count."""
    return paid_at - lookback <= touch_at <= paid_at


def credit(amount: Money, model: str, count: int) -> Sequence[Money]:
    """The share of each of `count` touches (at least one), adding up to `amount`."""
    return amount.split(weights_of(model, count))
