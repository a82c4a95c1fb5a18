"""What identification announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Identified:
    """New source leads, in the intake pool."""

    lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class Attached:
    """Leads that came again, each with the source lead it was attached to."""

    lead_ids: tuple[int, ...]
    source_lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class AccountsKnown:
    """Submissions of deals whose companies are in the books."""

    submission_ids: tuple[int, ...]


@dataclass(frozen=True)
class Restored:
    """Leads already identified that left the invalid pool for the intake pool, to be scored and routed anew."""

    lead_ids: tuple[int, ...]
