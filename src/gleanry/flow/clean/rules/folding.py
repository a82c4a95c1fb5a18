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
from itertools import accumulate

BREAK = "\n"
_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029。！？；，、：…")
_ACCENTED_BELOW = "\u0250"
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


def origins(text: str) -> Sequence[int]:
    """For each character of `fold(text)`, the place in `text` it came from."""
    folds = _FOLDS
    return [at for at, character in enumerate(text) for _ in folds[ord(character)]]


def place_in(lengths: Sequence[int], at: int) -> tuple[int, int]:
    """Which of several texts, folded and put one after the other, holds place `at`, and where in it.

    `lengths` are the running totals of `running_lengths`.
    """
    text = bisect_right(lengths, at) - 1
    return text, at - lengths[text]


def running_lengths(texts: Sequence[str]) -> list[int]:
    """Where each text begins when they are joined by one character."""
    return list(accumulate((len(text) + 1 for text in texts), initial=0))


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
