"""A score card, as others read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ScoreCardRow:
    """`reasons` holds [rule code, points] pairs."""

    fit: int
    behaviour: int
    grade: str
    reasons: list[list[str | int]]
    rules_id: int
    at: datetime


TARGETS = ("sql", "opportunity", "order")
"""What a learned score may foretell of a lead."""


@dataclass(frozen=True, slots=True)
class LearnedRow:
    """One attempt to learn a target; `refusal` is {"code": ..., data} where the matrix stays in force."""

    id: int
    target: str
    version: int
    evaluation: dict[str, Any]
    refusal: dict[str, Any] | None
    at: datetime


@dataclass(frozen=True, slots=True)
class LikelihoodRow:
    """How likely a lead is to reach a target; `reasons` holds [column, value, log-odds]."""

    target: str
    version: int
    probability: float
    reasons: list[list[Any]]
    at: datetime
