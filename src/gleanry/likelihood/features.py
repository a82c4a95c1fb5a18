"""From columns that may be known beforehand to the features of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from gleanry.likelihood.additive import Feature
from gleanry.likelihood.binning import DAYS_SINCE, HOUR, WEEKDAY, codes_of, cut_column, cut_numbers, part_of
from gleanry.likelihood.leaks import is_key
from gleanry.likelihood.shapes import Bins, Column, Flags

BEFORE = 0.98


def cut_features(columns: Mapping[str, Column], rows: Flags, *, time: str = "") -> list[Bins]:
    """The bins of every feature that varies. Of a date, what comes again is taken: its weekday and hour, not the day.

    The day itself only says when a row was written, and tomorrow is a day no model has seen. Where `time` names a date
    column, other dates that lie before it give the days between.
    """
    found: list[Bins | None] = []
    for column in columns.values():
        if column.kind == "date":
            found += _parts_of_date(column, columns.get(time), rows)
        elif column.name != time and not (is_key(column) and not column.missing.any()):
            found.append(cut_column(column, rows))
    return [bins for bins in found if bins is not None]


def _parts_of_date(column: Column, start: Column | None, rows: Flags) -> list[Bins | None]:
    weekday = part_of(WEEKDAY, column)[rows]
    hour = part_of(HOUR, column)[rows]
    parts = [cut_numbers(column.name, WEEKDAY, weekday)]
    if len(np.unique(hour[~np.isnan(hour)])) > 3:
        parts.append(cut_numbers(column.name, HOUR, hour))
    if start is not None and start.kind == "date" and start.name != column.name:
        gap = part_of(DAYS_SINCE, column, start)[rows]
        there = gap[~np.isnan(gap)]
        if len(there) and (there <= 0).mean() >= BEFORE:
            parts.append(cut_numbers(column.name, DAYS_SINCE, gap, since=start.name))
    return parts


def features_of(bins: Sequence[Bins], columns: Mapping[str, Column]) -> list[Feature]:
    """Each feature's bin for every row."""
    return [Feature(codes_of(each, columns), each.size, each.ordered) for each in bins]


def part(features: Sequence[Feature], rows: Flags) -> list[Feature]:
    """The same features for some of the rows."""
    return [Feature(feature.codes[rows], feature.size, feature.ordered) for feature in features]
