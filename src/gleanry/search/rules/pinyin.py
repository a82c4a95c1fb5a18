"""Chinese characters as syllables without tones, and letters somebody typed read as syllables.

Method: the dictionaries of the package `pypinyin`. A character is read as it mostly is, but in a word of the package's
in which it is read otherwise: 庆 of 重庆 makes its 重 chong. A name's first character is read as a surname: 单 is shan.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

LONGEST_WORD = 4

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
    read = [_usual(character) for character in text]
    words = _words()
    for at, character in enumerate(text):
        if character in words:
            for word, said in words[character]:
                if text.startswith(word, at):
                    read[at : at + len(word)] = said
                    break
    return tuple(read)


def syllables_of_name(name: str) -> tuple[str, ...]:
    """The same for a person's name, its surname read as one."""
    read = syllables_of(name)
    surname = SURNAMES.get(name[:1])
    return (surname, *read[1:]) if surname and len(name) > 1 else read


@cache
def _usual(character: str) -> str:
    """The reading a character mostly has: the first of its list."""
    return _plain(pinyin_dict.get(ord(character), "").partition(",")[0])


@cache
def _words() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """First character -> the words beginning with it in which some character is not read as usual, longest first."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word, readings in phrases_dict.items():
        said = tuple(_plain(reading[0]) for reading in readings)
        if len(said) == len(word) <= LONGEST_WORD and said != tuple(map(_usual, word)):
            found.setdefault(word[0], []).append((word, said))
    for words in found.values():
        words.sort(key=lambda pair: -len(pair[0]))
    return found


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
