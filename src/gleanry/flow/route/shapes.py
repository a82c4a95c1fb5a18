"""Routing decisions, claims, and where everybody stands, as others read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One decision. `candidates` are the members it was decided among, `passed` those passed over, each with why."""

    owner_id: int | None
    pool: str
    rule: str
    reason: dict[str, Any]
    candidates: tuple[int, ...]
    rules_id: int
    at: datetime
    passed: tuple[tuple[int, str], ...] = ()
    lead_id: int = 0
    id: int = 0


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
    """A lead given in turn: to whom, and to whom the same inputs give it when asked again (None: they are gone)."""

    lead_id: int
    owner_id: int | None
    again: int | None
    assignment_id: int = 0

    @property
    def is_replayed(self) -> bool:
        """Whether the same inputs give the same owner again."""
        return self.owner_id is not None and self.again == self.owner_id


@dataclass(frozen=True, slots=True)
class PersonShare:
    """Where one person stands in a rotation.

    `given` are leads; `entitled` what was theirs of all leads decided while they were available, `balance` the
    difference, `owed` what is to be made up after leave: leads with fractions. `why` says why they were passed over
    last, "" where they were available.
    """

    member_id: int
    weight: int
    given: int
    entitled: float
    balance: float
    owed: float
    why: str


@dataclass(frozen=True, slots=True)
class RotationRow:
    """A rotation with its people; `rule` is the code its key begins with."""

    id: int
    key: str
    rule: str
    turns: int
    people: tuple[PersonShare, ...]
    waiting: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """What one rule would have done: leads it was the first to hold for, and those an earlier rule took from it."""

    code: str
    leads: int
    taken_earlier: int
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What rules would have done with the leads of some past days: by rule, by member, by pool.

    `moved` are leads that would have gone to somebody else than they did, a few of them by id with both.
    """

    looked_at: int
    whole: bool
    rules: tuple[RuleTrial, ...]
    members: tuple[tuple[int, int], ...]
    pools: tuple[tuple[str, int], ...]
    moved: int
    examples: tuple[tuple[int, int | None, int | None], ...]
    unknown: tuple[tuple[str, str, str], ...] = ()
