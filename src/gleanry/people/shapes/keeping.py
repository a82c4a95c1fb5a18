"""Who keeps accounts, where too much hangs on one, and how an account is handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class KeyAccount:
    """An account of a key tier: who keeps it, who stands in, what it was worth in the window (base minor units)."""

    id: int
    name: str
    tier: str
    owner_id: int | None
    deputy_id: int | None
    value: int


@dataclass(frozen=True, slots=True)
class Concentration:
    """A member keeps `accounts` of the key accounts and `value` of their money; `percent` is the larger share."""

    member_id: int
    accounts: int
    accounts_percent: int
    value: int
    value_percent: int


@dataclass(frozen=True, slots=True)
class KeepingBook:
    """From which share on one is too much, and the steps of a handover: (code, zh, en, days from the beginning)."""

    concentration: int
    steps: tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True, slots=True)
class AtRisk:
    """What hangs on a member who is gone: accounts kept, accounts deputised, relations to people of committees."""

    member_id: int
    accounts: tuple[tuple[int, str], ...]
    deputised: int
    relations: int
    accounts_count: int = 0


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a handover; `due_on` is a day of the workspace."""

    id: int
    place: int
    code: str
    zh: str
    en: str
    due_on: date
    done_at: datetime | None
    done_by: int | None
    note: str


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A plan to hand an account over. `state` is open, done or dropped."""

    id: int
    account_id: int
    from_id: int | None
    to_id: int
    state: str
    why: str
    at: datetime
    ended_at: datetime | None
    steps: tuple[StepRow, ...] = ()

    @property
    def next_step(self) -> StepRow | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step.done_at is None), None)
