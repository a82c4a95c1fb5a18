"""A credit, as others read it."""

from __future__ import annotations

from dataclasses import dataclass

from gleanry.values.money import Money


@dataclass(frozen=True, slots=True)
class CreditRow:
    """`touch_id` is None for the part that no touch earned."""

    receipt_id: int
    model: str
    touch_id: int | None
    channel: str
    campaign: str
    amount: Money
