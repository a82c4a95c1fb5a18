"""Fit and behaviour points, and the cell they make: A1 to D4.

Fit is what the company and the person are, behaviour what they did. The tables come from the seed (strong events 20,
medium 10, weak 5; bands 80, 60, 40) and are the workspace's to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gleanry.flow.score.rules.fading import faded
from gleanry.flow.score.rules.points import Number, number, to_tenth, within
from gleanry.flow.score.rules.tables import ScoreTables

Fields = Mapping[str, Any]
Touches = Iterable[tuple[str, int]]
"""(kind, whole days since it happened)."""
Reason = tuple[str, Number] | tuple[str, Number, Number]
"""(rule, points it gave), and what its touches would give without fading and caps, where that is something else."""
CAP, FIT_CAP = "cap:", "fit_cap:"
"""What begins the code of a reason that says how much a group's cap took away."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """Points of one lead, its cell, and the reasons, which add up to the points before they stop at zero."""

    fit: Number
    behaviour: Number
    grade: str
    reasons: tuple[Reason, ...]


def aged(touches: Iterable[tuple[str, datetime]], at: datetime) -> list[tuple[str, int]]:
    """Touches up to a moment, each with the whole days that have passed since."""
    return [(kind, (at - moment).days) for kind, moment in touches if moment <= at]


def grade_of(fields: Fields, touches: Touches, tables: ScoreTables) -> Scoring:
    """Score one lead: its clean fields, and its touches with their age in whole days.

    A touch fades to whole hundredths of a point; events are held to their caps, then groups to theirs; a sum stops at
    zero and is rounded half up to a tenth. What is compared with the thresholds is the tenth that is shown.
    """
    reasons: list[Reason] = []
    fit = to_tenth(max(0, _fit(fields, tables, reasons)))
    behaviour = to_tenth(max(0, _behaviour(touches, tables, reasons)))
    grade = cell_at(fit, tables.letters) + cell_at(behaviour, tables.bands)
    return Scoring(number(fit), number(behaviour), grade, tuple(reasons))


def band_of(touches: Touches, tables: ScoreTables) -> str:
    """The band of behaviour alone."""
    return cell_at(to_tenth(max(0, _behaviour(touches, tables, []))), tables.bands)


def cell_at(points: int, thresholds: Sequence[tuple[int, str]]) -> str:
    """The name of the first threshold reached; thresholds run from high to low and end at zero."""
    return next(name for least, name in thresholds if points >= least)


def _fit(fields: Fields, tables: ScoreTables, reasons: list[Reason]) -> int:
    total = 0
    groups: dict[str, int] = {}
    for rule in tables.fit:
        if rule.test(fields.get(rule.field)):
            reasons.append(rule.reason)
            total += rule.points
            if rule.group:
                groups[rule.group] = groups.get(rule.group, 0) + rule.points
    return total - _over(groups, tables.fit_caps, FIT_CAP, reasons) if groups else total


def _behaviour(touches: Touches, tables: ScoreTables, reasons: list[Reason]) -> int:
    events = tables.events
    sums: dict[str, int] = {}
    full: dict[str, int] = {}
    for kind, days in touches:
        event = events.get(kind)
        if event is not None:
            left = faded(event.points, event.half_life, days) if event.half_life and days else event.points
            sums[kind] = sums.get(kind, 0) + left
            full[kind] = full.get(kind, 0) + event.points
    total = 0
    groups: dict[str, int] = {}
    for kind, points in sums.items():
        event = events[kind]
        counted = within(points, event.cap)
        said = number(counted)
        reasons.append((kind, said) if counted == full[kind] else (kind, said, number(full[kind])))
        total += counted
        if event.group:
            groups[event.group] = groups.get(event.group, 0) + counted
    return total - _over(groups, tables.caps, CAP, reasons) if groups else total


def _over(groups: Mapping[str, int], caps: Mapping[str, int], code: str, reasons: list[Reason]) -> int:
    """What the caps of groups take away; each that does says so."""
    taken = 0
    for group, points in groups.items():
        over = points - within(points, caps.get(group))
        if over:
            reasons.append((code + group, number(-over)))
            taken += over
    return taken
