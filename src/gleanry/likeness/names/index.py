"""Find a name among many, in memory: a list, or the accounts a query was narrowed down to.

Candidates are those that share pairs of characters, seldom pairs first; a cheap count of these leaves two dozen, which
then compete by their signs.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from itertools import islice

from gleanry.likeness.names.aliases import Alias, Aliases
from gleanry.likeness.names.compare import Answer, Sign
from gleanry.likeness.names.contest import Entry, answer_of, rank, signs_for
from gleanry.likeness.names.keys import filed_keys, heard_keys, sought_keys, sound_keys
from gleanry.likeness.names.letters import Letters
from gleanry.likeness.names.parts import NameParts, split_plain
from gleanry.likeness.names.weights import Weights, default_weights
from gleanry.likeness.names.writing import MOST_CHARACTERS, plain, plain_all

MOST_SCORED = 24
_MOST_VOTED, _MOST_KEYS, _WIDE = 1_500, 16, 15_000
_LEAST_VOTES = 0.15
_MIXED = 0.005
_SAMPLE = 100_000
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """One entry of the list, by its place in it, with what speaks for it."""

    at: int
    name: str
    probability: float
    evidence: tuple[Sign, ...]
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a name: the answer for the best candidate, and the candidates, best first."""

    answer: Answer
    candidates: tuple[NameCandidate, ...]

    @property
    def best(self) -> NameCandidate | None:
        """The most probable candidate."""
        return self.candidates[0] if self.candidates else None


class NameIndex:
    """A list of names that can be asked for a name.

    `aliases` are learned names. What a character is worth is learned from the list itself; so is whether it holds legal
    names, beside which a bare name says little.
    """

    def __init__(self, names: Sequence[str], *, aliases: Iterable[Alias] = (), weights: Weights | None = None) -> None:
        self.names = names
        self._folded = plain_all(names)
        self._weights = weights or default_weights()
        self._aliases = Aliases(aliases)
        self._filed: dict[str, array[int]] = {}
        self._by_key: dict[str, array[int]] = {}
        self._brands: list[str] = []
        self._taken_apart: dict[int, NameParts] = {}
        self._sounds: dict[str, array[int]] | None = None
        self._has_latin = False
        full = 0
        for at, folded in enumerate(self._folded):
            parts = split_plain(folded, "")
            self._brands.append(parts.brand if parts.is_han else "")
            if not parts.key:
                continue
            _file(self._by_key, (parts.key,), at)
            self._has_latin |= not parts.is_han
            full += parts.is_full
            _file(self._filed, filed_keys(parts), at)
        step = max(1, len(names) // _SAMPLE)
        self._letters = Letters(folded for folded in self._folded[::step])
        self._is_mixed = full >= _MIXED * len(names) and full > 0

    def search(self, name: str, *, at: date | None = None, limit: int = 5) -> Found:
        """Find a name; `at` is the day on which it was so called, for names that changed."""
        folded = plain(name)
        asked = split_plain(folded, name)
        if asked.names_nobody or len(folded) >= MOST_CHARACTERS:  # what was cut is no name
            return Found(Answer.DIFFERENT, ())
        learned = self._learned(asked, at)
        entries = [self._entry(entry, learned) for entry in dict.fromkeys([*learned, *self._likely(asked)])]
        ranked = rank(asked, entries, self._letters, self._weights, is_mixed=self._is_mixed, limit=max(limit, 2))
        candidates = tuple(
            NameCandidate(one.at, self.names[one.at], one.probability, one.evidence, one.relation)
            for one in ranked[:limit]
        )
        return Found(answer_of(ranked, self._weights), candidates)

    def _entry(self, at: int, learned: set[int]) -> Entry:
        parts = self._parts(at)
        return Entry(at, (parts.key, parts.branch), parts, at in learned)

    def signs(self, name: str, entry: int) -> Mapping[str, float]:
        """The signs between a name and one entry: what the weights are fitted on."""
        return self._signs(split_plain(plain(name), name), entry)

    def likely(self, name: str) -> list[int]:
        """The entries worth scoring for a name."""
        return self._likely(split_plain(plain(name), name))

    def _likely(self, asked: NameParts) -> list[int]:
        """The entries that share most and rarest keys; those of the very key first."""
        exact = self._by_key.get(asked.key, ())[:MOST_SCORED]
        filed = [found for key in sought_keys(asked) if (found := self._filed.get(key)) is not None]
        filed = sorted([*filed, *self._heard(asked)], key=len)
        votes = self._votes(filed)
        folded = self._folded
        least = _LEAST_VOTES * max(votes.values(), default=0.0)
        worth = {entry: vote / (1 + 0.02 * len(folded[entry])) for entry, vote in votes.items() if vote >= least}
        return list(dict.fromkeys([*exact, *nlargest(MOST_SCORED, worth, key=worth.__getitem__)]))

    def _votes(self, filed: list[array[int]]) -> dict[int, float]:
        """How much each entry shares: the rarest keys bring entries in, the common ones only add to what is in."""
        names = len(self.names) + 50
        votes: dict[int, float] = {}
        for number, found in enumerate(filed[:_MOST_KEYS]):
            worth = math.log(names / (len(found) + 1)) + 0.1
            if len(votes) + len(found) <= _MOST_VOTED:
                for entry in found:
                    votes[entry] = votes.get(entry, 0.0) + worth
            elif votes:
                for entry in votes.keys() & found if len(found) < _WIDE else ():
                    votes[entry] += worth
            else:
                other = filed[number + 1 : number + 2]
                both = set(found).intersection(*other) or found
                votes = dict.fromkeys(islice(both, _MOST_VOTED), worth)
        return votes

    def _heard(self, asked: NameParts) -> list[array[int]]:
        """Entries in the other script, by pinyin; what Chinese brands sound like is worked out when first asked."""
        if asked.is_han and not self._has_latin:
            return []
        places = self._filed
        if not asked.is_han:
            if self._sounds is None:
                self._sounds = {}
                for at, brand in enumerate(self._brands):
                    if brand:
                        _file(self._sounds, sound_keys(brand), at)
            places = self._sounds
        return [found for key in heard_keys(asked) if (found := places.get(key)) is not None]

    def _signs(self, asked: NameParts, entry: int) -> Mapping[str, float]:
        return signs_for(asked, self._parts(entry), self._letters, is_mixed=self._is_mixed)

    def _parts(self, entry: int) -> NameParts:
        parts = self._taken_apart.get(entry)
        if parts is None:
            if len(self._taken_apart) > _REMEMBERED:
                self._taken_apart.clear()
            parts = self._taken_apart[entry] = split_plain(self._folded[entry], "")
        return parts

    def _learned(self, asked: NameParts, at: date | None) -> set[int]:
        known = [split_plain(plain(alias.canonical), "") for alias in self._aliases.of(asked.key, at)]
        return {self._by_key[target.key][0] for target in known if target.key in self._by_key}


def _file(filed: dict[str, array[int]], keys: Iterable[str], at: int) -> None:
    for key in keys:
        found = filed.get(key)
        if found is None:
            filed[key] = array("I", (at,))
        else:
            found.append(at)
