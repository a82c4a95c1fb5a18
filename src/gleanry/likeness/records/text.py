"""Whole columns of text at a time: distinct cells first, then the work once for each distinct cell."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gleanry.likeness.records.shapes import Whole

LONGEST = 200
"""Characters of a cell that are looked at: no name of a person, a company or a place needs more."""

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]+"
)
_NOTHING_TEXT = """
- -- . / ? \\ x xx xxx na n/a #n/a nan null (null) none nil unknown \\n 无 無 暂无 空 未知 未填 未填写 不详 保密
"""
_NOTHING = frozenset(_NOTHING_TEXT.split())
"""What people and programs write for nothing."""

Parts = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@dataclass
class Column:
    """One column: `codes` says for each row which of the distinct `texts` its cell is; `ids` holds, for each distinct
    text, a number that is equal where some part or sound of it is equal, and 0 where it has none."""

    codes: Whole
    texts: list[str]
    ids: dict[str, Whole] = field(default_factory=dict)

    def rows(self, name: str) -> Whole:
        """One of the ids, row by row."""
        return self.ids[name][self.codes]


class Cells(NamedTuple):
    """A column as it came: the texts in it, each at least once, and for each row which of them it holds."""

    texts: list[str]
    codes: Whole


def distinct(cells: Sequence[str]) -> Cells:
    """The distinct cells, and for each row which of them it holds."""
    place: defaultdict[str, int] = defaultdict()
    place.default_factory = place.__len__  # a text met for the first time gets the next number
    codes = np.fromiter(map(place.__getitem__, cells), np.int64, len(cells))
    return Cells(list(place), codes)


def fold(text: str) -> str:
    """One cell in plain width and lower case, single spaces, without what cannot be seen; empty for "N/A" and such."""
    if len(text) > LONGEST:
        text = text[: LONGEST * 4]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if not text.isprintable():
        text = _UNSEEN.sub(" ", text)
    text = " ".join(text.lower().split())[:LONGEST]
    return "" if text in _NOTHING else text


def column_of(cells: Sequence[str] | Cells, read: Callable[[str], str] = fold) -> Column:
    """A column whose cells are folded; rows whose cells fold to one text share a code, the first is that of a blank."""
    values, codes = cells if isinstance(cells, Cells) else distinct(cells)
    texts, again = distinct(["", *map(read, values)])
    return Column(again[1:][codes], texts)


def ids_of(keys: Iterable[str]) -> Whole:
    """Numbers that are equal where the keys are; 0 for an empty key.

    They are Python's own hashes of texts, which differ from process to process: good for asking whether two are equal
    and for nothing else. No result may depend on their order.
    """
    return np.fromiter((hash(key) if key else 0 for key in keys), np.int64)


def mixed(parts: Parts) -> Parts:
    """Numbers spread over all 64 bits, different ones to different ones (splitmix64)."""
    with np.errstate(over="ignore"):
        spread = parts + _GOLDEN
        spread = (spread ^ (spread >> np.uint64(30))) * _FIRST
        spread = (spread ^ (spread >> np.uint64(27))) * _SECOND
        return spread ^ (spread >> np.uint64(31))


def joined(*ids: Whole) -> Whole:
    """One id for several, 0 where any of them is 0."""
    whole = np.zeros(len(ids[0]), np.uint64)
    missing = np.zeros(len(ids[0]), np.bool_)
    with np.errstate(over="ignore"):
        for part in ids:
            missing |= part == 0
            whole = mixed(whole * np.uint64(31) + part.view(np.uint64))
    found: Whole = whole.view(np.int64)
    found[missing] = 0
    return found


def sorted_once(numbers: Whole) -> Whole:
    """The different numbers, in order; sorting is several times faster than numpy's own unique."""
    ordered = np.sort(numbers)
    kept = np.ones(len(ordered), np.bool_)
    kept[1:] = ordered[1:] != ordered[:-1]
    return ordered[kept]
