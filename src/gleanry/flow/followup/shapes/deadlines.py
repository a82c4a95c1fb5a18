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
    paused_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A deadline that passed, under the rule in place `row` of its book; of an old one the place is unknown."""

    id: int
    lead_id: int
    owner_id: int
    kind: str
    started_at: datetime
    due_at: datetime
    rules_id: int
    row: int | None


@dataclass(frozen=True, slots=True)
class RunningClock:
    """An open deadline with what is needed to stop it, start it again or move it."""

    id: int
    lead_id: int
    owner_id: int
    kind: str
    started_at: datetime
    due_at: datetime
    rules_id: int
    row: int | None
    runs_from: datetime | None
    left_us: int | None
    paused_at: datetime | None
    reminded: int


@dataclass(frozen=True, slots=True)
class PauseRules:
    """How the clocks of a lead may be stopped: for so many days at most, so often by one holder, for these reasons."""

    most_days: int
    most_times: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PauseRow:
    """The clocks of a lead stood or stand still. `ended_by_id` is empty while they do, and where time ended it."""

    id: int
    lead_id: int
    owner_id: int
    by: int
    reason: str
    note: str
    at: datetime
    until: datetime
    ended_at: datetime | None
    ended_by_id: int | None


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """The viewer is told of a deadline: `kind` is remind (of its own) or escalate (of somebody's it leads)."""

    id: int
    kind: str
    deadline_id: int
    lead_id: int
    owner_id: int
    at: datetime
    due_kind: str
    due_at: datetime


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
    as ("working_days", 1.0) that add up. T, from which it runs, is the moment the owner changed. `narrow`: more than
    pools and grades limits it. `then` is what becomes of a lead whose deadline was missed. Of one `line` a lead owes
    one at most.
    """

    kind: str
    starts: str
    pools: tuple[str, ...]
    grades: tuple[str, ...]
    within: tuple[tuple[str, float], ...]
    sources: tuple[str, ...] = ()
    narrow: bool = False
    then: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class PromiseFilters:
    """What a list of deadlines or violations is narrowed by; empty means not narrowed.

    `since` and `until` bound when they were or are due, both ends included. `paused` leaves running clocks that stand
    still; `verdict` ("" for the unjudged), `appealed` and `late` (found late) are about missed ones.
    """

    owner_id: int | None = None
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    team_id: int | None = None
    paused: bool = False
    verdict: str | None = None
    appealed: bool = False
    late: bool = False


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
    then: str = ""
    team_id: int | None = None
    verdict: str = ""
    judged_by_id: int | None = None
    judged_at: datetime | None = None
    judgement: str = ""
    appeal: str = ""
    appealed_at: datetime | None = None

    @property
    def began_at(self) -> datetime | None:
        """Since when it was owed."""
        since = self.evidence.get("since")
        return datetime.fromisoformat(since) if since else None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many missed deadlines of one member, team and kind are open, excused and upheld."""

    owner_id: int
    team_id: int | None
    kind: str
    open: int
    excused: int
    upheld: int

    @property
    def total(self) -> int:
        return self.open + self.excused + self.upheld


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would have become of the deadlines of one kind and one member under other rules."""

    owner_id: int
    kind: str
    met: int
    missed: int
    released: int
    running: int
