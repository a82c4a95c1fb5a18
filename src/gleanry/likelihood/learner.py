"""Additive model first, then the pairs that stand out: one fit that scores other rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gleanry.likelihood.additive import Feature, Fit, fit_additive
from gleanry.likelihood.features import part
from gleanry.likelihood.measures import auc, stability
from gleanry.likelihood.pairs import Pair, find_pairs, groups_of, joined
from gleanry.likelihood.shapes import Codes, Flags, Floats

PAST = 0.7
"""The share of rows in order of time that teach; the later ones test."""
DRIFTED = 0.5
WORTH = 0.01
"""A choice of fewer features must rank later rows better by so much."""


@dataclass(frozen=True, slots=True)
class Learner:
    """Which features are in, which pairs of them, and the weights of both. Features are counted among all given."""

    chosen: tuple[int, ...]
    pairs: tuple[Pair, ...]
    groups: tuple[Codes, ...]
    fit: Fit

    def score(self, features: Sequence[Feature]) -> Floats:
        """The log-odds of each row; `features` are all features, in the order learned."""
        return self.fit.score(self.terms(features))

    def terms(self, features: Sequence[Feature]) -> list[Feature]:
        """The features in the model: those chosen, then their pairs."""
        alone = [features[place] for place in self.chosen]
        return [*alone, *_joined(alone, self.pairs, self.groups)]


def learn(features: Sequence[Feature], won: Flags, chosen: Sequence[int] | None = None) -> Learner:
    """Learn from rows that have both outcomes, from all features or those chosen."""
    places = tuple(range(len(features))) if chosen is None else tuple(chosen)
    alone = [features[place] for place in places]
    first = fit_additive(alone, won)
    pairs = tuple(find_pairs(alone, won, first))
    groups = tuple(groups_of(feature) for feature in alone)
    if not pairs:
        return Learner(places, (), groups, first)
    fit = fit_additive([*alone, *_joined(alone, pairs, groups)], won, begin=first)
    return Learner(places, pairs, groups, fit)


def _joined(alone: Sequence[Feature], pairs: Sequence[Pair], groups: Sequence[Codes]) -> list[Feature]:
    return [joined(alone[a], alone[b], (groups[a], groups[b])) for a, b in pairs]


def steady(features: Sequence[Feature], won: Flags) -> tuple[int, ...]:
    """The features worth keeping when what comes next is not like what was: rows are in order of time.

    The earlier rows teach, the later ones judge three choices: all features; all but those whose values moved away
    (they say when, not who); all but those whose weights rank the later rows worse. The best wins, if clearly.
    """
    everything = tuple(range(len(features)))
    early = np.arange(len(won)) < PAST * len(won)
    if min(won[early].sum(), (~won[early]).sum(), won[~early].sum(), (~won[~early]).sum()) < 30:
        return everything
    earlier, later = part(features, early), part(features, ~early)
    fit = fit_additive(earlier, won[early])
    parts = [weights[feature.codes] for feature, weights in zip(later, fit.weights, strict=True)]
    whole = auc(np.sum(parts, axis=0), won[~early])
    fewer, pruned = _pruned(parts, won[~early], whole)
    moved = [stability(a.codes, b.codes, a.size) for a, b in zip(earlier, later, strict=True)]
    still = tuple(place for place in everything if moved[place] <= DRIFTED)
    choices = [(whole + WORTH, everything), (pruned, fewer)]
    if still and len(still) < len(everything):
        again = fit_additive([earlier[place] for place in still], won[early])
        choices.append((auc(again.score([later[place] for place in still]), won[~early]), still))
    return max(choices, key=lambda choice: (choice[0], len(choice[1])))[1]


def _pruned(parts: Sequence[Floats], won: Flags, whole: float) -> tuple[tuple[int, ...], float]:
    """Take away, one at a time, the feature without which later rows are ranked best, while that helps."""
    kept, best = list(range(len(parts))), whole
    total = np.sum(parts, axis=0)
    while len(kept) > 1:
        area, place = max((auc(total - parts[place], won), -place) for place in kept)
        if area < best + WORTH / 2:
            break
        best = area
        kept.remove(-place)
        total = total - parts[-place]
    return tuple(kept), best
