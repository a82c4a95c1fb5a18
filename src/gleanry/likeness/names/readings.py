"""Pinyin of Chinese text, plain and without tones: 纷扬 is fenyang. For English forms of Chinese names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

# First readings that are wrong in nearly every company name.
_IN_NAMES = {"重": "zhong", "长": "chang", "乐": "le", "行": "hang", "厦": "xia", "都": "du", "会": "hui", "和": "he",
             "着": "zhuo", "大": "da", "藏": "zang", "乘": "cheng", "盛": "sheng", "葛": "ge", "车": "che"}  # fmt: skip
_NO_LETTER = re.compile("[^a-z]")


@cache
def _table() -> dict[int, str]:
    from pypinyin.constants import PINYIN_DICT

    return dict(PINYIN_DICT)


@lru_cache(maxsize=32768)
def syllable(letter: str) -> str:
    """The usual reading of one character; a Latin letter or a digit stays; empty where there is none."""
    if letter.isascii():
        return letter
    if letter in _IN_NAMES:
        return _IN_NAMES[letter]
    toned = _table().get(ord(letter), "").partition(",")[0]
    bare = unicodedata.normalize("NFD", toned.replace("ü", "v").replace("ǚ", "v").replace("ǜ", "v"))
    return _NO_LETTER.sub("", bare.casefold())


def pinyin(text: str) -> str:
    """All syllables in one piece."""
    return "".join(map(syllable, text))


def initials(text: str) -> str:
    """The first letter of each syllable: 纷扬 is fy."""
    return "".join(syllable(letter)[:1] for letter in text)
