"""What the register announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Moved:
    """Leads changed pool or holder; columns of equal length."""

    lead_ids: tuple[int, ...]
    from_pools: tuple[str, ...]
    pools: tuple[str, ...]
    owner_ids: tuple[int | None, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Marked:
    """Somebody put marks on leads."""

    lead_ids: tuple[int, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Unmarked:
    """Somebody took marks off leads."""

    lead_ids: tuple[int, ...]
    marks: tuple[str, ...]
