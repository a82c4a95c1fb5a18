"""What may be learned from closed deals: each as it stood at one moment of its way, and how it ended.

A closed deal knows its end: its last stage, its amount and its grade say who won. So each deal is seen at one moment
between its opening and its end, drawn by its number, with what could be known then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from zlib import crc32

from gleanry.likelihood.learner import PAST
from gleanry.likelihood.shapes import Learned

ENDS = ("won", "lost")
TIME = "seen"
LEAST_AUC = 0.55


@dataclass(frozen=True, slots=True)
class Course:
    """A deal and the stages it went through: (since, stage), oldest first. `won` is None while it is open."""

    id: int
    opened_at: datetime
    closed_at: datetime | None
    won: bool | None
    owner_id: int | None
    product: str
    process: str
    currency: str
    source: str
    stages: tuple[tuple[datetime, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A deal at one moment."""

    course: Course
    at: datetime
    stage: str
    days_open: float
    days_in_stage: float

    @property
    def days_left(self) -> float | None:
        """Days until it ended; None while it is open."""
        return None if self.course.closed_at is None else (self.course.closed_at - self.at) / timedelta(days=1)


def moment_of(course: Course) -> datetime:
    """The moment a closed deal is seen at: between opening and end, by a fixed shuffle of its number."""
    end = course.closed_at or course.opened_at
    share = crc32(str(course.id).encode()) / 2**32
    return course.opened_at + max(end - course.opened_at, timedelta(0)) * share


def seen_at(course: Course, at: datetime) -> Seen:
    """A deal as it stood at a moment; before its first known stage its stage is empty."""
    since, stage = course.opened_at, ""
    for entered, name in course.stages:
        if entered <= at and name not in ENDS:
            since, stage = max(entered, course.opened_at), name
    day = timedelta(days=1)
    return Seen(course, at, stage, max((at - course.opened_at) / day, 0.0), max((at - since) / day, 0.0))


def table_of(rows: Sequence[Seen]) -> dict[str, list[str]]:
    """The columns a forecast is learned from and applied to."""
    return {
        TIME: [row.at.strftime("%Y-%m-%d %H:%M:%S") for row in rows],
        "stage": [row.stage for row in rows],
        "days open": [f"{row.days_open:.1f}" for row in rows],
        "days in stage": [f"{row.days_in_stage:.1f}" for row in rows],
        "owner": [f"m{row.course.owner_id or 0}" for row in rows],
        "product": [row.course.product for row in rows],
        "process": [row.course.process for row in rows],
        "currency": [row.course.currency for row in rows],
        "source": [row.course.source for row in rows],
    }


def refusal_of(learned: Learned) -> dict[str, Any] | None:
    """Why a model is not used: it could not be tested on later deals, or did not rank them better than a lot."""
    later = learned.evaluation.auc_time
    if later is None:
        return {"code": "no_later_deals"}
    if later < LEAST_AUC:
        return {"code": "no_better_than_a_lot", "auc": round(later, 4)}
    return None


def days_by_stage(rows: Iterable[Seen]) -> dict[str, int]:
    """Stage -> the median of the days until won deals seen in it were won; stages with fewer than five have none."""
    days: dict[str, list[float]] = {}
    for row in rows:
        if row.course.won and row.days_left is not None:
            days.setdefault(row.stage, []).append(row.days_left)
    return {stage: round(median(found)) for stage, found in days.items() if len(found) >= 5}


def days_tested(rows: Sequence[Seen]) -> dict[str, Any]:
    """The days as learned from the earlier deals, and the median error on the later ones: in days, None without any."""
    order = sorted(rows, key=lambda row: (row.at, row.course.id))
    cut = int(PAST * len(order))
    known = days_by_stage(order[:cut])
    errors = [
        abs(row.days_left - known[row.stage])
        for row in order[cut:]
        if row.course.won and row.days_left is not None and row.stage in known
    ]
    return {"days_error": round(median(errors), 1) if errors else None, "days_tested": len(errors)}


def days_ahead(stage: str, days: Mapping[str, int]) -> int | None:
    """How many days a deal of a stage usually has until it is won."""
    return days.get(stage)
