"""Which words of a list stand in a text, and exactly where.

Method: Aho-Corasick (package `pyahocorasick`) over the folded texts of a whole batch at once. The automaton runs over
UTF-8 bytes and not over characters: twenty thousand Chinese words begin with thousands of characters, among which a
state would search for its next; a byte has few followers, and the same search takes a seventh of the time.

Up to `MOST_BETWEEN` spaces, signs and invisible characters between two characters of a word do not hide it. Words of
alphabets (Latin and the like) are found as whole words only; blanks inside one count only where the word has them too
or is spelled out letter by letter: "c a s i n o" is found, "as sign" is no "assign".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gleanry.flow.clean.rules.folding import BREAK, Folded, fold, origins

MOST_BETWEEN = 4
_JOINED_FROM = "\u2e80"
"""From here on scripts are mostly written without blanks between words."""


@dataclass(frozen=True, slots=True)
class Found:
    """A word of the list in one of the texts: `text[start:end]` is how it was written there."""

    text: int
    start: int
    end: int
    entry_id: int


class Lexicon:
    """Words made ready to be found. `words` are (entry id, word); what folds to nothing is never found."""

    def __init__(self, words: Iterable[tuple[int, str]]) -> None:
        self._entries: dict[str, list[tuple[int, frozenset[int]]]] = {}
        for entry_id, word in words:
            key = fold(word)
            if key and BREAK not in key:
                self._entries.setdefault(key, []).append((entry_id, _blanks_of(word)))
        self._automaton = _automaton_of(self._entries)

    def __len__(self) -> int:
        return sum(len(entries) for entries in self._entries.values())

    def find(self, texts: Sequence[str]) -> list[Found]:
        """Every word that stands in one of the texts, in the order of the texts and of where each ends."""
        if not self._entries:
            return []
        folded = Folded(texts)
        data = folded.text.encode("utf-8", "surrogatepass")
        found: list[Found] = []
        at_byte = at = 0
        for last, key in self._automaton.iter(data.decode("latin-1")):
            at += len(data[at_byte : last + 1].decode("utf-8", "surrogatepass"))
            at_byte = last + 1
            text, places = folded.back(at - 1, len(key))
            found += [
                Found(text, places[0], places[-1] + 1, entry_id)
                for entry_id, blanks in self._entries[key]
                if _stands(texts[text], places, key, blanks)
            ]
        return found


def _automaton_of(keys: Iterable[str]) -> Any:  # the package carries no types
    from ahocorasick import Automaton

    automaton = Automaton()
    for key in keys:
        automaton.add_word(key.encode("utf-8", "surrogatepass").decode("latin-1"), key)
    automaton.make_automaton()
    return automaton


def _blanks_of(word: str) -> frozenset[int]:
    """After which characters of the folded word the word itself has something between."""
    places = origins(word)
    return frozenset(n for n in range(len(places) - 1) if places[n + 1] - places[n] > 1)


def _stands(text: str, places: Sequence[int], key: str, blanks: frozenset[int]) -> bool:
    """Whether this is the word, and not letters of its neighbours."""
    first, last = places[0], places[-1]
    if key[0] < _JOINED_FROM and first and _is_spaced_letter(text[first - 1]):
        return False
    if key[-1] < _JOINED_FROM and last + 1 < len(text) and _is_spaced_letter(text[last + 1]):
        return False
    gaps = {n for n in range(len(places) - 1) if places[n + 1] - places[n] > 1}
    if not gaps:
        return True
    if any(places[n + 1] - places[n] > MOST_BETWEEN + 1 for n in gaps):
        return False
    spaced = {
        n
        for n in gaps
        if key[n] < _JOINED_FROM and key[n + 1] < _JOINED_FROM and _has_blank(text[places[n] + 1 : places[n + 1]])
    }
    return spaced <= blanks or len(gaps) == len(places) - 1


def _is_spaced_letter(character: str) -> bool:
    return character.isalnum() and fold(character)[:1] < _JOINED_FROM and fold(character) != ""


def _has_blank(text: str) -> bool:
    return any(character.isspace() for character in text)
