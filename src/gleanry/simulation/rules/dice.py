"""Chance that can be thrown again: what is drawn depends on the seed and on what it is drawn for, on nothing else.

Method: BLAKE2b of the key in counter mode, 32 bits a draw. It gives the same on every machine and Python, in any order
and after any interruption, which a generator with a running state does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate
from struct import Struct
from typing import TypeVar

T = TypeVar("T")

_WORDS = Struct("<16I")
_SPAN = 1 << 32


class Dice:
    """Draws for one key, such as (seed, "prospect", 17)."""

    __slots__ = ("_at", "_block", "_key", "_words")

    def __init__(self, *key: object) -> None:
        self._key = "\0".join(map(str, key)).encode()
        self._block = 0
        self._words: tuple[int, ...] = ()
        self._at = 16

    def unit(self) -> float:
        """A number from 0 up to but not 1."""
        if self._at == 16:
            self._words = _WORDS.unpack(blake2b(self._key, salt=self._block.to_bytes(16, "little")).digest())
            self._block += 1
            self._at = 0
        self._at += 1
        return self._words[self._at - 1] / _SPAN

    def below(self, limit: int) -> int:
        """A whole number from 0 up to but not `limit`."""
        return int(self.unit() * limit)

    def between(self, least: float, most: float) -> float:
        return least + (most - least) * self.unit()

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.unit() * len(choices))]

    def happens(self, chance: float) -> bool:
        return self.unit() < chance

    def weighted(self, choices: Sequence[T], steps: Sequence[float]) -> T:
        """One of `choices`, by the running sums of their weights (see `running`)."""
        point = self.unit() * steps[-1]
        return next(choice for choice, step in zip(choices, steps, strict=True) if point < step)


def running(weights: Sequence[float]) -> tuple[float, ...]:
    """The running sums of weights, as `weighted` needs them."""
    return tuple(accumulate(weights))
