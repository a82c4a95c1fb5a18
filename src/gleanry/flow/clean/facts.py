"""What cleaning announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cleaned:
    """Submissions fit to be identified."""

    submission_ids: tuple[int, ...]


@dataclass(frozen=True)
class Refused:
    """Submissions nobody could be reached by: their leads go to the invalid pool, never away."""

    submission_ids: tuple[int, ...]
