"""What each sign weighs, and where the three answers part. Data, in `weights.toml`, fitted by `bench/fit_names.py`."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights in units of log-odds (natural logarithm).

    `signs`: what one unit of each sign adds, `words`: the same where a name is not Chinese. `start`: the log-odds
    before any sign. `slope` and `shift` bring the log-odds of the best candidate to the share of right answers
    (Platt). `learned`: what a learned alias adds; `exact`: the least log-odds of the very name. `same` and `ask`: the
    least probabilities of these two answers; `margin`: how far the best must stand above the next to be answered.
    """

    signs: Mapping[str, float]
    words: Mapping[str, float]
    start: float
    slope: float
    shift: float
    learned: float
    exact: float
    same: float
    margin: float
    ask: float

    def score(self, signs: Mapping[str, float]) -> float:
        """The log-odds that two names are one company's, before others compete."""
        if "in_words" in signs:
            return sum(self.words.get(sign, 0.0) * size for sign, size in signs.items())
        weights = self.signs
        return self.start + sum(weights.get(sign, 0.0) * size for sign, size in signs.items())

    def of(self, signs: Mapping[str, float]) -> Mapping[str, float]:
        """The weights that hold for these signs."""
        own = self.words if "in_words" in signs else self.signs
        return {**own, "learned_alias": self.learned} if "learned_alias" in signs else own

    def calibrated(self, probability: float) -> float:
        """The share of right answers among those with this probability."""
        if not 0.0 < probability < 1.0:
            return probability
        odds = self.slope * math.log(probability / (1.0 - probability)) + self.shift
        return 1.0 / (1.0 + math.exp(-odds))


@cache
def default_weights() -> Weights:
    """The weights Gleanry comes with."""
    with (resources.files(__package__) / "weights.toml").open("rb") as file:
        body = tomllib.load(file)
    return Weights(**body)
