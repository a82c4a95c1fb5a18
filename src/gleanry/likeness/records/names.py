"""A column of names of people: what is equal when two names, their sounds or their families are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gleanry.likeness.records import words
from gleanry.likeness.records.name import FAMILIAR_STARTS, FULL, HONORIFIC_ENDS, family_sound, read_name, sound_of
from gleanry.likeness.records.shapes import Flags
from gleanry.likeness.records.text import Cells, Column, Parts, column_of, ids_of, mixed

_BASE = 0x5851F42D4C957F2D
_MASK = (1 << 64) - 1
_ODD_STARTS = np.array([ord(text[0]) for text in words.COMPOUND] + [ord(c) for c in FAMILIAR_STARTS], np.uint32)
_ODD_ENDS = np.array([ord(character) for character in HONORIFIC_ENDS], np.uint32)


def names_of(cells: Sequence[str] | Cells) -> Column:
    """The column with the ids `whole`, `sound` (of whole names), `family`, and `kind` (a number, not an id).

    Chinese names of two to four characters are read all at once from tables of their characters, the others one by one.
    """
    column = column_of(cells)
    ids = {what: np.zeros(len(column.texts), np.uint64) for what in ("sound", "family")}
    kinds = np.zeros(len(column.texts), np.int64)
    usual = _read_usual(column.texts, ids)
    kinds[usual] = FULL
    spoken: list[int] = []
    owner: list[int] = []
    for at in np.flatnonzero(~usual).tolist():
        name = read_name(column.texts[at])
        column.texts[at] = name.text
        kinds[at] = name.kind
        ids["family"][at] = letters_id(name.family)
        if name.kind == FULL:
            parts = name.sound.split(" ")
            spoken += map(letters_id, parts)
            owner += [at] * len(parts)
    with np.errstate(over="ignore"):
        np.add.at(ids["sound"], np.array(owner, np.int64), mixed(np.array(spoken, np.uint64)))
    column.ids = {what: found.view(np.int64) for what, found in ids.items()}
    column.ids |= {"whole": ids_of(column.texts), "kind": kinds}
    return column


def letters_id(letters: str) -> int:
    """A number for a sound, such that the number of two written as one word follows from theirs; 0 for none."""
    found = 0
    for letter in letters:
        found = (found * _BASE + ord(letter)) & _MASK
    return found


def _read_usual(texts: list[str], ids: dict[str, Parts]) -> Flags:
    """Fill in the ids of Chinese names of two to four characters without a title; say which those are."""
    characters = np.array([text if len(text) <= 4 else "" for text in texts], dtype="U4")
    codes = characters.view(np.uint32).reshape(-1, 4)
    length = (codes > 0).sum(axis=1)
    usual: Flags = (((codes >= 0x3400) & (codes <= 0x9FFF)) | (codes == 0)).all(axis=1) & (length >= 2)
    last = codes[np.arange(len(codes)), np.maximum(length, 1) - 1]
    usual &= ~np.isin(codes[:, 0], _ODD_STARTS) & ~np.isin(last, _ODD_ENDS)
    codes = codes[usual]
    table = _sounds_of(np.unique(codes))
    place = np.searchsorted(table.characters, codes)
    family, given = table.families[place[:, 0]], np.zeros(len(codes), np.uint64)
    with np.errstate(over="ignore"):
        for at in range(1, 4):
            chosen = place[:, at]
            given = np.where(codes[:, at] != 0, given * table.shifts[chosen] + table.sounds[chosen], given)
        ids["sound"][usual] = mixed(family) + mixed(given)
    ids["family"][usual] = family
    return usual


class _Sounds(NamedTuple):
    """Characters in order; the number of each one's sound as a family name and in a given one, and what a number is
    multiplied with when this sound is written after it."""

    characters: NDArray[np.uint32]
    families: Parts
    sounds: Parts
    shifts: Parts


def _sounds_of(characters: NDArray[np.uint32]) -> _Sounds:
    texts = [chr(code) if code else "" for code in characters.tolist()]
    sounds = [sound_of(text) if text else "" for text in texts]
    families = [letters_id(family_sound(text)) for text in texts]
    shifts = [pow(_BASE, len(sound), 1 << 64) for sound in sounds]
    found = (np.array(numbers, np.uint64) for numbers in (families, [*map(letters_id, sounds)], shifts))
    return _Sounds(characters, *found)
