"""Is this a name somebody has, or something typed to get past a form?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from gleanry.flow.clean.rules.folding import fold

_REPEATED = re.compile(r"(.{1,4}?)\1{2,}|(.)\2{2,}")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qazwsxedcrfvtgbyhnujm")
_BOTH_WAYS = _ROWS + tuple(row[::-1] for row in _ROWS)
_FEWEST_ON_A_ROW = 4
_NUMBERED = re.compile(r"(.*?)[0-9]{0,4}")
_TOKENS = re.compile(r"[a-z]+")


@lru_cache(maxsize=16384)
def nonsense_of(text: str, words: frozenset[str]) -> str:
    """Why a name or a text is nothing anybody means: "test", "row" of keys, "repeated"; empty when it may be meant.

    `words` are folded; a number behind one changes nothing (test12, 测试3).
    """
    key = fold(text)
    if not key:
        return ""
    if key in words:
        return "test"
    match = _NUMBERED.fullmatch(key)
    if match is not None and match[1] in words:
        return "test"
    if _is_repeated(key):
        return "repeated"
    return "row" if key.isascii() and len(key) >= _FEWEST_ON_A_ROW and _is_row(key) else ""


def holds_test_word(name: str, words: frozenset[str]) -> bool:
    """Whether a person's name holds a test word: as one of its words (Test User), or anywhere in Chinese (测试张三)."""
    if name.isascii():
        return not words.isdisjoint(_TOKENS.findall(name.lower()))
    return _anywhere(words).search(fold(name)) is not None


@lru_cache(maxsize=64)
def _anywhere(words: frozenset[str]) -> re.Pattern[str]:
    """The words that need no blanks around them."""
    long = sorted(word for word in words if not word.isascii() and len(word) > 1)
    return re.compile("|".join(map(re.escape, long)) or r"(?!)")


def is_phone(name: str, phones: Iterable[str]) -> bool:
    """Whether a name is the digits of one of the numbers given with it, with or without their country's."""
    digits = "".join(sign for sign in fold(name) if sign.isdigit())
    fewest = 7
    return len(digits) >= fewest and len(digits) == len(fold(name)) and any(p.endswith(digits) for p in phones)


def read_test_words(settings: Mapping[str, Any]) -> frozenset[str]:
    """The test words of the rule book, folded."""
    return frozenset(key for word in settings.get("words", ()) if (key := fold(str(word))))


def _is_repeated(key: str) -> bool:
    match = _REPEATED.match(key)
    if match is None:
        return False
    unit = match[1] or match[2]
    return len(key) >= 3 and key == (unit * (len(key) // len(unit) + 1))[: len(key)]


def _is_row(key: str) -> bool:
    """Keys side by side, once or again and again: asdfgh, qwerqwer, 123456."""
    return any(key in row for row in _BOTH_WAYS) or any(
        len(key) >= 2 * size and key == (key[:size] * (len(key) // size + 1))[: len(key)] and _is_row(key[:size])
        for size in range(_FEWEST_ON_A_ROW, len(key) // 2 + 1)
    )
