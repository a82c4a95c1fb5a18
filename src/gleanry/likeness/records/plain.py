"""Columns that are compared as they stand: plain texts, dates, numbers that name somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gleanry.likeness.records.text import Column, column_of, fold, ids_of

_SIGNS = re.compile(r"[\W_]+")
_DAY = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?(?: .*|t.*)?")
_DAY_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_FLOAT = re.compile(r"([0-9]+)\.0+")


def texts_of(cells: Sequence[str]) -> Column:
    """The column with the id `whole`; signs do not count."""
    return _with_ids(column_of(cells, lambda text: _SIGNS.sub(" ", fold(text)).strip()))


def digits_of(cells: Sequence[str]) -> Column:
    """Numbers that name somebody or some place: letters and digits without what stands between them."""
    return _with_ids(column_of(cells, lambda text: _SIGNS.sub("", _FLOAT.sub(r"\1", fold(text)))))


def dates_of(cells: Sequence[str]) -> Column:
    """Days as 19480607; a cell that is none stays as the digits it has."""
    return _with_ids(column_of(cells, _day))


def _day(text: str) -> str:
    plain = _FLOAT.sub(r"\1", fold(text))
    if match := _DAY.fullmatch(plain):
        year, month, day = match.groups()
    elif match := _DAY_LAST.fullmatch(plain):
        day, month, year = match.groups()
    else:
        return _SIGNS.sub("", plain)
    return f"{year}{int(month):02d}{int(day):02d}"


def _with_ids(column: Column) -> Column:
    column.ids["whole"] = ids_of(column.texts)
    return column
