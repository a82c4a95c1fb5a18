"""Rule models: the weight of each touch in its own journey. All touches at once; each journey's weights add up to 1."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gleanry.credit.shapes import Flags, Journeys, Real, Settings, Whole

W_KEY = 0.3
"""Model w: the share of each of its three key touches; the others share the tenth that is left."""


def first(journeys: Journeys, settings: Settings) -> Real:
    """All to the first touch."""
    return _at(journeys, journeys.starts[:-1])


def last(journeys: Journeys, settings: Settings) -> Real:
    """All to the last touch."""
    return _at(journeys, journeys.starts[1:] - 1)


def linear(journeys: Journeys, settings: Settings) -> Real:
    """The same to each."""
    return 1.0 / _length_of_own(journeys)


def u(journeys: Journeys, settings: Settings) -> Real:
    """The ends get `settings.ends`, the touches between share the rest; of two touches the ends share all."""
    opens, closes = settings.ends
    length, place = _length_of_own(journeys), _place(journeys)
    between = np.where(length > 2, (1.0 - opens - closes) / np.maximum(length - 2, 1), 0.0)
    weights = np.where(place == 0, opens, np.where(place == length - 1, closes, between))
    return _to_one(journeys, np.where(length == 1, 1.0, weights))


def w(journeys: Journeys, settings: Settings) -> Real:
    """Three key touches get 30 % each and the others share 10 %: the first, the last, and the one in the middle, which
    stands for the touch that made the lead where a file does not say which that was."""
    length, place = _length_of_own(journeys), _place(journeys)
    key = (place == 0) | (place == length - 1) | (place == length // 2)
    others = np.where(length > 3, (1.0 - 3 * W_KEY) / np.maximum(length - 3, 1), 0.0)
    return _to_one(journeys, np.where(key, W_KEY, others))


def decay(journeys: Journeys, settings: Settings) -> Real:
    """A touch counts half for each half-life it lies before the end: of days, or of touches where times are unknown."""
    length, place = _length_of_own(journeys), _place(journeys)
    ages = length - 1 - place if journeys.ages is None else journeys.ages
    least = np.minimum.reduceat(ages, journeys.starts[:-1]) if len(ages) else ages
    # From the newest touch on, so that a long silence before the conversion leaves something to share.
    return _to_one(journeys, np.exp2(-(ages - np.repeat(least, journeys.lengths)) / settings.half_life))


def last_non_direct(journeys: Journeys, settings: Settings) -> Real:
    """All to the last touch that is not a direct visit; where there are only such, to the last."""
    names = np.array([name.strip().casefold() in settings.direct for name in journeys.channels], np.bool_)
    counted: Flags = ~names[journeys.touches] if len(names) else np.zeros(0, np.bool_)
    at = np.where(counted, np.arange(len(journeys.touches)), -1)
    latest = np.maximum.reduceat(at, journeys.starts[:-1]) if len(at) else at
    return _at(journeys, np.where(latest >= 0, latest, journeys.starts[1:] - 1))


Weigh = Callable[[Journeys, Settings], Real]
RULES: dict[str, Weigh] = {
    "first": first, "last": last, "linear": linear, "u": u, "w": w, "decay": decay, "last_non_direct": last_non_direct,
}  # fmt: skip
"""All of them need journeys that have touches."""


def _at(journeys: Journeys, chosen: Whole) -> Real:
    weights = np.zeros(len(journeys.touches))
    weights[chosen] = 1.0
    return weights


def _length_of_own(journeys: Journeys) -> Whole:
    lengths: Whole = np.repeat(journeys.lengths, journeys.lengths)
    return lengths


def _place(journeys: Journeys) -> Whole:
    """Where in its journey each touch stands, from 0."""
    place: Whole = np.arange(len(journeys.touches)) - np.repeat(journeys.starts[:-1], journeys.lengths)
    return place


def _to_one(journeys: Journeys, weights: Real) -> Real:
    """Weights brought to 1 in each journey."""
    sums = np.add.reduceat(weights, journeys.starts[:-1]) if len(weights) else weights
    shares: Real = weights / np.repeat(sums, journeys.lengths)
    return shares
