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
class ClaimAnswer:
    """Why one lead was not won.

    `code`: taken (by `owner_id`), gone, not_claimable, not_open (before `until`), cooling (the member lost it at
    `since` and may have it from `until`), day_cap or holding_cap (`count` of `cap`).
    """

    lead_id: int
    code: str
    owner_id: int | None = None
    count: int = 0
    cap: int = 0
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """Leads won, and leads lost with who holds them now (None: nobody); `answers` says of each lost one why."""

    won: tuple[int, ...]
    lost: tuple[tuple[int, int | None], ...]
    answers: tuple[ClaimAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Quota:
    """How much of a pool's caps a member has used: claimed today, given today, held now. No cap is None."""

    claimed: int
    claim_cap: int | None
    given: int
    assign_cap: int | None
    held: int
    hold_cap: int | None


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
