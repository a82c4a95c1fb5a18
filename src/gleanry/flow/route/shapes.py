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


@dataclass(frozen=True, slots=True)
class Turn:
    """A lead given in turn: to whom, at which turn, among whom."""

    lead_id: int
    owner_id: int
    turn: int
    candidates: tuple[int, ...]

    @property
    def is_replayed(self) -> bool:
        """Whether the same inputs give the same owner again."""
        return bool(self.candidates) and self.candidates[self.turn % len(self.candidates)] == self.owner_id
