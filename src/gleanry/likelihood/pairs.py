"""Which two features say more together than each alone: found on what the additive model leaves unexplained.

For each pair a coarse table is made, and the residuals of its cells are compared with what chance would leave there (a
score test). The tables that stand out become terms of their own, shrunk like any category.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from gleanry.likelihood.additive import Feature, Fit
from gleanry.likelihood.measures import chance
from gleanry.likelihood.shapes import Codes, Flags, Floats

MOST_PAIRS = 10
GROUPS = 10
STANDS_OUT = 5.0
"""In standard deviations of what chance would leave."""
_LOOKED_AT = 24
"""Features beyond the strongest so many are not paired."""

Pair = tuple[int, int]


def groups_of(feature: Feature) -> Codes:
    """For each bin its group: neighbours in about equal numbers of rows, or the most frequent labels and the rest."""
    counts = np.bincount(feature.codes, minlength=feature.size)
    groups = np.full(feature.size, GROUPS, dtype=np.int32)
    if feature.ordered:
        values = counts[:-1]
        middle = np.cumsum(values) - values / 2
        groups[:-1] = np.minimum(middle * GROUPS // max(values.sum(), 1), GROUPS - 1)
    else:
        best = np.argsort(-counts[:-1], kind="stable")[: GROUPS - 1]
        groups[:-1] = GROUPS - 1
        groups[best] = np.arange(len(best))
    return groups


def find_pairs(features: Sequence[Feature], won: Flags, fit: Fit) -> list[Pair]:
    """The pairs that stand out, strongest first."""
    said = chance(fit.score(features))
    residual, spread = won - said, said * (1 - said)
    strength = [float(np.std(weights[feature.codes])) for feature, weights in zip(features, fit.weights, strict=True)]
    looked_at = sorted(range(len(features)), key=lambda place: -strength[place])[:_LOOKED_AT]
    coarse = {place: groups_of(features[place])[features[place].codes] for place in looked_at}
    found = []
    for first, second in combinations(sorted(looked_at), 2):
        excess = _excess(coarse[first], coarse[second], residual, spread)
        if excess > STANDS_OUT:
            found.append((-excess, (first, second)))
    return [pair for _, pair in sorted(found)[:MOST_PAIRS]]


def _excess(first: Codes, second: Codes, residual: Floats, spread: Floats) -> float:
    joint = first * (GROUPS + 1) + second
    left = np.bincount(joint, weights=residual, minlength=(GROUPS + 1) ** 2)
    room = np.bincount(joint, weights=spread, minlength=(GROUPS + 1) ** 2)
    used = room > 1.0
    freedom = max(int(used.sum()), 1)
    return float(((left[used] ** 2 / room[used]).sum() - freedom) / np.sqrt(2 * freedom))


def joined(first: Feature, second: Feature, groups: tuple[Codes, Codes]) -> Feature:
    """A feature with a bin for each cell of two coarse features."""
    codes = groups[0][first.codes] * (GROUPS + 1) + groups[1][second.codes]
    return Feature(codes.astype(np.int32), (GROUPS + 1) ** 2, False)
