"""What was done about leads, what it has to leave behind to count, and what is known by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class FollowUpEntry:
    """What a holder did. `kind`: call, visit, meeting, message, mail, note; `result`: reached, no_answer, busy, ...

    A note has no result: it is empty there. `bant` is described in rules.bant. `done_at` is when it was done, where
    that is not now; `seconds` how long a call took, where that was measured.
    """

    lead_id: int
    kind: str
    result: str
    note: str = ""
    bant: dict[str, Any] = field(default_factory=dict)
    next_at: datetime | None = None
    seconds: int | None = None
    recording_url: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """What was done; `counted` says what it counts as (contact, attempt, nothing) and `why` why it does not."""

    member_id: int
    kind: str
    result: str
    note: str
    bant: dict[str, Any]
    at: datetime
    next_at: datetime | None
    counted: str = ""
    why: str = ""
    seconds: int | None = None
    recording_url: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """What one kind of follow-up has to leave behind, and how long it has to take, to be a contact."""

    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    least_seconds: int = 0
    least_note: int = 1


@dataclass(frozen=True, slots=True)
class Patience:
    """After `number` attempts, each `apart` from the last and over at least `over`, a lead is given up for now."""

    number: int
    apart: timedelta
    over: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class Demands:
    """The rule book `contacts`. `attempts` are results that count as one; `starts_with` what meets a first contact."""

    kinds: Mapping[str, Demand]
    attempts: frozenset[str]
    starts_with: frozenset[str]
    patience: Patience | None


@dataclass(frozen=True, slots=True)
class Counted:
    """contact, attempt or nothing; `why` is a code, empty for a contact; `missing` what it would have to leave."""

    verdict: str
    why: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """The latest answer to one of the BANT questions, with who heard it and when."""

    value: Any
    member_id: int
    at: datetime
