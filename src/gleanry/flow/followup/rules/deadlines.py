"""Which deadline a holder owes a lead, and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gleanry.world.shapes import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Promise:
    """One deadline rule: after `starts`, for leads of these pools and grades, `kind` is due within `within`.

    `working` says whether the time runs only in working hours.
    """

    kind: str
    starts: str
    pools: frozenset[str]
    grades: frozenset[str]
    within: timedelta
    working: bool


def read_promises(body: Mapping[str, Any], day: timedelta) -> tuple[Promise, ...]:
    """Compile the rule book's deadlines; a working day counts as `day`, which the workspace's calendar says."""
    return tuple(_promise(row, day) for row in body["deadlines"])


def _promise(row: Mapping[str, Any], day: timedelta) -> Promise:
    allowed = row["within"]
    working = "working_days" in allowed or "working_hours" in allowed
    within = (
        day * float(allowed.get("working_days", 0))
        + timedelta(hours=float(allowed.get("working_hours", 0)) + float(allowed.get("hours", 0)))
        + timedelta(days=float(allowed.get("days", 0)), minutes=float(allowed.get("minutes", 0)))
    )
    return Promise(
        kind=row["kind"],
        starts=row["starts"],
        pools=frozenset(row.get("pools", ())),
        grades=frozenset(row.get("grades", ())),
        within=within,
        working=working,
    )


def promise_for(starts: str, pool: str, grade: str, promises: Sequence[Promise]) -> Promise | None:
    """The first deadline rule that applies; an empty list of pools or grades means all."""
    for promise in promises:
        right = promise.starts == starts
        if right and (not promise.pools or pool in promise.pools) and (not promise.grades or grade in promise.grades):
            return promise
    return None


def due_by(start: datetime, promise: Promise, calendar: WorkingCalendar) -> datetime:
    """When the promise is due, T being `start`."""
    return calendar.add_working(start, promise.within) if promise.working else start + promise.within


def due_after_rest(due_at: datetime, stopped_at: datetime, at: datetime, calendar: WorkingCalendar | None) -> datetime:
    """When a deadline is due that stood still from `stopped_at` until `at`: what was left then is left now.

    In working time where a calendar is given, else in plain time.
    """
    if calendar is None:
        return at + (due_at - stopped_at)
    return calendar.add_working(at, calendar.working_between(stopped_at, due_at))
