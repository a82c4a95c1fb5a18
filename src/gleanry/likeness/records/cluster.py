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
from math import fsum
from typing import NamedTuple

import numpy as np

from gleanry.likeness.records.shapes import Real, Whole

Judge = Callable[[Whole, Whole], Real]
"""The bits with which pairs of rows contradict each other, none above 0."""

Stamp = Callable[[Whole], list[int]]
"""Numbers for rows, made of what they hold."""

MOST_WHOLE = 200
"""Rows of a component in which every pair is looked at; in larger ones only the links are."""


class Links(NamedTuple):
    """Pairs of rows, with the bits that they are one."""

    left: Whole
    right: Whole
    bits: Real


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


def groups_of(rows: int, links: Links, judge: Judge, stamp: Stamp) -> Whole:
    """The lowest row of each row's group; the links are the pairs at or above the threshold."""
    label = components(rows, links.left, links.right)
    sizes = np.bincount(label, minlength=rows)
    linked = np.bincount(label[links.left], minlength=rows)
    unsure = (sizes > 2) & (linked < sizes * (sizes - 1) // 2)
    members = np.flatnonzero(unsure[label])
    if not len(members):
        return label
    among = unsure[label[links.left]]
    some = Links(links.left[among], links.right[among], links.bits[among])
    return _built(label, members, _in_order(some, members, stamp), _contradictions(label, members, judge))


def _in_order(links: Links, members: Whole, stamp: Stamp) -> Links:
    """The surest first; of equally sure ones, by what the rows hold and not by where they stand."""
    stamps = dict(zip(members.tolist(), stamp(members), strict=True))
    ends = [sorted((stamps[a], stamps[b])) for a, b in zip(links.left.tolist(), links.right.tolist(), strict=True)]
    low, high = np.array(ends, np.int64).reshape(-1, 2).T
    order = np.lexsort((high, low, -np.round(links.bits, 6)))
    return Links(links.left[order], links.right[order], links.bits[order])


def _contradictions(label: Whole, members: Whole, judge: Judge) -> dict[tuple[int, int], float]:
    """The bits against each pair of rows within a component, for components of up to MOST_WHOLE rows."""
    members = members[np.argsort(label[members], kind="stable")]
    bounds = [*np.flatnonzero(np.diff(label[members], prepend=-1)).tolist(), len(members)]
    whole = [members[a:b] for a, b in pairwise(bounds) if b - a <= MOST_WHOLE]
    pairs = [np.triu_indices(len(part), 1) for part in whole]
    nobody = np.zeros(0, np.int64)
    one = np.concatenate([nobody, *(part[i] for part, (i, _) in zip(whole, pairs, strict=True))])
    other = np.concatenate([nobody, *(part[j] for part, (_, j) in zip(whole, pairs, strict=True))])
    ends = zip(one.tolist(), other.tolist(), strict=True)
    return dict(zip(ends, judge(one, other).tolist(), strict=True))


def _built(label: Whole, members: Whole, links: Links, against: dict[tuple[int, int], float]) -> Whole:
    """Join rows along the links, as long as what speaks against does not outweigh the link."""
    group = {row: [row] for row in members.tolist()}
    home = {row: row for row in group}
    for left, right, bits in zip(links.left.tolist(), links.right.tolist(), links.bits.tolist(), strict=True):
        one, other = sorted((home[left], home[right]))
        if one == other:
            continue
        across = [against.get((min(a, b), max(a, b)), 0.0) for a in group[one] for b in group[other]]
        if bits + fsum(across) / len(across) > 0:
            group[one] += group.pop(other)
            home.update(dict.fromkeys(group[one], one))
    found = label.copy()
    found[list(home)] = list(home.values())
    return found
