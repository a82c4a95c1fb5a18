"""Routing decisions and claims, as others read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One decision. `candidates` are the member ids it was decided among."""

    owner_id: int | None
    pool: str
    rule: str
    reason: dict[str, Any]
    candidates: tuple[int, ...]
    rules_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """Leads won, and leads lost with who holds them now (None: no longer to be claimed)."""

    won: tuple[int, ...]
    lost: tuple[tuple[int, int | None], ...]
