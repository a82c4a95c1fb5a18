"""The learner: logistic regression on bins, each feature smoothed as much as the data ask for.

log-odds = intercept + one weight for each feature's bin. Neighbouring bins of a number are drawn together, bins of a
category towards nothing; how strongly, each feature decides for itself by restricted maximum likelihood (Fellner and
Schall's update; Wood and Fasiolo, 2017). A feature that tells nothing is drawn to nothing. The task is convex: one
answer, the same on every run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from gleanry.likelihood.measures import chance, log_odds
from gleanry.likelihood.shapes import Codes, Flags, Floats

ROUNDS = 40
LEAST, MOST = 0.05, 1e6
"""Between these a penalty may lie; it starts at 1."""
Starts = NDArray[np.int64]
_FRESH = 4
"""The curvature is worked out in the first rounds, and then once in so many: it hardly moves."""
_STEADY, _SETTLED = 1e-7, 0.3
_RIDGE = 1e-4


@dataclass(frozen=True, slots=True)
class Feature:
    """Bins of one feature for each row; `ordered` ones have neighbours, their last bin (missing) has none."""

    codes: Codes
    size: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights for each bin, centred on the teaching rows: their mean is nothing, and a bin without rows has none."""

    intercept: float
    weights: tuple[Floats, ...]
    strengths: tuple[float, ...] = ()
    """The penalties found, in order of the features' blocks: where another fit may begin."""

    def score(self, features: Sequence[Feature]) -> Floats:
        """The log-odds of each row of other features cut the same way."""
        total = np.full(len(features[0].codes) if features else 0, self.intercept)
        for feature, weights in zip(features, self.weights, strict=True):
            total += weights[feature.codes]
        return total


@dataclass(slots=True)
class _Penalty:
    """A block of the penalty: `strength` times the square form `form` at `start`."""

    start: int
    form: Floats
    rank: int
    strength: float = 1.0

    @property
    def place(self) -> slice:
        return slice(self.start, self.start + len(self.form))


def fit_additive(features: Sequence[Feature], won: Flags, begin: Fit | None = None) -> Fit:
    """Learn the weights. `won` has both kinds; features have a code for each row.

    `begin` is a fit of the first of these features: a nearer place to start from, with the same answer.
    """
    starts = np.concatenate([[1], 1 + np.cumsum([feature.size for feature in features])]).astype(int)
    penalties = [
        block for feature, start in zip(features, starts, strict=False) for block in _penalties(feature, start)
    ]
    weights = np.zeros(starts[-1])
    weights[0] = log_odds(float(won.mean()))
    if begin is not None:
        known = np.concatenate([[begin.intercept], *begin.weights])
        weights[: len(known)] = known
        for block, strength in zip(penalties, begin.strengths, strict=False):
            block.strength = strength
    curve = np.zeros((0, 0))
    odds = _scores(features, starts, weights)
    for number in range(ROUNDS):
        said = chance(odds)
        if number < _FRESH or number % _FRESH == 0:
            curve = _curvature(features, starts, np.maximum(said * (1 - said), 1e-6))
        total = _total(penalties, len(weights))
        inverse: Floats = np.linalg.inv(curve + total).astype(np.float64)
        step = inverse @ (_gradient(features, won - said) - total @ weights)
        before = _loss(weights, odds, won=won, total=total)
        weights, odds, after = _walked(features, starts, weights, step, partial(_loss, won=won, total=total))
        changed = _restrengthen(penalties, weights, inverse)
        if number >= _FRESH and abs(before - after) < _STEADY * len(won) and changed < _SETTLED:
            break
    return _centred(features, starts, weights, tuple(block.strength for block in penalties))


def _loss(weights: Floats, odds: Floats, *, won: Flags, total: Floats) -> float:
    """Minus the log-likelihood, plus half the penalty."""
    return float(np.logaddexp(0.0, np.where(won, -odds, odds)).sum() + 0.5 * weights @ total @ weights)


