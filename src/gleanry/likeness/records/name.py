"""One name of a person: how it is compared, how it sounds, which part is the family's.

A Chinese name and its pinyin in either order have one sound: the sounds of family and given name, in the order of the
alphabet. A Latin name's sound holds its words the same way, pet names replaced by the full name. Sounds come from
`pypinyin`'s table, read as family names where that differs (单 is shan).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from pypinyin.constants import PINYIN_DICT

from gleanry.likeness.records import words

HONORIFIC_ENDS = frozenset(word[-1] for word in words.HONORIFICS)
FAMILIAR_STARTS = "小老阿"
_ODD = frozenset(FAMILIAR_STARTS) | {family[0] for family in words.COMPOUND}
"""What a name may begin with whose family is not its first character."""
FULL, FAMILY, PART = 1, 2, 3
"""A whole name; a family name alone (王先生); a given name or less alone (小伟, James)."""

_HAN = re.compile(r"[\u3400-\u9fff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff·•]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_BRACKETS = re.compile(r"[(\[{<【].*?[)\]}>】]")
_SYLLABLE = (
    "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:[iu]?[aeo]ng?|[iu]?a[io]?|[iu]?e[in]?|i?ou?|ui|un|in|ing|ong|iong|iu|[iuv]|er|ve|uai|uo|van)"
)
_PINYIN = re.compile(f"(?:{_SYLLABLE}){{1,3}}")


class Name(NamedTuple):
    """One name as it is compared."""

    text: str
    sound: str
    family: str
    kind: int


_NOBODY = Name("", "", "", 0)


def read_name(text: str) -> Name:
    """One folded cell as a name."""
    if not text:
        return _NOBODY
    if "(" in text or "[" in text or "<" in text:
        text = _BRACKETS.sub(" ", text) if not text.startswith(("(", "[", "<")) else text
    parts = text.split()
    tight = "".join(parts)
    if _CHINESE.fullmatch(tight):
        return _chinese(tight.replace("·", "").replace("•", ""))
    if not tight.isascii() and len(han := "".join(_HAN.findall(tight))) >= 2:
        return _chinese(han)
    return _latin(text)


def heard_as(text: str) -> str:
    """The sound of a name as it is compared, such as the text of a Name."""
    if 2 <= len(text) <= 4 and _HAN.fullmatch(text) and text[0] not in _ODD and text[-1] not in HONORIFIC_ENDS:
        return _sound(text, 1)
    return read_name(text).sound


def _sound(text: str, length: int) -> str:
    """The sounds of a Chinese name, whose family has so many characters, in the order of the alphabet."""
    family, given = family_sound(text[:length]), "".join(map(sound_of, text[length:]))
    return f"{family} {given}" if family < given else f"{given} {family}"


def _chinese(text: str) -> Name:
    if not text:
        return _NOBODY
    if text[-1] in HONORIFIC_ENDS:
        honorific = next((word for word in words.HONORIFICS if text.endswith(word) and text != word), "")
        rest = text[: len(text) - len(honorific)]
        if honorific and (rest in words.SURNAMES or rest in words.COMPOUND):
            return Name(rest, "", family_sound(rest), FAMILY)
        text = rest if len(honorific) > 1 and len(rest) in (2, 3) else text
    if len(text) == 2 and text[0] in FAMILIAR_STARTS:
        if text[0] != "阿" and text[1] in words.SURNAMES:
            return Name(text[1], "", family_sound(text[1]), FAMILY)
        return Name(text[1], "", "", PART)
    if len(text) == 1:
        return Name(
            text, "", family_sound(text) if text in words.SURNAMES else "", FAMILY if text in words.SURNAMES else PART
        )
    length = 2 if text[:2] in words.COMPOUND and len(text) > 2 else 1
    return Name(text, _sound(text, length), family_sound(text[:length]), FULL)


def _latin(text: str) -> Name:
    last, comma, first = text.partition(",")
    if comma and first.strip():
        text = f"{first} {last}"
    plain = text.replace("'", "")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
        plain = plain.replace("’", "").replace("ß", "ss")
    found = [word for word in _LETTERS.findall(plain) if word not in words.TITLES]
    if not found:
        return _NOBODY
    if len(found) == 1:
        found = _split_pinyin(found[0])
    if len(found) == 1:
        return Name(found[0], "", found[0], PART)
    family = _family_of(found)
    if any(len(word) == 1 for word in found):
        return Name(" ".join(found), "", family, PART)
    full = [word if word == family else words.PET_NAMES.get(word, word) for word in found]
    return Name(" ".join(found), " ".join(sorted(full)), family, FULL)


def _family_of(found: list[str]) -> str:
    """The last word; in a name of pinyin the one that is a family name's single syllable, if only one is."""
    short = [word for word in (found[0], found[-1]) if word in family_sounds()]
    return short[0] if len(short) == 1 and all(map(_PINYIN.fullmatch, found)) else found[-1]


def _split_pinyin(word: str) -> list[str]:
    """zhangwei is Zhang Wei; martin stays as it is, for rtin is no Chinese."""
    for length in range(min(6, len(word) - 2), 1, -1):
        if word[:length] in family_sounds() and _PINYIN.fullmatch(word[length:]):
            return [word[:length], word[length:]]
    return [word]


@cache
def family_sound(text: str) -> str:
    return words.READINGS.get(text) or "".join(map(sound_of, text))


@cache
def sound_of(character: str) -> str:
    """The usual sound of a character in plain letters; the character itself where it has none."""
    readings = PINYIN_DICT.get(ord(character), "")
    toned = unicodedata.normalize("NFD", readings.split(",")[0].replace("ü", "v"))
    return "".join(c for c in toned if not unicodedata.combining(c)) or character


@cache
def family_sounds() -> frozenset[str]:
    """How family names sound."""
    return frozenset(map(family_sound, (*words.SURNAMES, *words.COMPOUND)))
