"""A stay in nurture, as others read it."""

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
