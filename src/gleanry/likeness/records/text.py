"""Whole columns of text at a time: distinct cells first, then the work once for each distinct cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from gleanry.likeness.records.shapes import Whole

LONGEST = 200
"""Characters of a cell that are looked at: no name of a person, a company or a place needs more."""

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]+"
)
_NOTHING = frozenset(
    [
        "-",
        "--",
        ".",
        "/",
        "?",
        "\\",
        "x",
        "xx",
        "xxx",
        "na",
        "n/a",
        "#n/a",
        "nan",
        "null",
        "(null)",
        "none",
        "nil",
        "unknown",
        "\\n",
        "无",
        "無",
        "暂无",
        "空",
        "未知",
        "未填",
        "未填写",
        "不详",
        "保密",
    ]
)

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@dataclass
class Column:
    """One column: `codes` says for each row which of the distinct `texts` its cell is; `ids` holds, for each distinct
    text, a number that is equal where some part or sound of it is equal, and 0 where it has none. `spoken` is how each
    distinct text sounds, where that is compared too."""

    codes: Whole
    texts: list[str]
    spoken: list[str] = field(default_factory=list)
    ids: dict[str, Whole] = field(default_factory=dict)

    def rows(self, name: str) -> Whole:
        """One of the ids, row by row."""
        return self.ids[name][self.codes]


def distinct(cells: Sequence[str]) -> tuple[list[str], Whole]:
    """The distinct cells, and for each row which of them it holds."""
    values = list(dict.fromkeys(cells))
    place = dict(zip(values, range(len(values)), strict=True))
    return values, np.fromiter(map(place.__getitem__, cells), np.int64, len(cells))


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


def column_of(cells: Sequence[str], read: Callable[[str], str] = fold) -> Column:
    """A column whose cells are folded; rows whose cells fold to one text share a code, the first is that of a blank."""
    values, codes = distinct(cells)
    texts, again = distinct(["", *map(read, values)])
    return Column(again[1:][codes], texts)


def ids_of(keys: Iterable[str]) -> Whole:
    """Numbers that are equal where the keys are; 0 for an empty key.

    They are Python's own hashes of texts, which differ from process to process: good for asking whether two are equal
    and for nothing else. No result may depend on their order.
    """
    return np.fromiter((hash(key) if key else 0 for key in keys), np.int64)


def joined(*ids: Whole) -> Whole:
    """One id for several, 0 where any of them is 0 (splitmix64 over the parts, in their order)."""
    mixed = np.zeros(len(ids[0]), np.uint64)
    missing = np.zeros(len(ids[0]), np.bool_)
    with np.errstate(over="ignore"):
        for part in ids:
            missing |= part == 0
            mixed = mixed * np.uint64(31) + part.view(np.uint64) + _GOLDEN
            mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
            mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
            mixed ^= mixed >> np.uint64(31)
    found: Whole = mixed.view(np.int64)
    found[missing] = 0
    return found


def owners(held: Whole, by: Whole) -> tuple[Whole, Whole]:
    """Each id that is `held`, in order, and by how many different ids of `by` (those of 0 count as one)."""
    there = held != 0
    mixed = joined(held[there], np.where(by[there] == 0, 1, by[there]))
    _, first = np.unique(mixed, return_index=True)
    found, counts = np.unique(held[there][first], return_counts=True)
    return found, counts.astype(np.int64)


def count_for(ids: Whole, known: Whole, counts: Whole) -> Whole:
    """What `owners` counted, for each of the ids; 0 for those it never saw."""
    if not len(known):
        return np.zeros(len(ids), np.int64)
    at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    return np.where(known[at] == ids, counts[at], 0)
