"""Stays in nurture and in plans, and what was written, as others read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    reason: str
    since: datetime
    ended_at: datetime | None
    ended_by_id: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """A lead that leaves its place at `at` by a rule; `to` is an own pool's code, a kind or "next_person"."""

    lead_id: int
    rule: str
    since: datetime
    at: datetime
    to: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """What leaves: `looked_at` leads were asked, `whole` says whether those were all."""

    looked_at: int
    whole: bool
    leaving: tuple[Leaving, ...]


@dataclass(frozen=True, slots=True)
class StayRow:
    """One lead in one plan; `step` is the code of what comes next at `due_at`, or when `waits_for` happens."""

    id: int
    lead_id: int
    person_id: int | None
    plan: str
    reason: str
    step: str
    turn: int
    waits_for: str
    due_at: datetime
    since: datetime
    stopped: bool
    ended_at: datetime | None
    ended_why: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A mail, task or text that a step wrote; see the model for its states."""

    id: int
    stay_id: int
    lead_id: int
    person_id: int | None
    plan: str
    step: str
    kind: str
    language: str
    address: str
    subject: str
    body: str
    state: str
    not_before: datetime
    attempts: int
    error: str
    owner_id: int | None
    at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A lead that is to enter a plan, and why."""

    lead_id: int
    plan: str
    reason: str


@dataclass(frozen=True, slots=True)
class StepCount:
    """How many leads wait before a step of a plan, and how many of them are stopped."""

    plan: str
    step: str
    waiting: int
    stopped: int
