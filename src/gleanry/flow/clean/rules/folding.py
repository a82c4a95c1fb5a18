"""One form for all the ways a word is written, and the way back to where it stood.

A character is folded by itself, so that a text is folded the same in whatever it stands: NFKC, case, Latin accents,
traditional to simplified (the character table of OpenCC's `t2s`). What is neither letter nor digit is no part of a
word and goes; the end of a sentence stays as a line break, which no word holds, so that no word is found across it.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

BREAK = "\n"
_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029。！？；，、：…")
_ACCENTED_BELOW = "\u0250"
BLOCK = 48
_IDEOGRAPHS = (range(0x3400, 0xA000), range(0xF900, 0xFB00))


class _Folds(dict[int, str]):
    """Character code -> its folded form, worked out the first time it is met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


_FOLDS = _Folds()


def fold(text: str) -> str:
    """The folded text: letters and digits in their simplest form, and a line break where a sentence ends."""
    return text.translate(_FOLDS)


def origins(text: str) -> list[int]:
    """For each character of `fold(text)`, the place in `text` it came from."""
    folded = map(_FOLDS.__getitem__, map(ord, text))
    return [at for at, characters in enumerate(folded) for _ in characters]


class Folded:
    """Several texts folded and put one after the other, a break between, and the way back.

    Texts are folded in short blocks, so that only the blocks something is found in are ever mapped back.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._blocks: list[tuple[int, int, str]] = []
        self._starts: list[int] = []
        self._origins: dict[int, list[int]] = {}
        parts = []
        length = 0
        for number, text in enumerate(texts):
            for at in range(0, len(text), BLOCK):
                block = text[at : at + BLOCK]
                self._blocks.append((number, at, block))
                self._starts.append(length)
                parts.append(folded := fold(block))
                length += len(folded)
            parts.append(BREAK)
            length += 1
        self.text = "".join(parts)

    def back(self, end: int, length: int) -> tuple[int, list[int]]:
        """Which text the `length` characters up to and with place `end` stand in, and where each came from."""
        block = bisect_right(self._starts, end) - 1
        places = self._places(block)[: end - self._starts[block] + 1]
        number = self._blocks[block][0]
        while len(places) < length:
            block -= 1
            places = self._places(block) + places
        return number, places[-length:]

    def _places(self, block: int) -> list[int]:
        if block not in self._origins:
            _, at, text = self._blocks[block]
            self._origins[block] = [at + place for place in origins(text)]
        return self._origins[block]


def _fold_character(character: str) -> str:
    if character in _BREAKS:
        return BREAK
    wide = unicodedata.normalize("NFKC", character)
    if unicodedata.normalize("NFKD", wide)[:1] < _ACCENTED_BELOW:
        wide = unicodedata.normalize("NFKD", wide)
    simple = _simplified()
    lowered = (simple.get(each, each) for each in wide.casefold())
    return "".join(each for each in lowered if unicodedata.category(each)[0] in "LN")


@cache
def _simplified() -> dict[str, str]:
    """Traditional character -> simplified, from OpenCC's tables, each looked up alone."""
    from opencc import OpenCC  # imported here: its tables take a while and many commands never fold

    characters = [chr(code) for codes in _IDEOGRAPHS for code in codes]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {old: new for old, new in zip(characters, converted, strict=True) if old != new and len(new) == 1}
