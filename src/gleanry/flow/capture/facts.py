"""What capture announces, one fact for a batch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LeadsCaptured:
    """Submissions that may become leads."""

    submission_ids: tuple[int, ...]


@dataclass(frozen=True)
class DealsCaptured:
    """Submissions that tell of deals."""

    submission_ids: tuple[int, ...]


@dataclass(frozen=True)
class TouchesCaptured:
    """Submissions that tell of contacts with us."""

    submission_ids: tuple[int, ...]
