"""Reviews of a week or a month, and what sellers commit to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review as it was prepared: `scope` is company, team or person, `subject` which; `body` its numbers."""

    id: int
    kind: str
    starts_on: date
    scope: str
    subject: int
    prepared_at: datetime
    late: bool
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """What a seller committed to for a week. `verdict` is empty until the week is over, then kept or broken."""

    id: int
    member_id: int
    week: date
    kind: str
    text: str
    opportunity_id: int | None
    stage: str
    stated_at: datetime
    verdict: str
    judged_at: datetime | None
