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
class DealsMoved:
    """Opportunities that came into another stage, and which; with `reasons` where they went back."""

    opportunity_ids: tuple[int, ...]
    stages: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class DealsGraded:
    """Opportunities whose grade changed, and to what."""

    opportunity_ids: tuple[int, ...]
    grades: tuple[str, ...]


@dataclass(frozen=True)
class GatesAsked:
    """Requests that deals may pass a gate."""

    request_ids: tuple[int, ...]
    opportunity_ids: tuple[int, ...]


@dataclass(frozen=True)
class GatesDecided:
    """Requests that were approved or refused: `states` says which, `reasons` why."""

    request_ids: tuple[int, ...]
    opportunity_ids: tuple[int, ...]
    states: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Paid:
    """Receipts that came in."""

    receipt_ids: tuple[int, ...]
