"""How much a character says: one that few names have says more. Learned from the list itself, with a prior."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from gleanry.likeness.names import trades

_PRIOR_NAMES = 300.0
_COMMON, _SELDOM = 0.05, 0.004
_LATIN = 1.2
_LEAST = 0.3


class Letters:
    """Weights of characters: the logarithm of one over the share of names that have it.

    `names` are texts; a list of none gives the prior alone, by which characters of trade words are common ones.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._with: Counter[str] = Counter()
        self._count = 0
        for name in names:
            self._with.update(set(name))
            self._count += 1
        self._known: dict[str, float] = {}

    def __call__(self, letter: str) -> float:
        weight = self._known.get(letter)
        if weight is None:
            weight = self._known[letter] = self._weigh(letter)
        return weight

    def _weigh(self, letter: str) -> float:
        if letter.isascii() and not letter.isdigit():
            return _LATIN
        prior = _COMMON if letter in trades.CHARACTERS else _SELDOM
        seen = self._with[letter] + _PRIOR_NAMES * prior
        return max(_LEAST, math.log((self._count + _PRIOR_NAMES) / seen))


UNLEARNED = Letters()
"""The prior alone: what is used for two names without a list around them."""
