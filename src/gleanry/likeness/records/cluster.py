"""From pairs to groups, without chains: A like B and B like C does not make A and C one person.

Pairs are taken from the surest down. Two groups become one when the surest link between them is at least the threshold
and what speaks against (pairs across that contradict each other) does not outweigh it: the link's bits plus the mean
bits of the contradicting pairs, over all pairs across, must stay above 0 (average linkage, as in correlation
clustering: Bansal, Blum, Chawla 2004). Groups in which nobody contradicts anybody, which are nearly all, are made at
once for the whole table.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from gleanry.likeness.records.shapes import Real, Whole

Judge = Callable[[Whole, Whole], Real]
"""Bits of evidence for pairs of rows, without the prior where nothing speaks for them."""

MOST_WHOLE = 60
"""Rows of a component in which every pair is looked at; in larger ones only the links are."""


def components(rows: int, left: Whole, right: Whole) -> Whole:
    """For each row the lowest row it is linked with, however far (label propagation with pointer jumping)."""
    label = np.arange(rows)
    while True:
        low = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, left, low)
        np.minimum.at(label, right, low)
        label = label[label]
        if np.array_equal(label, before):
            return label


def groups_of(rows: int, left: Whole, right: Whole, bits: Real, judge: Judge) -> Whole:
    """The lowest row of each row's group. `left`, `right`, `bits` are the links at or above the threshold."""
    label = components(rows, left, right)
    sizes = np.bincount(label, minlength=rows)
    links = np.bincount(label[left], minlength=rows)
    unsure = np.flatnonzero((sizes > 2) & (links < sizes * (sizes - 1) // 2))
    if not len(unsure):
        return label
    among = np.isin(label[left], unsure)
    return _split(label, np.flatnonzero(np.isin(label, unsure)), (left[among], right[among], bits[among]), judge)


def _split(label: Whole, members: Whole, links: tuple[Whole, Whole, Real], judge: Judge) -> Whole:
    """Build the groups of components in which some pairs are no links, from their pairs."""
    members = members[np.argsort(label[members], kind="stable")]
    starts = np.flatnonzero(np.diff(label[members], prepend=-1))
    bounds = [*starts.tolist(), len(members)]
    whole = [members[a:b] for a, b in pairwise(bounds) if b - a <= MOST_WHOLE]
    pairs = [np.triu_indices(len(part), 1) for part in whole]
    one = np.concatenate([np.zeros(0, np.int64), *(part[i] for part, (i, _) in zip(whole, pairs, strict=True))])
    other = np.concatenate([np.zeros(0, np.int64), *(part[j] for part, (_, j) in zip(whole, pairs, strict=True))])
    against = np.minimum(judge(one, other), 0.0)
    table = dict(zip(zip(one.tolist(), other.tolist(), strict=True), against.tolist(), strict=True))
    left, right, bits = links
    parent = {row: [row] for row in members.tolist()}
    home = {row: row for row in parent}
    order = np.lexsort((right, left, -np.round(bits, 6)))
    for at in order.tolist():
        a, b = home[int(left[at])], home[int(right[at])]
        if a == b:
            continue
        across = [table.get((min(x, y), max(x, y)), 0.0) for x in parent[a] for y in parent[b]]
        if float(bits[at]) + sum(across) / len(across) * _FORCE <= 0:
            continue
        low, high = min(a, b), max(a, b)
        parent[low] = parent[low] + parent.pop(high)
        for row in parent[low]:
            home[row] = low
    found = label.copy()
    rows = np.fromiter(home, np.int64, len(home))
    found[rows] = np.fromiter(home.values(), np.int64, len(home))
    return found


_FORCE = 1.0
"""How much a contradiction counts beside a link: the mean over all pairs across thins it out."""
