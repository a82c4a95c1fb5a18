"""When two texts that are not the same are nearly so: levels for distinct pairs of texts (see levels.py)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from gleanry.likeness.records.name import heard_as
from gleanry.likeness.records.shapes import Levels, Whole
from gleanry.likeness.records.text import Column

_MANY = 10_000
"""From so many pairs on, starting threads is worth its while."""

_FAR = 3
"""Distances of three and more are not told apart."""


def are_close_names(one: Column, left: Whole, other: Column, right: Whole) -> Levels:
    """1 for whole names a character, a letter or a sound apart.

    Chinese names of two characters are never close by their characters: 张伟 and 李伟 are two people.
    """
    mine, theirs = _picked(one.texts, left), _picked(other.texts, right)
    longest = _longest(mine, theirs)
    close = (distances(mine, theirs) == 1) & (longest >= 3)
    latin = longest > 4
    heard = np.flatnonzero(~close & (latin | (one.ids["family"][left] == other.ids["family"][right])))
    sounds: dict[str, str] = {}
    for text in {*(mine[at] for at in heard), *(theirs[at] for at in heard)}:
        sounds[text] = heard_as(text)
    one_said, other_said = [sounds[mine[at]] for at in heard], [sounds[theirs[at]] for at in heard]
    apart, said = distances(one_said, other_said), _shortest(one_said, other_said)
    close[heard] = (said >= 6) & ((apart == 1) | (latin[heard] & (apart == 2) & (said >= 10)))
    return np.where(close, np.int8(1), np.int8(0))


def do_fit(one: Column, left: Whole, other: Column, right: Whole) -> Levels:
    """1 for names of which one is part of the other."""
    pairs = zip(_picked(one.texts, left), _picked(other.texts, right), strict=True)
    return np.fromiter((fits(mine, theirs) for mine, theirs in pairs), np.int8, len(left))


def fits(one: str, other: str) -> bool:
    """Whether the words or characters of the shorter name are in the longer, initials standing for words."""
    short, long = sorted((one, other), key=lambda text: (len(text), text))
    if not short.isascii() or not long.isascii():
        return bool(short) and long.endswith(short)
    words = long.split()
    return all(
        any(word == w or ((len(word) == 1 or len(w) == 1) and word[0] == w[0]) for w in words) for word in short.split()
    )


def company_levels(one: Column, left: Whole, other: Column, right: Whole) -> Levels:
    """3 where one is the other shortened, 4 where they are a slip apart, 6 otherwise."""
    mine, theirs = _picked(one.texts, left), _picked(other.texts, right)
    shortest = _shortest(mine, theirs)
    apart = distances(mine, theirs)
    alike = ((apart == 1) & (shortest >= 3)) | ((apart == 2) & (shortest >= 8))
    levels = np.where(alike, 4, 6).astype(np.int8)
    mark = one.ids["brand"][left]
    for at in np.flatnonzero((mark == other.ids["brand"][right]) & (mark != 0)):
        if is_short_form(mine[at], theirs[at]):
            levels[at] = 3
    return levels


def is_short_form(one: str, other: str) -> bool:
    """Whether the shorter begins the longer, or leaves out some of its characters and no first ones."""
    short, long = sorted((one, other), key=lambda text: (len(text), text))
    if long.startswith(short):
        return True
    rest = iter(long)
    return short[:2] == long[:2] and not short.isascii() and all(character in rest for character in short)


def are_close_mails(one: Column, left: Whole, other: Column, right: Whole) -> Levels:
    """1 for addresses a slip apart."""
    mine, theirs = _picked(one.texts, left), _picked(other.texts, right)
    apart, longest = distances(mine, theirs), _longest(mine, theirs)
    return np.where((apart == 1) | ((apart == 2) & (longest >= 20)), np.int8(1), np.int8(0))


def plain_levels(name: str, one: Column, left: Whole, other: Column, right: Whole) -> Levels:
    """2 for texts a slip apart or, of places, titles and addresses, one within the other; 3 otherwise."""
    mine, theirs = _picked(one.texts, left), _picked(other.texts, right)
    shortest = _shortest(mine, theirs)
    apart = distances(mine, theirs)
    close = (apart == 1) & (shortest >= 4) | (apart == 2) & (shortest >= 8)
    if name in ("region", "job_title", "address"):
        close |= np.fromiter((a in b or b in a for a, b in zip(mine, theirs, strict=True)), np.bool_, len(mine))
    return np.where(close, 2, 3).astype(np.int8)


def distances(one: Sequence[str], other: Sequence[str]) -> Whole:
    """Edit distances of pairs of texts, those past two as three."""
    if not one:
        return np.zeros(0, np.int64)
    workers = -1 if len(one) >= _MANY else 1
    found = cpdist(one, other, scorer=OSA.distance, score_cutoff=_FAR - 1, dtype=np.uint8, workers=workers)
    return found.astype(np.int64)


def _picked(texts: list[str], codes: Whole) -> list[str]:
    return list(map(texts.__getitem__, codes.tolist()))


def _lengths(texts: list[str]) -> Whole:
    return np.fromiter(map(len, texts), np.int64, len(texts))


def _longest(one: list[str], other: list[str]) -> Whole:
    return np.maximum(_lengths(one), _lengths(other))


def _shortest(one: list[str], other: list[str]) -> Whole:
    return np.minimum(_lengths(one), _lengths(other))
