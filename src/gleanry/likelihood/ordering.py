"""Which rows came first: by a column of moments, or by the order of the file where that is no accident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gleanry.likelihood.leaks import is_key
from gleanry.likelihood.lexicon import of_words, words_of
from gleanry.likelihood.shapes import ROW_ORDER, Column, Unlearnable

RUNS = 25.0
"""Neighbouring rows are alike so many standard deviations more often than chance would have it."""
BEGINNING = of_words(
    "create created creation first received submitted registered open opened start engage entry inquiry date"
)


@dataclass(frozen=True, slots=True)
class Order:
    """`rows` in order of time, those without a moment left out; `column` is empty where the file's order was taken."""

    rows: NDArray[np.int64]
    column: str
    moments: NDArray[np.float64]
    stated: bool


def find_order(columns: Mapping[str, Column], rows: int, time: str = "") -> Order | None:
    """The order asked for, or the best there is; None where the rows stand in no order.

    Raises Unlearnable `bad_time` where the column asked for holds neither dates nor numbers.
    """
    if time and time in columns:
        column = columns[time]
        if column.kind not in ("date", "number"):
            raise Unlearnable("bad_time", column=time, examples=[label for label in column.labels if label][:3])
        return _by(column, stated=True)
    if time == ROW_ORDER:
        return _as_they_stand(rows, stated=True)
    dates = [
        column
        for column in columns.values()
        if column.kind == "date" and column.absent.mean() <= 0.05 and (~column.missing).sum() >= 10
    ]
    if dates:
        return _by(min(dates, key=_rank), stated=False)
    return _as_they_stand(rows, stated=False) if _stands_in_order(columns, rows) else None


def _by(column: Column, *, stated: bool) -> Order:
    moments = column.numbers
    there = np.flatnonzero(~np.isnan(moments))
    rows = there[np.argsort(moments[there], kind="stable")]
    return Order(rows, column.name, moments[rows], stated)


def _as_they_stand(rows: int, *, stated: bool) -> Order:
    places = np.arange(rows)
    return Order(places, "", places.astype(np.float64), stated)


def _rank(column: Column) -> tuple[int, float]:
    return (0 if BEGINNING & set(words_of(column.name)) else 1, float(np.nanmean(column.numbers)))


def _stands_in_order(columns: Mapping[str, Column], rows: int) -> bool:
    """Neighbouring rows are alike in some column, and the file is not merely sorted by one of them."""
    alike = False
    for column in columns.values():
        if is_key(column) or rows < 200:
            continue
        shares = np.bincount(column.codes) / rows
        chance = float((shares**2).sum())
        if chance > 0.98:
            continue
        same = float((column.codes[1:] == column.codes[:-1]).mean())
        if (same - chance) / np.sqrt(chance * (1 - chance) / (rows - 1)) > RUNS:
            if _is_sorted(column):
                return False
            alike = True
    return alike


def _is_sorted(column: Column) -> bool:
    if column.kind == "category":
        places = np.argsort(np.argsort(np.array([label.casefold() for label in column.labels])))
        steps = np.diff(places[column.codes])
    else:
        steps = np.diff(column.numbers[~np.isnan(column.numbers)])
    return bool((steps >= 0).all() or (steps <= 0).all())
