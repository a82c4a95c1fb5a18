"""Where letters, or characters of the same sound, stand in a Chinese text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from gleanry.search.rules.pinyin import initials_of, syllables_of, syllables_of_name
from gleanry.search.rules.tokens import SHORT_NAME
from gleanry.search.rules.writing import is_joined, runs
from gleanry.search.shapes import Rank


@lru_cache(maxsize=16384)
def said(plain: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The runs of Chinese in a folded text: where each begins, and its syllables."""
    found, at = [], 0
    for run in runs(plain):
        at = plain.index(run, at)
        if is_joined(run):
            found.append((at, syllables_of_name(run) if len(run) <= SHORT_NAME else syllables_of(run)))
        at += len(run)
    return tuple(found)


def sounded(asked: str, plain: str, *, same_length: bool = False) -> Iterator[tuple[Rank, int, int]]:
    """(rank, start, end) where `asked` is heard in a folded text: letters as syllables or initials from a syllable on.

    With `same_length`, `asked` is Chinese and every character must sound as its counterpart.
    """
    for begin, syllables in said(plain):
        found = _same_sounds(asked, syllables) if same_length else _letters_in(asked, syllables)
        if found is not None:
            rank, start, end = found
            yield (rank if begin == 0 else max(rank, Rank.INSIDE), begin + start, begin + end)


def _letters_in(letters: str, syllables: tuple[str, ...]) -> tuple[Rank, int, int] | None:
    for start in range(len(syllables)):
        rest, at = letters, start
        while at < len(syllables) and syllables[at] and rest.startswith(syllables[at]):
            rest, at = rest[len(syllables[at]) :], at + 1
        if rest and at > start and at < len(syllables) and syllables[at].startswith(rest):
            rest, at = "", at + 1
        if not rest and at > start and (at - start > 1 or start == 0):
            whole = start == 0 and at == len(syllables) and letters == "".join(syllables)
            return (Rank.EXACT if whole else Rank.START if start == 0 else Rank.INSIDE), start, at
    initials = initials_of(syllables)
    if syllables and syllables[0] and letters.startswith(syllables[0]) and len(initials) == len(syllables):
        rest = letters[len(syllables[0]) :]
        if rest and initials[1:].startswith(rest):
            return Rank.START, 0, 1 + len(rest)
    at = initials.find(letters)
    if len(initials) == len(syllables) and ((at == 0 and len(letters) > 1) or (at > 0 and len(letters) > 2)):
        return (Rank.START if at == 0 else Rank.INSIDE), at, at + len(letters)
    return None


def _same_sounds(asked: str, syllables: tuple[str, ...]) -> tuple[Rank, int, int] | None:
    mine = syllables_of(asked)
    if len(mine) < 2 or not all(mine):
        return None
    for start in range(len(syllables) - len(mine) + 1):
        if syllables[start : start + len(mine)] == mine:
            return Rank.ALIKE, start, start + len(mine)
    return None
