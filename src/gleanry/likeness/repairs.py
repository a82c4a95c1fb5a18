"""A word that names nothing we have: which of our names was meant?

Method: the word and the names are compared by their letters and digits (case, width, spaces and punctuation left out),
by their words in another order, and by the slips between them (optimal string alignment: a letter left out, put in,
exchanged, or two that changed places; Damerau 1964). Digits are never slips: GTX 500 and GTX 600 are two things, and so
are Model A and Model B. An exact name is never repaired, and nothing else is either: these are proposals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

MOST = 5
"""Names proposed for one word."""
NEAR = 20
_LEAST_ONE_SLIP, _LEAST_TWO_SLIPS, _LEAST_SIGNS, _LEAST_WORD = 5, 9, 6, 4
_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One of our names that a word may mean. `sure` is 0 to 1 and only orders; `evidence` says how they differ.

    Codes of evidence: `case`, `spacing`, `punctuation`, `order`, `one_slip`, `two_slips`.
    """

    name: str
    sure: float
    evidence: tuple[str, ...]


class Names:
    """The names we have, made ready to be asked for many words."""

    def __init__(self, names: Iterable[str]) -> None:
        self.exact = frozenset(name for name in names if name.strip())
        ordered = sorted(self.exact)
        self._letters = [_letters(name) for name in ordered]
        self._ordered = ordered
        self._by_letters = _grouped(zip(self._letters, ordered, strict=True))
        self._by_words = _grouped((_sorted_words(name), name) for name in ordered)

    def proposals(self, word: str) -> tuple[Proposal, ...]:
        """Our names that `word` may mean, the likeliest first; none for an exact name."""
        letters = _letters(word)
        if not letters or word in self.exact:
            return ()
        found = {name: _written(word, name) for name in self._by_letters.get(letters, ())}
        for name in self._by_words.get(_sorted_words(word), ()):
            found.setdefault(name, Proposal(name, 0.9, ("order",)))
        for _, slips, at in extract(letters, self._letters, scorer=OSA.distance, score_cutoff=2, limit=NEAR):
            name = self._ordered[at]
            if name not in found and _is_slip(word, name, int(slips)):
                found[name] = Proposal(name, (0, 0.85, 0.7)[int(slips)], (("one_slip", "two_slips")[int(slips) - 1],))
        return tuple(sorted(found.values(), key=lambda one: (-one.sure, one.name))[:MOST])


def is_clear(proposals: tuple[Proposal, ...]) -> bool:
    """Whether the first proposal is likelier than any other."""
    return bool(proposals) and (len(proposals) == 1 or proposals[0].sure > proposals[1].sure)


def _written(word: str, name: str) -> Proposal:
    """Two writings of the same letters: what is otherwise about them."""
    evidence = []
    if len(word.split()) != len(name.split()) or word.strip() != word:
        evidence.append("spacing")
    if _signs(word) != _signs(name):
        evidence.append("punctuation")
    if _plain(word) != _plain(name):
        evidence.append("case")
    return Proposal(name, 0.99 if evidence == ["case"] else 0.97, tuple(evidence or ["spacing"]))


def _signs(text: str) -> str:
    """What is neither letter nor digit nor space."""
    return "".join(sign for sign in text if not sign.isalnum() and not sign.isspace())


def _plain(text: str) -> str:
    """Letters and digits as they are written: case and width tell."""
    return "".join(sign for sign in text if sign.isalnum())


def _is_slip(word: str, name: str, slips: int) -> bool:
    one, other = _fold(word), _fold(name)
    shortest = min(len(_letters(word)), len(_letters(name)))
    if not slips or shortest < (_LEAST_ONE_SLIP if slips == 1 else _LEAST_TWO_SLIPS):
        return False
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    if not (one.isascii() and other.isascii()) and shortest < _LEAST_SIGNS:
        return False
    mine, theirs = _WORDS.findall(one), _WORDS.findall(other)
    if len(mine) != len(theirs):
        return True
    differing = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    return all(min(len(a), len(b)) >= _LEAST_WORD for a, b in differing)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _letters(text: str) -> str:
    return "".join(sign for sign in _fold(text) if sign.isalnum())


def _sorted_words(text: str) -> str:
    return " ".join(sorted(_WORDS.findall(_fold(text))))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, name in pairs:
        found.setdefault(key, []).append(name)
    return found
