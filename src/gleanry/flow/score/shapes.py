"""A score card, as others read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ScoreCardRow:
    """`reasons` holds [rule code, points] pairs."""

    fit: int
    behaviour: int
    grade: str
    reasons: list[list[str | int]]
    rules_id: int
    at: datetime
