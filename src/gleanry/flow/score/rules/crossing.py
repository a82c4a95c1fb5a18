"""When a lead's band changes by time alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from gleanry.flow.score.rules.fading import gone_after
from gleanry.flow.score.rules.grading import aged, band_of
from gleanry.flow.score.rules.tables import ScoreTables

DAY = timedelta(days=1)
LOOK_AHEAD = 31
"""Days looked ahead, one by one, where some points fade and others recover; after them it is looked again."""


def next_change(touches: Sequence[tuple[str, datetime]], tables: ScoreTables, at: datetime) -> datetime | None:
    """The first moment after `at` at which the band is another, if nothing else happens; None when that is never.

    Where only gains fade (or only losses), behaviour moves one way, and the moment is found by halving: exactly. Where
    both do, it is found within a day, or the moment to look again is given.
    """
    fading = [
        (kind, moment)
        for kind, moment in touches
        if moment <= at and kind in tables.events and tables.events[kind].half_life
    ]
    if not fading:
        return None
    now = band_of(aged(touches, at), tables)
    last = max((_end(kind, then, tables) - at).days for kind, then in fading) + 1
    if last <= 0:
        return None

    def differs(moment: datetime) -> bool:
        return band_of([(kind, (moment - then).days) for kind, then in touches if then <= at], tables) != now

    signs = {tables.events[kind].points > 0 for kind, _ in fading}
    day = _by_halving(differs, at, last) if len(signs) == 1 else _day_by_day(differs, at, last)
    if day is None:
        return at + DAY * LOOK_AHEAD if len(signs) == 2 and last > LOOK_AHEAD else None
    steps = sorted({_step(then, at, day) for _, then in fading})
    low, high = -1, len(steps) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if differs(steps[middle]) else (middle, high)
    return steps[high]


def _end(kind: str, then: datetime, tables: ScoreTables) -> datetime:
    rule = tables.events[kind]
    return then + DAY * gone_after(rule.points, rule.half_life)


def _by_halving(differs: Callable[[datetime], bool], at: datetime, last: int) -> int | None:
    if not differs(at + DAY * last):
        return None
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if differs(at + DAY * middle) else (middle, high)
    return high


def _day_by_day(differs: Callable[[datetime], bool], at: datetime, last: int) -> int | None:
    return next((day for day in range(1, min(last, LOOK_AHEAD) + 1) if differs(at + DAY * day)), None)


def _step(then: datetime, at: datetime, day: int) -> datetime:
    """The moment within the `day`th day after `at` at which the touch of `then` grows a day older."""
    return then + DAY * (at + DAY * day - then).days
