"""What orders announce."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ordered:
    """Orders that may be fulfilled: made and let through by the gate, or released from it."""

    order_ids: tuple[int, ...]


@dataclass(frozen=True)
class Delivered:
    """Goods that went out, each delivery with its order."""

    delivery_ids: tuple[int, ...]
    order_ids: tuple[int, ...]


@dataclass(frozen=True)
class OrderReturned:
    """Goods that came back, each return with its order."""

    return_ids: tuple[int, ...]
    order_ids: tuple[int, ...]


@dataclass(frozen=True)
class Cancelled:
    """Orders that were cancelled."""

    order_ids: tuple[int, ...]
