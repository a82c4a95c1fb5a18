"""Columns of text become numbers, dates or categories, by what is in them and not by what they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from gleanry.likelihood.shapes import Column, Floats
from gleanry.values.moment import guess_day_first, parse_moment
from gleanry.values.unreadable import Unreadable

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--", "?", "\\n", "无", "空", "未知"})
MOSTLY = 0.97
"""A column is what at least this share of its filled cells are."""

_DAY = 86400.0
_AFFIXES = re.compile(r"^[¥￥$€£]\s*|\s*(?:%|元|人|万)$")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DATE_LIKE = re.compile(
    r"\d{4}[-/.年]\d{1,2}|\d{1,2}[-/. ](?:\d{1,2}|[^\W\d_]{3,9})[-/., ]+\d{2,4}|[^\W\d_]{3,9} \d{1,2}, "
)
_COMPACT = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{6})?")


def read_column(name: str, cells: Sequence[str]) -> Column:
    """Read one column; each distinct text is looked at once, however many rows have it."""
    index: dict[str, int] = {}
    codes = np.fromiter((index.setdefault(cell, len(index)) for cell in cells), np.int32, len(cells))
    labels = tuple(label.strip() for label in index)
    missing = np.array([label.casefold() in MISSING for label in labels], dtype=np.bool_)
    counts = np.bincount(codes, minlength=len(labels)).astype(np.float64)
    filled = float(counts[~missing].sum())
    if not filled:
        return Column(name, "empty", codes, labels, np.full(len(labels), np.nan), missing)
    for kind, values in (("date", _dates(labels, missing)), ("number", _numbers(labels, missing))):
        if values is not None and counts[~np.isnan(values)].sum() >= MOSTLY * filled:
            return Column(name, kind, codes, labels, values, missing)  # type: ignore[arg-type]  # one of the literals above
    return Column(name, "category", codes, labels, np.full(len(labels), np.nan), missing)


def _numbers(labels: Sequence[str], missing: np.ndarray) -> Floats:
    return np.array([np.nan if gone else _number(label) for label, gone in zip(labels, missing, strict=True)])


def _number(text: str) -> float:
    """A number, with thousands separated, a currency sign or a unit at its end; NaN when it is none."""
    try:
        value = float(text)
    except ValueError:
        bare = _AFFIXES.sub("", text).strip()
        bare = bare.replace(",", "") if _THOUSANDS.fullmatch(bare) else bare
        try:
            value = float(bare)
        except ValueError:
            return float("nan")
    return value if np.isfinite(value) else float("nan")


def _dates(labels: Sequence[str], missing: np.ndarray) -> Floats | None:
    """Days since 1970 of each label; None where the first labels already show that these are no dates."""
    filled = [label for label, gone in zip(labels, missing, strict=True) if not gone]
    sample = filled[:: max(1, len(filled) // 50)]
    like = sum(bool(_DATE_LIKE.match(text) or _COMPACT.fullmatch(text)) for text in sample)
    if like < 0.9 * len(sample):
        return None
    day_first = guess_day_first(sample)
    return np.array([np.nan if gone else _days(text, day_first) for text, gone in zip(labels, missing, strict=True)])


def _days(text: str, day_first: bool | None) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parse_moment(text, zone=UTC, day_first=bool(day_first)).at
        except Unreadable:
            return float("nan")
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() / _DAY
