"""Two names: same, different, or a question for a person, with the probability and what it rests on.

Method: log-odds. Each sign adds its weight to the odds that two names are one company's (as in Fellegi and Sunter's
record linkage); the weights are fitted together, by a conditional logit over whole candidate lists, so that signs which
overlap are not counted twice.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gleanry.likeness.names.latin import signs_of_words
from gleanry.likeness.names.letters import UNLEARNED
from gleanry.likeness.names.parts import NameParts, split_name
from gleanry.likeness.names.signs import Weigh, signs_between
from gleanry.likeness.names.weights import Weights, default_weights


class Answer(StrEnum):
    """What is said of two names."""

    SAME = "same"
    DIFFERENT = "different"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of evidence: what was seen, how much of it, and what it added to the log-odds."""

    code: str
    size: float
    weight: float

    def __str__(self) -> str:
        return f"{self.code.replace('_', ' ')} {self.weight:+.1f}"


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is said of two names. `relation`: "branch" or "group" where one is a part or the group of the other."""

    answer: Answer
    probability: float
    evidence: tuple[Sign, ...]
    relation: str = ""


def compare_names(one: str, other: str, *, weights: Weights | None = None) -> Likeness:
    """Compare two names with nothing else known; the order given does not matter."""
    weights = weights or default_weights()
    a, b = split_name(one), split_name(other)
    signs = signs_of(a, b, UNLEARNED)
    probability = chance(weights.score(signs)) if a.key and b.key else 0.0
    relation = relation_of(a, b)
    return Likeness(answer_for(probability, relation, weights), probability, shown(signs, weights), relation)


def signs_of(one: NameParts, other: NameParts, weigh: Weigh) -> Mapping[str, float]:
    """The signs between two names of any script."""
    if one.is_han and other.is_han:
        return signs_between(one, other, weigh)
    return {"in_words": 1.0, **signs_of_words(one, other)}


def relation_of(one: NameParts, other: NameParts) -> str:
    """Whether full names that share a company are told apart by a branch or by a group."""
    if one.branch != other.branch and one.is_full and other.is_full:
        return "branch"
    if one.is_group != other.is_group and one.is_full and other.is_full:
        return "group"
    return ""


def answer_for(probability: float, relation: str, weights: Weights) -> Answer:
    """A branch and a group are somebody's to decide, however alike the names are."""
    if probability >= weights.same and not relation:
        return Answer.SAME
    return Answer.ASK if probability >= weights.ask else Answer.DIFFERENT


def shown(signs: Mapping[str, float], weights: Weights) -> tuple[Sign, ...]:
    """The signs that weigh anything, the heaviest first."""
    own = weights.of(signs)
    found = [Sign(code, size, own.get(code, 0.0) * size) for code, size in signs.items() if code != "in_words"]
    return tuple(sorted((sign for sign in found if abs(sign.weight) >= 0.05), key=lambda sign: -abs(sign.weight)))


def chance(odds: float) -> float:
    """The probability of log-odds."""
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, odds))))
