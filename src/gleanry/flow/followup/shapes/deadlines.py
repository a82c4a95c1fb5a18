"""Deadlines, as others hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class DueRow:
    """An open or ended deadline. `outcome` is empty while it runs."""

    deadline_id: int
    lead_id: int
    kind: str
    started_at: datetime
    due_at: datetime
    owner_id: int
    outcome: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CameAgain:
    """A lead came again `times` times since its holder last looked, the latest at `latest_at`."""

    lead_id: int
    times: int
    latest_at: datetime


@dataclass(frozen=True, slots=True)
class StatedDeadline:
    """One deadline rule as the rule book states it, to be put into words.

    `starts`: owner_changed, contacted or contact_missed; empty `pools` or `grades` mean all; `within` holds pairs such
    as ("working_days", 1.0) that add up. T, from which it runs, is the moment the owner changed.
    """

    kind: str
    starts: str
    pools: tuple[str, ...]
    grades: tuple[str, ...]
    within: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class PromiseFilters:
    """What a list of deadlines or violations is narrowed by; empty means not narrowed.

    `since` and `until` bound when they were or are due, both ends included.
    """

    owner_id: int | None = None
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ViolationRow:
    """A missed deadline with its evidence; `late` when the scheduler found it long after it passed."""

    id: int
    lead_id: int
    owner_id: int
    kind: str
    due_at: datetime
    found_at: datetime
    late: bool
    evidence: dict[str, Any]

    @property
    def began_at(self) -> datetime | None:
        """Since when it was owed."""
        since = self.evidence.get("since")
        return datetime.fromisoformat(since) if since else None
