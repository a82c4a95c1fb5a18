"""How common each value of a table is: what it proves that two rows share it.

A name proves less the more people have it; a telephone number proves nothing once people of three families answer it.
Counted are owners, not rows, where rows of one person would count twice: for a name the companies it occurs in, for a
number or an address the families that gave it. All counts are whole numbers, so the order of rows is of no account.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gleanry.likeness.records.shapes import Real, Whole
from gleanry.likeness.records.table import Table
from gleanry.likeness.records.text import Column, joined, sorted_once

SHARED = 3
"""So many families make a number or a mail box one of the house."""

SPARE = 0.05
"""Owners that an identifier of one family may have beside them, unseen."""


@dataclass
class Crowd:
    """Counts of a table of `rows` rows: for columns by distinct text, for `mobile` and `line` by slot and row."""

    rows: int
    counts: dict[str, Whole] = field(default_factory=dict)


COUNTED = {
    "name": ("sound", "family"), "company": ("whole", "core", "brand"), "email": ("box", "domain"),
}  # fmt: skip


def crowd_of(table: Table) -> Crowd:
    """Count a table."""
    crowd = Crowd(table.rows)
    for name, wanted in COUNTED.items():
        column: Column = getattr(table, name)
        for what in wanted:
            crowd.counts[f"{name}.{what}"] = _rows_with(column, what)
    family = table.name.rows("family")
    crowd.counts["name.whole"] = _owners_of(table.name, table.company.rows("core"))
    crowd.counts["email.whole"] = _owners_of(table.email, family)
    for what, slots in (("mobile", table.mobiles), ("line", table.lines)):
        if slots:
            counts = _owners(np.concatenate(slots), np.tile(family, len(slots)))
            crowd.counts |= {f"{what}{at}": part for at, part in enumerate(np.split(counts, len(slots)))}
    for name, column in table.plain.items():
        crowd.counts[name] = _owners_of(column, family) if name == "wechat" else _rows_with(column, "whole")
    return crowd


def colleagues_of(table: Table) -> dict[str, float]:
    """The bits that sharing a number or an address proves among people of one company: how rarely colleagues of
    different families do. Counted over all pairs of one company, one in a hundred believed before."""
    family, core = table.name.rows("family"), table.company.rows("core")
    held = {"phone": table.mobiles[:1], "email": [table.email.rows("whole")]}
    found = {}
    for name, columns in held.items():
        for column in columns:
            there = (family != 0) & (core != 0) & (column != 0)
            firm, number, house = core[there], column[there], family[there]
            sharing = _pairs(joined(firm, number)) - _pairs(joined(firm, number, house))
            apart = _pairs(firm) - _pairs(joined(firm, house))
            found[name] = float(-np.log2((sharing + 1) / (apart + 100)))
    return found


def _pairs(ids: Whole) -> int:
    """How many pairs of rows hold one id."""
    ordered = np.sort(ids)
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    counts = np.diff(starts, append=len(ordered))
    return int((counts * (counts - 1) // 2).sum())


def rarity(count: Whole, crowd: Crowd) -> Real:
    """The bits it proves to share a value that so many hold: log2 of one in how many."""
    return np.log2(crowd.rows / np.maximum(count, 1.0)) if crowd.rows else np.zeros(len(count))


def rarity_of_owned(count: Whole, crowd: Crowd) -> Real:
    """The same for what one person owns: the first of its families counts for the pair itself."""
    return np.log2(crowd.rows / (np.maximum(count, 1.0) - 1.0 + SPARE)) if crowd.rows else np.zeros(len(count))


def _rows_with(column: Column, what: str) -> Whole:
    """For each distinct text, how many rows have its id."""
    held = np.bincount(column.codes, minlength=len(column.texts))
    known, place = np.unique(column.ids[what], return_inverse=True)
    counts = np.bincount(place, weights=held, minlength=len(known)).astype(np.int64)
    return np.where(column.ids[what] == 0, 0, counts[place])


def _owners_of(column: Column, by: Whole) -> Whole:
    """For each distinct text, by how many different ids of `by` it is held."""
    counts = np.zeros(len(column.texts), np.int64)
    counts[column.codes] = _owners(column.rows("whole"), by)
    return counts


def _owners(held: Whole, by: Whole) -> Whole:
    """For each row, by how many different ids of `by` what it holds is held; rows whose `by` is 0 are nobody."""
    rows = np.flatnonzero(held)
    _, place = np.unique(held[rows], return_inverse=True)
    groups, owner = np.unique(by[rows], return_inverse=True)
    pairs = sorted_once(place[by[rows] != 0] * len(groups) + owner[by[rows] != 0])
    counts = np.bincount(pairs // max(len(groups), 1), minlength=len(rows))
    found = np.zeros(len(held), np.int64)
    found[rows] = np.maximum(counts[place], 1)
    return found
