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


@dataclass(frozen=True)
class AccountsCaptured:
    """Submissions that tell of companies."""

    submission_ids: tuple[int, ...]


@dataclass(frozen=True)
class ProductsCaptured:
    """Submissions that tell of what we sell."""

    submission_ids: tuple[int, ...]


@dataclass(frozen=True)
class MembersCaptured:
    """Submissions that tell of colleagues, their teams and regions."""

    submission_ids: tuple[int, ...]


@dataclass(frozen=True)
class NamesDecided:
    """What words of files mean was decided, or a decision was taken back."""

    choice_ids: tuple[int, ...]
