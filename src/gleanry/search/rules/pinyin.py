"""Chinese characters as syllables without tones, and letters somebody typed read as syllables.

Method: the readings of the package `pypinyin`. A text all of whose characters have one reading takes a short path; one
with several is read by the package's dictionary of words. A name's first character is read as a surname: 单 is shan.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.pinyin_dict import pinyin_dict

SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "任": "ren", "朴": "piao",
    "盖": "ge", "冼": "xian", "翟": "zhai", "缪": "miao", "乐": "yue", "员": "yun", "种": "chong", "华": "hua",
    "覃": "qin", "卜": "bu", "召": "shao", "尉迟": "yuchi", "万俟": "moqi", "秘": "bi", "繁": "po", "车": "che",
    "洗": "xian", "宿": "su", "牟": "mou", "訾": "zi", "晁": "chao", "隗": "wei", "黑": "he", "折": "she",
}  # fmt: skip
"""Characters read otherwise in a surname than elsewhere; with some the dictionary would guess."""


@lru_cache(maxsize=65536)
def syllables_of(text: str) -> tuple[str, ...]:
    """The syllable of each Chinese character of a run, empty for a character without one."""
    short = [_only_reading(character) for character in text]
    if None not in short:
        return tuple(str(one) for one in short)
    read = lazy_pinyin(text, style=Style.NORMAL, errors=lambda unknown: [""] * len(unknown))
    return tuple(_plain(one) for one in read) if len(read) == len(text) else tuple(one or "" for one in short)


def syllables_of_name(name: str) -> tuple[str, ...]:
    """The same for a person's name, its surname read as one."""
    read = syllables_of(name)
    surname = SURNAMES.get(name[:1])
    return (surname, *read[1:]) if surname and len(name) > 1 else read


@cache
def _only_reading(character: str) -> str | None:
    readings = {_plain(one) for one in pinyin_dict.get(ord(character), "").split(",")}
    return readings.pop() if len(readings) == 1 else None


def _plain(reading: str) -> str:
    """Without tone marks; ü is typed v."""
    apart = unicodedata.normalize("NFD", reading.strip().lower()).replace("u\u0308", "v")
    return "".join(one for one in apart if "a" <= one <= "z")


@cache
def known_syllables() -> frozenset[str]:
    """Every syllable there is: some four hundred."""
    common = range(0x4E00, 0x9FA6)
    read = {_plain(one) for code in common for one in pinyin_dict.get(code, "").split(",")}
    return frozenset(one for one in read if one and one not in {"m", "n", "ng", "hm", "hng"})


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(one[:end] for one in known_syllables() for end in range(1, len(one)))


@lru_cache(maxsize=4096)
def readings_of(letters: str, most: int = 4) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Ways to read typed letters: (whole syllables, the begun one), fewest pieces first; none where there is none.

    xian is xian and xi an; wangx is wang and the beginning of something.
    """
    found: list[tuple[tuple[str, ...], str]] = []
    _read(letters, (), found)
    return tuple(sorted(found, key=lambda way: (len(way[0]) + bool(way[1]), bool(way[1])))[:most])


def _read(rest: str, before: tuple[str, ...], found: list[tuple[tuple[str, ...], str]]) -> None:
    if len(found) >= 16:
        return
    if not rest:
        found.append((before, ""))
        return
    for length in range(min(6, len(rest)), 0, -1):
        if rest[:length] in known_syllables():
            _read(rest[length:], (*before, rest[:length]), found)
    if before and rest in _beginnings():
        found.append((before, rest))


def initials_of(syllables: Sequence[str]) -> str:
    """The first letters: wxm of wang xiao ming."""
    return "".join(one[:1] for one in syllables)
