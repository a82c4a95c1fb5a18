"""Pairs and groups of one table: read, block, compare, learn, weigh, group."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from gleanry.likeness.records.block import candidates
from gleanry.likeness.records.cluster import Links, groups_of
from gleanry.likeness.records.compare import Compared, Sides, compare, fields_of
from gleanry.likeness.records.crowd import Crowd, colleagues_of, crowd_of
from gleanry.likeness.records.levels import LEVELS
from gleanry.likeness.records.shapes import Columns, Groups, Levels, Pairs, Real, Settings, Whole
from gleanry.likeness.records.table import Table, identical, stamps_of, table_of, take
from gleanry.likeness.records.weigh import Model, against, bits_of, learn, probability_of

Tell = Callable[[str], None]
"""Told what is being done, for those who wait."""

_SETTINGS = Settings()
STEP = 1_000_000
"""Pairs compared at a time."""


class Found:
    """One table compared with itself: its rows of a kind (those that hold the same), and the model learned from it."""

    def __init__(self, columns: Columns, settings: Settings, tell: Tell) -> None:
        tell("reading")
        table = table_of(columns, settings)
        self.first, self.kind = identical(table)
        self.table: Table = take(table, self.first)
        tell("counting")
        self.crowd: Crowd = crowd_of(self.table)
        self.fields = fields_of(self.table)
        tell("blocking")
        self.left, self.right = candidates(self.table, settings)
        tell(f"comparing {len(self.left)} pairs")
        compared = self.compare(self.left, self.right)
        tell("weighing")
        self.model: Model = learn(compared, self.table.rows, colleagues_of(self.table))
        self.levels = compared.levels
        self.bits = bits_of(compared, self.model)

    def compare(self, left: Whole, right: Whole) -> Compared:
        """Compare pairs of kinds of rows, some at a time so that memory stays bounded."""
        parts = [
            compare(Sides(self.table, left[at : at + STEP], self.table, right[at : at + STEP], self.crowd), self.fields)
            for at in range(0, max(len(left), 1), STEP)
        ]
        levels, chance = (np.concatenate([getattr(part, name) for part in parts]) for name in ("levels", "chance"))
        return Compared(self.fields, levels, chance)

    def against(self, left: Whole, right: Whole) -> Real:
        """Bits for pairs that nothing brought together: how far they contradict each other."""
        return against(self.compare(left, right), self.model)

    def copies(self) -> tuple[Whole, Whole, Real, Levels]:
        """Rows that hold the same as an earlier one: the earlier, the later, the bits that they are one, the levels."""
        kinds = np.flatnonzero(np.bincount(self.kind) > 1)
        compared = self.compare(kinds, kinds)
        place = np.zeros(self.table.rows, np.int64)
        place[kinds] = np.arange(len(kinds))
        later = np.flatnonzero(self.first[self.kind] != np.arange(len(self.kind)))
        own = place[self.kind[later]]
        bits = np.where((compared.levels > 0).any(axis=1), bits_of(compared, self.model), -np.inf)
        return self.first[self.kind[later]], later, bits[own], compared.levels[own]


def find_pairs(columns: Columns, settings: Settings = _SETTINGS, *, tell: Tell = lambda _: None) -> Pairs:
    """Pairs of rows of a table that may be one, each at least `settings.review` probable.

    Takes cells by field (`shapes.FIELDS`; more columns of one field as `phone#2`); blank cells are empty texts. The
    answer depends on what the rows hold and not on their order, but for rows that hold the same in every field: they
    are paired with the first of them and not with each other. ValueError for an unknown field or unequal columns.
    """
    found = Found(columns, settings, tell)
    least = probability_of(found.bits) >= settings.review
    left, right = found.first[found.left[least]], found.first[found.right[least]]
    bits, levels = found.bits[least], found.levels[least]
    again, copy, own, same = found.copies()
    kept = probability_of(own) >= settings.review
    left, right = np.concatenate([left, again[kept]]), np.concatenate([right, copy[kept]])
    bits, levels = np.concatenate([bits, own[kept]]), np.concatenate([levels, same[kept]])
    low, high = np.minimum(left, right), np.maximum(left, right)
    order = np.lexsort((high, low))
    names = tuple(LEVELS[name] for name in found.fields)
    return Pairs(low, high, probability_of(bits), levels, found.fields, names).take(order)


def group_records(columns: Columns, settings: Settings = _SETTINGS, *, tell: Tell = lambda _: None) -> Groups:
    """Which rows of a table are one: a group for every row, at `settings.threshold`. As find_pairs otherwise."""
    found = Found(columns, settings, tell)
    sure = probability_of(found.bits) >= settings.threshold
    left, right, bits = found.left[sure], found.right[sure], found.bits[sure]
    tell(f"grouping {len(left)} links")
    label = groups_of(found.table.rows, Links(left, right, bits), found.against, partial(stamps_of, found.table))
    inside = label[left] == label[right]
    return _told(found, label, (left[inside], right[inside], bits[inside], found.levels[sure][inside]), settings)


def _told(found: Found, label: Whole, links: tuple[Whole, Whole, Real, Levels], settings: Settings) -> Groups:
    """Spread the groups of kinds over all rows, and say of each row by which link it belongs."""
    left, right, bits, levels = links
    rows = len(found.kind)
    again, copy, own, same = found.copies()
    joins = probability_of(own) >= settings.threshold
    again, copy, own, same = again[joins], copy[joins], own[joins], same[joins]
    group = np.arange(rows)
    group[found.first] = found.first[label]
    group[copy] = group[again]
    left, right = np.concatenate([found.first[left], again]), np.concatenate([found.first[right], copy])
    strength, looks = np.concatenate([bits, own]), np.concatenate([levels, same])
    one, other = np.concatenate([left, right]), np.concatenate([right, left])
    order = np.lexsort((other, -np.tile(strength, 2), one))
    row, best = np.unique(one[order], return_index=True)
    chosen, links_ = order[best], len(left)
    probability, partner = np.zeros(rows), np.full(rows, -1)
    probability[row], partner[row] = probability_of(strength[chosen % links_]), other[chosen]
    said = Pairs(row, partner[row], probability[row], looks[chosen % links_], found.fields, names_of(found)).evidence
    evidence = [""] * rows
    for at, words in zip(row.tolist(), said, strict=True):
        evidence[at] = words
    _, first, number = np.unique(group, return_index=True, return_inverse=True)
    place = np.empty(len(first), np.int64)
    place[np.argsort(first)] = np.arange(1, len(first) + 1)
    return Groups(place[number], probability, partner, evidence)


def names_of(found: Found) -> tuple[tuple[str, ...], ...]:
    """What the levels of each compared field are called."""
    return tuple(LEVELS[name] for name in found.fields)
