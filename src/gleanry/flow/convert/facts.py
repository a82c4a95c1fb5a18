"""What conversion announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Converted:
    """Leads that became opportunities."""

    lead_ids: tuple[int, ...]
    opportunity_ids: tuple[int, ...]


@dataclass(frozen=True)
class Won:
    """Opportunities won."""

    opportunity_ids: tuple[int, ...]


@dataclass(frozen=True)
class Lost:
    """Opportunities lost."""

    opportunity_ids: tuple[int, ...]


@dataclass(frozen=True)
class Paid:
    """Receipts that came in."""

    receipt_ids: tuple[int, ...]