def _walked(
    features: Sequence[Feature], starts: Starts, weights: Floats, step: Floats, loss: Callable[[Floats, Floats], float]
) -> tuple[Floats, Floats, float]:
    """As far along the step as the loss goes down, halving it where it does not; weights, log-odds, loss."""
    odds = _scores(features, starts, weights)
    here = loss(weights, odds)
    for halving in range(12):
        there = weights + step / 2**halving
        after = _scores(features, starts, there)
        if (value := loss(there, after)) <= here:
            return there, after, value
    return weights, odds, here


def _penalties(feature: Feature, start: int) -> list[_Penalty]:
    if not feature.ordered:
        return [_Penalty(start, np.eye(feature.size), feature.size)]
    values = feature.size - 1
    blocks = [_Penalty(start + values, np.eye(1), 1)]
    if values > 1:
        steps = np.diff(np.eye(values), axis=0)
        blocks.append(_Penalty(start, steps.T @ steps, values - 1))
    return blocks


def _scores(features: Sequence[Feature], starts: Starts, weights: Floats) -> Floats:
    total = np.full(len(features[0].codes), weights[0])
    for feature, start in zip(features, starts, strict=False):
        total += weights[start : start + feature.size][feature.codes]
    return total


def _gradient(features: Sequence[Feature], residual: Floats) -> Floats:
    parts = [np.bincount(feature.codes, weights=residual, minlength=feature.size) for feature in features]
    return np.concatenate([[residual.sum()], *parts])


def _curvature(features: Sequence[Feature], starts: Starts, spread: Floats) -> Floats:
    """X'WX of the one-hot columns, from tables of two features at a time: no wide matrix is made."""
    curve = np.zeros((starts[-1], starts[-1]))
    curve[0, 0] = spread.sum()
    for i, (feature, start) in enumerate(zip(features, starts, strict=False)):
        here = slice(start, start + feature.size)
        own = np.bincount(feature.codes, weights=spread, minlength=feature.size)
        curve[0, here] = curve[here, 0] = own
        curve[here, here] = np.diag(own)
        scaled = feature.codes.astype(np.int64)
        for other, begin in zip(features[:i], starts, strict=False):
            joint = np.bincount(scaled * other.size + other.codes, weights=spread, minlength=feature.size * other.size)
            block = joint.reshape(feature.size, other.size)
            there = slice(begin, begin + other.size)
            curve[here, there] = block
            curve[there, here] = block.T
    return curve


def _total(penalties: Sequence[_Penalty], size: int) -> Floats:
    total = np.eye(size) * _RIDGE
    total[0, 0] = 0.0
    for block in penalties:
        total[block.place, block.place] += block.strength * block.form
    return total


def _restrengthen(penalties: Sequence[_Penalty], weights: Floats, inverse: Floats) -> float:
    """Move each penalty towards the strength under which its weights are as large as chance and data make them."""
    largest = 0.0
    for block in penalties:
        part = weights[block.place]
        size = float(part @ block.form @ part)
        free = block.rank - block.strength * float((inverse[block.place, block.place] * block.form).sum())
        fresh = min(max(max(free, 1e-3) / max(size, 1e-9), LEAST), MOST)
        if min(fresh, block.strength) < MOST / 100:
            largest = max(largest, abs(float(np.log(fresh / block.strength))))
        block.strength = fresh
    return largest


def _centred(features: Sequence[Feature], starts: Starts, weights: Floats, strengths: tuple[float, ...]) -> Fit:
    intercept = float(weights[0])
    parts = []
    for feature, start in zip(features, starts, strict=False):
        part = weights[start : start + feature.size].copy()
        mean = float(part[feature.codes].mean())
        seen = np.bincount(feature.codes, minlength=feature.size) > 0
        parts.append(np.where(seen, part - mean, 0.0))
        intercept += mean
    return Fit(intercept, tuple(parts), strengths)
