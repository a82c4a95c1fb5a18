"""What a name is found by: pairs of characters in Chinese, words in Latin. Cheap, and never decisive.

An entry is filed under each pair of neighbours, under its first brand character with each later one, and under the
first characters of its words in pairs: abbreviations are made of these. A query looks under all its pairs in order.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from gleanry.likeness.names import places
from gleanry.likeness.names.latin import brand_words
from gleanry.likeness.names.parts import NameParts
from gleanry.likeness.names.readings import initials, pinyin

_RUN = re.compile("[a-z0-9]{2,}")
_REACH = 14
_STARTS = 6
_TABLE_TEXT, _TABLE_PIECE = 16, 5


def filed_keys(parts: NameParts) -> set[str]:
    """The keys an entry is filed under."""
    if not parts.is_han:
        return word_keys(parts.words)
    text = parts.text + ("集团" if parts.is_group and "集团" not in parts.text else "")
    keys = {text[at : at + 2] for at in range(len(text) - 1)}
    head = max(parts.kinds.find("B"), 0)
    first = text[head : head + 1]
    keys.update([first + later for later in text[head + 2 : head + _REACH]])
    firsts = [text[at] for at in sorted(parts.starts)[:_STARTS] if at < len(text)]
    for n, one in enumerate(firsts[:-1], start=1):
        keys.update([one + later for later in firsts[n:]])
    for place in parts.places:
        keys.update([letter + first for letter in places.SHORT_OF[place]])
    return keys | _latin_inside(text)


def sought_keys(parts: NameParts) -> set[str]:
    """The keys a query looks under."""
    if not parts.is_han:
        return word_keys(parts.words)
    text = parts.text + ("集团" if parts.is_group and "集团" not in parts.text else "")
    text = text[:24]
    keys = {text[a] + text[b] for a in range(len(text)) for b in range(a + 1, min(a + 9, len(text)))}
    return (keys or {text}) | _latin_inside(text)


def _latin_inside(text: str) -> set[str]:
    return {"w:" + run[:5] for run in _RUN.findall(text)}


def word_keys(words: tuple[str, ...]) -> set[str]:
    """Words by their first five letters, all words in one piece, and their initials."""
    whole = "".join(words)
    keys = {"w:" + word[:5] for word in words if len(word) > 1} | {"w:" + whole[:5]}
    if len(words) > 2:
        keys.add("w:" + "".join(word[0] for word in words)[:5])
    return keys


def sound_keys(brand: str) -> set[str]:
    """The keys by which a Chinese brand is found from its pinyin: whole, its first two characters, its initials."""
    keys = {pinyin(brand), pinyin(brand[:2])}
    return {"s:" + key for key in keys | ({initials(brand)} if len(brand) > 2 else set())}


def heard_keys(parts: NameParts) -> set[str]:
    """The keys a name in Latin letters looks under among Chinese ones, and the other way round."""
    if parts.is_han:
        return {"w:" + pinyin(parts.brand)[:5], "w:" + pinyin(parts.brand[:2])[:5]}
    words = brand_words(parts)
    return {"s:" + word for word in (*words, "".join(words), "".join(words[:2]))}


def table_keys(parts: NameParts) -> tuple[int, ...]:
    """The few keys an account is filed under in a table, three as a rule: a row is written for each.

    Chinese: the brand's first two characters; the whole brand where it is longer, else the brand with its place; what
    the brand sounds like. Latin: its first brand word, and its brand words in one piece.
    """
    if not parts.is_han:
        words = brand_words(parts)
        return _hashed({"w:" + word for word in (*words[:1], "".join(words)) if word})
    head = parts.brand[:2]
    keys = {"b:" + head, "s:" + pinyin(parts.brand)}
    if len(parts.brand) > 2:
        keys.add("b:" + parts.brand)
    elif parts.places:
        keys.add(f"p:{parts.places[-1]}:{head}")
    return _hashed(keys)


def asked_keys(parts: NameParts) -> tuple[int, ...]:
    """The keys a name looks under in that table: every piece of it that may be somebody's brand."""
    if not parts.is_han:
        words = brand_words(parts)
        told = {"".join(words), "".join(words[:2]), *words[:4]} - {""}
        return _hashed({"w:" + word for word in told} | {"s:" + word for word in told})
    text = parts.text[:_TABLE_TEXT]
    pieces = {text[at : at + size] for size in range(2, _TABLE_PIECE + 1) for at in range(len(text) - size + 1)}
    pieces |= {parts.brand, parts.brand[:2]}
    keys = {"b:" + piece for piece in pieces} | {f"p:{place}:{parts.brand[:2]}" for place in parts.places}
    return _hashed(keys | {"w:" + pinyin(parts.brand), "w:" + pinyin(parts.brand[:2])})


def _hashed(keys: set[str]) -> tuple[int, ...]:
    """Signed 64-bit numbers, the same on every machine: half as wide as the texts, and a narrow index."""
    return tuple(
        sorted(int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True) for key in keys)
    )
