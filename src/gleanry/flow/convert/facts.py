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
class DealsPaid:
    """Deals from files that came with money; how much stands in their submissions (`queries.payments_of`)."""

    opportunity_ids: tuple[int, ...]
    submission_ids: tuple[int, ...]
