"""Candidates compete for a name: each has its signs, and all of them share one certainty with «none of these».

The probability of one is its odds over the odds of all and of nothing being right, so two companies with the same brand
take each other's certainty and the answer is a question. Names of one company do not compete with each other.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from gleanry.likeness.names.compare import Answer, Sign, answer_for, relation_of, shown, signs_of
from gleanry.likeness.names.parts import NameParts
from gleanry.likeness.names.signs import Weigh, is_shorter, reading_of, signs_in
from gleanry.likeness.names.weights import Weights


@dataclass(frozen=True, slots=True)
class Entry:
    """One name that stands for a company. `learned`: it is known to be what was asked for, whatever its letters say."""

    at: int
    company: Hashable
    parts: NameParts
    learned: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """One company, by the `at` of its best entry, with what speaks for it and against."""

    at: int
    probability: float
    evidence: tuple[Sign, ...]
    relation: str = ""


@dataclass(frozen=True, slots=True)
class _Scored:
    entry: Entry
    signs: Mapping[str, float]
    odds: float


def signs_for(asked: NameParts, parts: NameParts, weigh: Weigh, *, is_mixed: bool = False) -> Mapping[str, float]:
    """The signs between a name that is asked for and one of a list.

    `is_mixed`: the list holds legal names, beside which one without a form says little.
    """
    if not (asked.is_han and parts.is_han):
        return signs_of(asked, parts, weigh)
    short, long = (asked, parts) if is_shorter(asked, parts) else (parts, asked)
    signs = signs_in(short, reading_of(long), weigh)
    if is_mixed and not parts.is_full:
        signs["bare_among_full"] = 1.0
    return signs


def rank(
    asked: NameParts,
    entries: Iterable[Entry],
    weigh: Weigh,
    weights: Weights,
    *,
    is_mixed: bool = False,
    limit: int = 5,
) -> list[Ranked]:
    """The companies that may be meant, the most probable first, `limit` of them at most; all of them compete."""
    scored = [_score(asked, entry, weigh, weights, is_mixed) for entry in entries]
    scored = _exact_ones_settled(scored, weights)
    best: dict[Hashable, _Scored] = {}
    for one in sorted(scored, key=lambda one: -one.odds):
        best.setdefault(one.entry.company, one)
    raised = {one.entry.at: math.exp(max(-30.0, min(30.0, one.odds))) for one in best.values()}
    total = 1.0 + sum(raised.values())
    return [
        Ranked(
            one.entry.at,
            weights.calibrated(raised[one.entry.at] / total),
            shown(one.signs, weights),
            "" if one.entry.learned else relation_of(asked, one.entry.parts),
        )
        for one in islice(best.values(), limit)
    ]


def answer_of(ranked: list[Ranked], weights: Weights) -> Answer:
    """What is answered for the best; a rival that is nearly as likely makes it a question."""
    if not ranked:
        return Answer.DIFFERENT
    best = ranked[0]
    answer = answer_for(best.probability, best.relation, weights)
    rival = ranked[1].probability if len(ranked) > 1 else 0.0
    return Answer.ASK if answer == Answer.SAME and best.probability - rival < weights.margin else answer


def _score(asked: NameParts, entry: Entry, weigh: Weigh, weights: Weights, is_mixed: bool) -> _Scored:
    signs = dict(signs_for(asked, entry.parts, weigh, is_mixed=is_mixed))
    odds = weights.score(signs)
    if entry.learned:
        return _Scored(entry, {"learned_alias": 1.0, **signs}, max(odds, 0.0) + weights.learned)
    return _Scored(entry, signs, odds)


def _exact_ones_settled(scored: list[_Scored], weights: Weights) -> list[_Scored]:
    """The very name, as bare as it was asked for, is right unless a full name may be meant by it as well."""
    if max((one.odds for one in scored if "same_bare_name" not in one.signs), default=-math.inf) > 0:
        return scored
    return [replace(one, odds=max(one.odds, weights.exact)) if "same_bare_name" in one.signs else one for one in scored]
