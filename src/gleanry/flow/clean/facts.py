"""What cleaning announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cleaned:
    """Submissions fit to be identified."""

    submission_ids: tuple[int, ...]


@dataclass(frozen=True)
class Refused:
    """Submissions held back with their reasons: their leads go to the invalid pool, never away."""

    submission_ids: tuple[int, ...]


@dataclass(frozen=True)
class Released:
    """Submissions of the invalid pool that a person let go on, each with who did."""

    submission_ids: tuple[int, ...]
    member_ids: tuple[int, ...]


@dataclass(frozen=True)
class Confirmed:
    """Submissions of the invalid pool that a person looked at and left there, each with who did."""

    submission_ids: tuple[int, ...]
    member_ids: tuple[int, ...]


@dataclass(frozen=True)
class Listed:
    """Entries added to the shared lists."""

    entry_ids: tuple[int, ...]


@dataclass(frozen=True)
class Delisted:
    """Entries of the shared lists that were ended."""

    entry_ids: tuple[int, ...]
