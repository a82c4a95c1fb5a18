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
