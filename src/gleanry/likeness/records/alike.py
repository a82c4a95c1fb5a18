"""When two texts that are not the same are nearly so: levels for distinct pairs of texts (see levels.py)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from gleanry.likeness.records.shapes import Levels, Whole
from gleanry.likeness.records.text import Column

_FAR = 3
"""Distances of three and more are not told apart."""


def are_close_names(one: Column, left: Whole, other: Column, right: Whole) -> Levels:
    """1 for whole names a character, a letter or a sound apart.

    Chinese names of two characters are never close by their characters: 张伟 and 李伟 are two people.
    """
    spelt = distances(_picked(one.texts, left), _picked(other.texts, right))
    longest = np.maximum(_lengths(one.texts)[left], _lengths(other.texts)[right])
    spoken = distances(_picked(one.spoken, left), _picked(other.spoken, right))
    said = np.minimum(_lengths(one.spoken)[left], _lengths(other.spoken)[right])
    latin = longest > 5
    close = (spelt == 1) & (longest >= 3)
    close |= (said >= 6) & ((spoken == 1) | (latin & (spoken == 2) & (said >= 10)))
    return close.astype(np.int8)


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
    return all(any(word == w or (len(word) == 1 or len(w) == 1) and word[0] == w[0] for w in words) for word in short.split())


def company_levels(one: Column, left: Whole, other: Column, right: Whole) -> Levels:
    """3 where one is the other shortened, 4 where they are a slip apart, 6 otherwise."""
    mine, theirs = _picked(one.texts, left), _picked(other.texts, right)
    shortest = np.minimum(_lengths(one.texts)[left], _lengths(other.texts)[right])
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
    apart = distances(_picked(one.texts, left), _picked(other.texts, right))
    longest = np.maximum(_lengths(one.texts)[left], _lengths(other.texts)[right])
    return ((apart == 1) | ((apart == 2) & (longest >= 20))).astype(np.int8)


def plain_levels(name: str, one: Column, left: Whole, other: Column, right: Whole) -> Levels:
    """2 for texts a slip apart or, of places, titles and addresses, one within the other; 3 otherwise."""
    mine, theirs = _picked(one.texts, left), _picked(other.texts, right)
    shortest = np.minimum(_lengths(one.texts)[left], _lengths(other.texts)[right])
    apart = distances(mine, theirs)
    close = (apart == 1) & (shortest >= 4) | (apart == 2) & (shortest >= 8)
    if name in ("region", "job_title", "address"):
        close |= np.fromiter((a in b or b in a for a, b in zip(mine, theirs, strict=True)), np.bool_, len(mine))
    return np.where(close, 2, 3).astype(np.int8)


def distances(one: Sequence[str], other: Sequence[str]) -> Whole:
    """Edit distances of pairs of texts, those past two as three."""
    if not one:
        return np.zeros(0, np.int64)
    found = cpdist(one, other, scorer=OSA.distance, score_cutoff=_FAR - 1, dtype=np.uint8, workers=-1)
    return found.astype(np.int64)


def _picked(texts: list[str], codes: Whole) -> list[str]:
    return [texts[code] for code in codes.tolist()]


def _lengths(texts: list[str]) -> Whole:
    return np.fromiter(map(len, texts), np.int64, len(texts))
