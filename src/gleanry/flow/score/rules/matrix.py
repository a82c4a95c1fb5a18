"""Fit and behaviour points, and the cell they make: A1 to D4.

Fit is what the company and the person are, behaviour what they did. Both tables are data; the defaults come from the
seed's table (strong events 20, medium 10, weak 5; bands 80, 60, 40).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Fields = Mapping[str, Any]
Test = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Scoring:
    """Points of one lead, its cell, and [rule code, points] for every rule that counted."""

    fit: int
    behaviour: int
    grade: str
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class FitRule:
    """`field` of the clean record passes `test`: `points`."""

    code: str
    field: str
    test: Test
    points: int


@dataclass(frozen=True, slots=True)
class ScoreTables:
    """Both tables, ready to use."""

    fit: tuple[FitRule, ...]
    events: Mapping[str, int]
    event_cap: int
    letters: tuple[tuple[int, str], ...]
    bands: tuple[tuple[int, str], ...]


def read_tables(body: Mapping[str, Any]) -> ScoreTables:
    """Compile the rule book's body. Raises ValueError naming the rule with an unknown test."""
    fit = tuple(FitRule(row["code"], row["field"], _test(row), int(row["points"])) for row in body["fit"])
    return ScoreTables(
        fit=fit,
        events={str(name): int(points) for name, points in body["behaviour"].items()},
        event_cap=int(body.get("event_cap", 40)),
        letters=tuple((int(least), letter) for least, letter in body["letters"]),
        bands=tuple((int(least), band) for least, band in body["bands"]),
    )


def _test(row: Mapping[str, Any]) -> Test:
    wanted = row.get("value")
    match row["test"]:
        case "present":
            return bool
        case "one_of":
            choices = frozenset(str(choice).casefold() for choice in wanted or ())
            return lambda value: str(value or "").casefold() in choices
        case "contains":
            words = tuple(str(word).casefold() for word in wanted or ())
            return lambda value: any(word in str(value or "").casefold() for word in words)
        case "at_least":
            least = float(wanted or 0)
            return lambda value: _number(value) >= least
        case "none_of":
            refused = frozenset(str(choice).casefold() for choice in wanted or ())
            return lambda value: bool(value) and str(value).casefold() not in refused
        case unknown:
            raise ValueError(f"score rule {row['code']}: unknown test {unknown}")


def _number(value: Any) -> float:
    """The first number in a text such as `200-499人`; minus one when there is none."""
    digits = ""
    for character in str(value or "").replace(",", ""):
        if character.isdigit() or (character == "." and digits):
            digits += character
        elif digits:
            break
    return float(digits) if digits else -1.0


def grade_of(fields: Fields, events: Iterable[str], tables: ScoreTables) -> Scoring:
    """Score one lead: its clean fields, and the kinds of its touches (one entry a touch).

    Points of one kind of event are capped at `event_cap` either way; totals never go below zero.
    """
    reasons = [(rule.code, rule.points) for rule in tables.fit if rule.test(fields.get(rule.field))]
    fit = max(0, sum(points for _, points in reasons))
    counts: dict[str, int] = {}
    for event in events:
        if event in tables.events:
            counts[event] = counts.get(event, 0) + 1
    behaviour = 0
    for event, count in counts.items():
        cap = tables.event_cap
        points = max(-cap, min(cap, tables.events[event] * count))
        reasons.append((event, points))
        behaviour += points
    behaviour = max(0, behaviour)
    return Scoring(fit, behaviour, _cell(fit, tables.letters) + _cell(behaviour, tables.bands), tuple(reasons))


def _cell(points: int, thresholds: Sequence[tuple[int, str]]) -> str:
    """The name of the first threshold reached; thresholds run from high to low and end at zero."""
    return next(name for least, name in thresholds if points >= least)
