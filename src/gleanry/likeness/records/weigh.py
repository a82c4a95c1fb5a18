"""What each level of agreement weighs, learned from the pairs themselves without anybody's answers.

Method: the model of Fellegi and Sunter. A level weighs log2(m / u): m is how often two rows of one person agree so, u
how often two strangers do. u is counted (crowd.py) or fixed (levels.py); m and the share of pairs that are one person
are found by expectation maximisation (Dempster, Laird and Rubin) on the counts of what the pairs look like, starting
from and held by the shares of levels.py, which count as `PRIOR_PAIRS` pairs.

Fields are not independent, and where they are not, they are not simply added: company, line, domain and place tell one
fact (where somebody works), so the strongest of them counts once; and once two people are known to be of one house, a
number they share proves less, by what the file says colleagues share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gleanry.likeness.records.compare import Compared
from gleanry.likeness.records.levels import HOME, LEVELS, PRIOR_PAIRS, SHARES, WORK
from gleanry.likeness.records.shapes import Levels, Real
from gleanry.likeness.records.text import joined

_ROUNDS = 12
_BINS = 2.0
"""Bits of chance are rounded to halves while learning."""

_PACKED = 6
"""Fields of nine bits each that go into one number."""

_ONE_HOUSE = 6.0
"""Bits of evidence for one employer from which numbers count as shared among colleagues."""

_NAMES_APART = 4.0
"""How much more it keeps groups apart that whole names differ than that anything else does."""

_LEAST_PRIOR = -30.0


@dataclass(frozen=True)
class Model:
    """`shares` are the m of every level by field; `prior` the log2 odds that any two rows are one; `colleagues` the
    bits at most that sharing each owned field proves among people of one house."""

    shares: dict[str, tuple[float, ...]]
    prior: float
    colleagues: dict[str, float]


def first_model(rows: int, colleagues: dict[str, float]) -> Model:
    """What is believed before a file is seen: every fifth row has a double."""
    return Model(SHARES, float(-np.log2(max(rows, 2) / 0.4)), colleagues)


def bits_of(compared: Compared, model: Model) -> Real:
    """The weight of evidence of each pair, the prior included."""
    rows = len(compared.levels)
    weights = {name: _weight(compared, model, name, at) for at, name in enumerate(compared.fields)}
    work = _strongest([weights.pop(name) for name in WORK if name in weights], rows)
    home = _strongest([weights.pop(name) for name in HOME if name in weights], rows)
    total = model.prior + work + home
    region = weights.pop("region", np.zeros(rows))
    total += np.where(work == 0, region, np.where(work < 0, np.minimum(region, 0.0), 0.0))
    for name, weight in weights.items():
        shared = np.minimum(weight, model.colleagues.get(name, np.inf))
        total += np.where(work > _ONE_HOUSE, shared, weight)
    return total


def against(compared: Compared, model: Model) -> Real:
    """The bits with which each pair contradicts itself: what speaks against, and nothing of what speaks for."""
    rows = len(compared.levels)
    weights = {name: _weight(compared, model, name, at) for at, name in enumerate(compared.fields)}
    total = np.minimum(_strongest([weights.pop(name) for name in WORK if name in weights], rows), 0.0)
    total += np.minimum(_strongest([weights.pop(name) for name in HOME if name in weights], rows), 0.0)
    for name, weight in weights.items():
        total += np.minimum(weight, 0.0) * (_NAMES_APART if name == "name" else 1.0)
    return total


def probability_of(bits: Real) -> Real:
    """Odds in bits as a probability."""
    return 1.0 / (1.0 + np.exp2(-np.clip(bits, -60.0, 60.0)))


def learn(compared: Compared, rows: int, colleagues: dict[str, float]) -> Model:
    """The model of a file from its candidate pairs."""
    model = first_model(rows, colleagues)
    if not len(compared.levels):
        return model
    seen, counts = _patterns(compared)
    pairs = max(1.0, rows * (rows - 1) / 2)
    for _ in range(_ROUNDS):
        same = probability_of(bits_of(seen, model)) * counts
        shares = {name: _shares(name, seen.levels[:, at], same) for at, name in enumerate(seen.fields)}
        prior = np.log2((same.sum() + rows * 0.01 + 0.5) / pairs)
        model = Model(shares, float(max(prior, _LEAST_PRIOR)), model.colleagues)
    return model


def _weight(compared: Compared, model: Model, name: str, at: int) -> Real:
    logs = np.log2(np.array(model.shares[name]))
    found: Real = logs[compared.levels[:, at]] + compared.chance[:, at]
    return found


def _strongest(weights: list[Real], rows: int) -> Real:
    """Of several tellings of one fact the one that speaks loudest for it; where none does, the one most against."""
    if not weights:
        return np.zeros(rows)
    most: Real = np.maximum.reduce(weights)
    least: Real = np.minimum.reduce(weights)
    loudest: Real = np.where(most > 0, most, least)
    return loudest


def _shares(name: str, levels: Levels, same: Real) -> tuple[float, ...]:
    found = np.bincount(levels, weights=same, minlength=len(LEVELS[name]))[1:]
    believed = np.array(SHARES[name][1:]) * PRIOR_PAIRS
    shares = (found + believed) / (found.sum() + believed.sum())
    return (1.0, *shares.tolist())


def _patterns(compared: Compared) -> tuple[Compared, Real]:
    """What pairs look like, each look once, with how many pairs have it. Whole numbers, so no order matters."""
    rounded = np.rint(compared.chance * _BINS).astype(np.int64)
    looks = np.zeros((-(-len(compared.fields) // _PACKED), len(rounded)), np.int64)
    for at in range(len(compared.fields)):
        level = compared.levels[:, at].astype(np.int64)
        looks[at // _PACKED] = looks[at // _PACKED] * 512 + level * 64 + np.clip(rounded[:, at], 0, 63)
    _, first, counts = np.unique(joined(*(looks + 1)), return_index=True, return_counts=True)
    chance = (rounded[first] / _BINS).astype(np.float32)
    return Compared(compared.fields, compared.levels[first], chance), counts.astype(np.float64)
