"""Cut columns into bins, without looking at the outcome; give each row its bin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from gleanry.likelihood.shapes import Bins, Codes, Column, Flags, Floats

MOST_BINS = 24
MOST_LABELS = 80
FEWEST_ROWS = 8
"""A text that fewer rows have goes with all other texts."""

WEEKDAY, HOUR, DAYS_SINCE, VALUE = "weekday", "hour", "days since", "value"
_THURSDAY = 3  # 1970-01-01


def cut_column(column: Column, rows: Flags) -> Bins | None:
    """The bins of a number or category from the `rows` that teach; None when all of them say the same."""
    codes = column.codes[rows]
    if column.kind in ("number", "date"):
        cuts = quantile_cuts(column.values[codes])
        return Bins(column.name, VALUE, True, cuts) if cuts or _varies(column.missing[codes]) else None
    labels = frequent_labels(column, codes)
    bins = Bins(column.name, VALUE, False, labels=labels)
    useful = len(np.unique(codes_of(bins, {column.name: column})[rows])) > 1
    return bins if useful else None


def cut_numbers(name: str, part: str, values: Floats, *, since: str = "") -> Bins | None:
    """The bins of a number that was worked out of dates."""
    cuts = quantile_cuts(values)
    return Bins(name, part, True, cuts, since=since) if cuts else None


def quantile_cuts(values: Floats) -> tuple[float, ...]:
    """Upper ends of bins of about equal numbers of rows; each of few distinct values gets a bin of its own."""
    filled = np.sort(values[~np.isnan(values)])
    if not len(filled):
        return ()
    distinct = np.unique(filled)
    if len(distinct) <= MOST_BINS:
        ends = distinct[:-1]
    else:
        places = (np.arange(1, MOST_BINS) * len(filled)) // MOST_BINS
        ends = np.unique(filled[places])
        ends = ends[ends < distinct[-1]]
    return tuple(float(end) for end in ends)


def frequent_labels(column: Column, codes: Codes) -> tuple[str, ...]:
    """The folded texts that get a bin: the most frequent first, in the order of the alphabet among equals."""
    counts: dict[str, int] = {}
    for label, gone, count in zip(
        column.labels, column.missing, np.bincount(codes, minlength=len(column.labels)), strict=True
    ):
        if not gone and count:
            folded = label.casefold()
            counts[folded] = counts.get(folded, 0) + int(count)
    ranked = sorted((-count, label) for label, count in counts.items() if count >= FEWEST_ROWS)
    return tuple(label for _, label in ranked[:MOST_LABELS])


def codes_of(bins: Bins, columns: Mapping[str, Column]) -> Codes:
    """The bin of each row; a column that is not there counts as missing in every row."""
    column = columns.get(bins.column)
    if column is None:
        rows = len(next(iter(columns.values())).codes)
        return np.full(rows, bins.size - 1, dtype=np.int32)
    if not bins.ordered:
        places = {label: place for place, label in enumerate(bins.labels)}
        other = len(bins.labels)
        lookup = np.array(
            [
                other + 1 if gone else places.get(label.casefold(), other)
                for label, gone in zip(column.labels, column.missing, strict=True)
            ],
            dtype=np.int32,
        )
        return lookup[column.codes]
    if bins.part == VALUE:
        return place_numbers(bins, column.values)[column.codes]
    return place_numbers(bins, part_of(bins.part, column, columns.get(bins.since)))


def place_numbers(bins: Bins, values: Floats) -> Codes:
    """The bin of each number; NaN goes to the last one."""
    codes = np.searchsorted(np.asarray(bins.cuts), values, side="left").astype(np.int32)
    codes[np.isnan(values)] = bins.size - 1
    return codes


def part_of(part: str, column: Column, since: Column | None = None) -> Floats:
    """What is taken of a date, a number a row: its weekday (0 is Monday), its hour, or the days since another."""
    days = column.numbers
    if part == WEEKDAY:
        weekday: Floats = np.mod(np.floor(days) + _THURSDAY, 7)
        return weekday
    if part == HOUR:
        return np.floor(np.mod(days, 1) * 24 + 1e-6)
    if since is None:
        return np.full(len(days), np.nan)
    return days - since.numbers


def shares_of(codes: Codes, size: int) -> Floats:
    """The share of rows in each bin."""
    return np.bincount(codes, minlength=size) / max(len(codes), 1)


def names_of(bins: Bins) -> list[str]:
    """Each bin as a person would say it."""
    if not bins.ordered:
        return [*bins.labels, "other", "missing"]
    if bins.part == WEEKDAY:
        days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        return [days[int(min(end, 6))] for end in [*bins.cuts, (bins.cuts[-1] if bins.cuts else -1) + 1]] + ["missing"]
    if not bins.cuts:
        return ["any", "missing"]
    ends = [_short(cut) for cut in bins.cuts]
    between = [_between(low, high) for low, high in zip(bins.cuts, bins.cuts[1:], strict=False)]
    return [f"up to {ends[0]}", *between, f"over {ends[-1]}", "missing"]


def _between(low: float, high: float) -> str:
    """Between neighbouring whole numbers lies one value, and it is named."""
    if high - low == 1 and high == round(high):
        return _short(high)
    return f"over {_short(low)} to {_short(high)}"


def _short(value: float) -> str:
    return f"{value:.10g}" if value == round(value) else f"{value:.4g}"


def _varies(flags: Sequence[bool] | Flags) -> bool:
    return bool(np.any(flags)) and not bool(np.all(flags))
