"""The rule book `score` made ready: fit rules, behaviour events, caps, thresholds and what each cell asks for.

All points are whole hundredths here. A body is read in two forms: the present one, and the first, in which behaviour
was a table of points with one cap for every event; old score cards name versions of that form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gleanry.flow.score.rules.points import Number, hundredths, number
from gleanry.flow.score.shapes import Cell

Test = Callable[[Any], bool]
TESTS = ("present", "one_of", "none_of", "contains", "at_least")
LETTERS, BANDS = ("A", "B", "C", "D"), ("1", "2", "3", "4")
CELLS = tuple(letter + band for letter in LETTERS for band in BANDS)
FIRST_CAP = 40
"""What one kind of event could give at most under a body of the first form that did not say."""


@dataclass(frozen=True, slots=True)
class FitRule:
    """`field` of the clean record passes `test`: `points`, of which its group keeps no more than the group's cap."""

    code: str
    field: str
    test: Test
    points: int
    group: str
    reason: tuple[str, Number]


@dataclass(frozen=True, slots=True)
class EventRule:
    """What one touch of a kind gives; `cap` holds all touches of the kind, `half_life` is in days, 0 for never."""

    points: int
    cap: int | None
    group: str
    half_life: int


@dataclass(frozen=True, slots=True)
class ScoreTables:
    """Both tables, ready to use. Thresholds run from high to low and end at zero."""

    fit: tuple[FitRule, ...]
    fit_caps: Mapping[str, int]
    events: Mapping[str, EventRule]
    caps: Mapping[str, int]
    letters: tuple[tuple[int, str], ...]
    bands: tuple[tuple[int, str], ...]
    cells: Mapping[str, Cell]
    fades: bool
    """Whether any event loses points by time alone."""


def read_tables(body: Mapping[str, Any]) -> ScoreTables:
    """Compile a body. Raises ValueError naming the rule with an unknown test."""
    events = _events(body)
    return ScoreTables(
        fit=tuple(_fit_rule(row) for row in body["fit"]),
        fit_caps=_caps(body.get("fit_groups", ())),
        events=events,
        caps=_caps(body.get("groups", ())),
        letters=_thresholds(body["letters"]),
        bands=_thresholds(body["bands"]),
        cells=read_cells(body),
        fades=any(event.half_life for event in events.values()),
    )


def read_cells(body: Mapping[str, Any]) -> dict[str, Cell]:
    """Grade -> what is to be done with its leads; empty where a body says nothing of it."""
    return {cell.grade: cell for cell in (_cell(row) for row in body.get("cells", ()))}


def _fit_rule(row: Mapping[str, Any]) -> FitRule:
    points = hundredths(row["points"])
    return FitRule(row["code"], row["field"], test_of(row), points, row.get("group", ""), (row["code"], number(points)))


def _events(body: Mapping[str, Any]) -> dict[str, EventRule]:
    if "events" not in body:
        cap = hundredths(body.get("event_cap", FIRST_CAP))
        return {str(name): EventRule(hundredths(points), cap, "", 0) for name, points in body["behaviour"].items()}
    return {
        row["event"]: EventRule(
            hundredths(row["points"]),
            hundredths(row["cap"]) if row.get("cap") is not None else None,
            row.get("group", ""),
            int(row.get("half_life") or 0),
        )
        for row in body["events"]
    }


def _caps(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {row["group"]: hundredths(row["cap"]) for row in rows}


def _thresholds(rows: Sequence[Sequence[Any]]) -> tuple[tuple[int, str], ...]:
    return tuple((hundredths(least), str(name)) for least, name in rows)


def _cell(row: Mapping[str, Any]) -> Cell:
    advice = {name: str(row[name]) for name in ("zh", "en") if row.get(name)}
    return Cell(row["cell"], row.get("route", "rules"), row.get("plan", ""), advice)


def test_of(row: Mapping[str, Any]) -> Test:
    """The test of a fit rule: a function of the field's value. Case does not matter."""
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
            return lambda value: first_number(value) >= least
        case "none_of":
            refused = frozenset(str(choice).casefold() for choice in wanted or ())
            return lambda value: bool(value) and str(value).casefold() not in refused
        case unknown:
            raise ValueError(f"score rule {row['code']}: unknown test {unknown}")


def first_number(value: Any) -> float:
    """The first number in a text such as `200-499人`; minus one when there is none."""
    digits = ""
    for character in str(value or "").replace(",", ""):
        if character.isdigit() or (character == "." and digits):
            digits += character
        elif digits:
            break
    return float(digits) if digits else -1.0
