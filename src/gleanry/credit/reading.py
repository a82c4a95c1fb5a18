"""Journeys from the columns of a file: one path a row, or one touch a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain

import numpy as np

from gleanry.credit.shapes import Journeys, Real, Whole

SECONDS_A_DAY = 86_400.0
_WHOLE = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


class BadCell(ValueError):
    """A cell that is not what its column should hold: `row` is counted from 1, below the header."""

    def __init__(self, row: int, column: str, value: str, wanted: str) -> None:
        super().__init__(f"row {row}, column {column}: “{value}” is no {wanted}")
        self.row, self.column, self.value, self.wanted = row, column, value, wanted


def from_paths(
    paths: Sequence[str],
    conversions: tuple[str, Sequence[str]],
    values: tuple[str, Sequence[str]] | None,
    nulls: tuple[str, Sequence[str]] | None,
    *,
    separator: str = " > ",
) -> Journeys:
    """One row is one path, with how often it ended in a conversion, their value together, and how often in none.

    Columns are (header, cells). A blank path has no touches. Raises BadCell.
    """
    mark = separator.strip() or separator
    split = [[step for part in path.split(mark) if (step := part.strip())] for path in paths]
    names, touches = _numbered(list(chain.from_iterable(split)))
    starts = np.concatenate([[0], np.cumsum([len(steps) for steps in split], dtype=np.int64)]).astype(np.int64)
    blank = np.zeros(len(paths))
    return Journeys(
        names, touches, starts, _numbers(*conversions), _numbers(*values) if values else blank,
        _numbers(*nulls) if nulls else blank,
    )  # fmt: skip


def from_events(
    people: Sequence[str],
    times: tuple[str, Sequence[str]],
    channels: Sequence[str],
    conversions: tuple[str, Sequence[str]],
    values: tuple[str, Sequence[str]] | None,
) -> Journeys:
    """One row is one touch of somebody. A journey ends with each conversion, and whose last touches brought none have
    a journey without one. Touches of one moment keep the order of the file. Raises BadCell."""
    names, touches = _numbered(channels)
    at = np.array([_moment(*times, row) for row in range(len(people))], np.float64)
    who = _numbered(people)[1]
    counted, worth = _numbers(*conversions), _numbers(*values) if values else np.zeros(len(people))
    order = np.lexsort((np.arange(len(at)), at, who))
    touches, at, who, counted, worth = touches[order], at[order], who[order], counted[order], worth[order]
    ended = counted > 0
    new = np.ones(len(at), np.bool_)
    new[1:] = (who[1:] != who[:-1]) | ended[:-1]
    starts = np.append(np.flatnonzero(new), len(at)).astype(np.int64)
    last = starts[1:] - 1
    ages = (np.repeat(at[last], np.diff(starts)) - at) / SECONDS_A_DAY
    nulls = np.where(ended[last], 0.0, 1.0)
    # A blank channel is no touch, but what ended there did end.
    kept = np.array([bool(name) for name in names], np.bool_)[touches] if len(names) else np.zeros(0, np.bool_)
    lengths = np.add.reduceat(kept.astype(np.int64), starts[:-1]) if len(kept) else np.zeros(0, np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return _without_blank(Journeys(names, touches[kept], starts, counted[last], worth[last], nulls, ages[kept]))


def _without_blank(journeys: Journeys) -> Journeys:
    """The channels without the blank one, which no touch has any more."""
    if "" not in journeys.channels:
        return journeys
    gone = journeys.channels.index("")
    touches = np.where(journeys.touches > gone, journeys.touches - 1, journeys.touches)
    names = tuple(name for name in journeys.channels if name)
    return Journeys(
        names, touches, journeys.starts, journeys.conversions, journeys.values, journeys.nulls, journeys.ages
    )


def _numbered(cells: Sequence[str]) -> tuple[tuple[str, ...], Whole]:
    """The distinct texts without spaces around, in order of coming, and for each cell which it is."""
    place: dict[str, int] = {}
    codes = np.fromiter((place.setdefault(cell.strip(), len(place)) for cell in cells), np.int64, len(cells))
    return tuple(place), codes


def _numbers(column: str, cells: Sequence[str]) -> Real:
    """Numbers not below zero; a blank cell is none."""
    found = np.zeros(len(cells))
    for at, cell in enumerate(cells):
        text = cell.strip()
        if not text:
            continue
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if not 0.0 <= number < float("inf"):
            raise BadCell(at + 1, column, text, "number of zero or more")
        found[at] = number
    return found


def _moment(column: str, cells: Sequence[str], row: int) -> float:
    """Seconds since 1970 of an ISO 8601 moment (UTC where it names no zone) or of a plain number."""
    text = cells[row].strip()
    if _WHOLE.fullmatch(text):
        return float(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise BadCell(row + 1, column, text, "moment such as 2026-03-02T10:00:00Z") from wrong
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
