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
from gleanry.likeness.records.text import Column, count_for, joined

SHARED = 3
"""So many families make a number or a mail box one of the house."""

SPARE = 0.05
"""Owners that an identifier of one family may have beside them, unseen."""

Tally = tuple[Whole, Whole]
"""Ids in order, and how often each occurs."""


@dataclass
class Crowd:
    """Counts of a table of `rows` rows, by what is counted."""

    rows: int
    tallies: dict[str, Tally] = field(default_factory=dict)

    def count(self, what: str, ids: Whole) -> Whole:
        """How often each id occurs in the table; 0 for one that does not."""
        return count_for(ids, *self.tallies[what])


COUNTED = {
    "name": ("whole", "sound", "family"), "company": ("whole", "core", "brand"), "email": ("box", "domain"),
}  # fmt: skip


def crowd_of(table: Table) -> Crowd:
    """Count a table."""
    crowd = Crowd(table.rows)
    for name, wanted in COUNTED.items():
        column: Column = getattr(table, name)
        held = np.bincount(column.codes, minlength=len(column.texts))
        for what in wanted:
            crowd.tallies[f"{name}.{what}"] = _summed(column.ids[what], held)
    crowd.tallies["name.whole"] = _owners(table.name, "whole", table.company.rows("whole"))
    family = table.name.rows("family")
    crowd.tallies["email.whole"] = _owners(table.email, "whole", family)
    for what, slots in (("mobile", table.mobiles), ("line", table.lines)):
        numbers = np.concatenate([*slots, np.zeros(0, np.int64)])
        crowd.tallies[what] = _pairs_counted(numbers, np.tile(family, len(slots)) if slots else numbers)
    for name, column in table.plain.items():
        if name == "wechat":
            crowd.tallies[name] = _owners(column, "whole", family)
        else:
            held = np.bincount(column.codes, minlength=len(column.texts))
            crowd.tallies[name] = _summed(column.ids["whole"], held)
    return crowd


def colleagues_of(table: Table) -> dict[str, float]:
    """The bits that sharing a number or an address proves among people of one company: how rarely colleagues of
    different families do. Counted over all pairs of one company, a hundred pairs of which one shares believed before."""
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
    counts = np.unique(ids, return_counts=True)[1].astype(np.int64)
    return int((counts * (counts - 1) // 2).sum())


def rarity(count: Whole, crowd: Crowd) -> Real:
    """The bits it proves to share a value that so many hold: log2 of one in how many."""
    return np.log2(crowd.rows / np.maximum(count, 1.0)) if crowd.rows else np.zeros(len(count))


def rarity_of_owned(count: Whole, crowd: Crowd) -> Real:
    """The same for what one person owns: the first of its families counts for the pair itself."""
    return np.log2(crowd.rows / (np.maximum(count, 1.0) - 1.0 + SPARE)) if crowd.rows else np.zeros(len(count))


def _summed(ids: Whole, held: Whole) -> Tally:
    """How many rows hold each id, from how many hold each distinct text."""
    known, place = np.unique(ids, return_inverse=True)
    return _without_nothing(known, np.bincount(place, weights=held).astype(np.int64))


def _owners(column: Column, what: str, by: Whole) -> Tally:
    return _pairs_counted(column.rows(what), by)


def _pairs_counted(held: Whole, by: Whole) -> Tally:
    """By how many different ids of `by` each id is held; rows whose `by` is 0 count as one only where no other do."""
    there = held != 0
    known, place = np.unique(held[there], return_inverse=True)
    groups, owner = np.unique(by[there], return_inverse=True)
    if not len(known):
        return known, known
    width = len(groups)
    found = np.unique(place.astype(np.int64) * width + owner)
    named = found if not len(groups) or groups.searchsorted(0) == width else found[groups[found % width] != 0]
    counts = np.bincount(named // width, minlength=len(known))
    return known, np.maximum(counts, 1).astype(np.int64)


def _without_nothing(known: Whole, counts: Whole) -> Tally:
    there = known != 0
    return known[there], counts[there]
