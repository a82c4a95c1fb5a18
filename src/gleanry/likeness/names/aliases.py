"""Names that were learned: evidence that a name is a company's, where its letters say nothing (纷享销客).

An alias is told by a person, a file or a merge, for a time or for good; a rename is an alias whose time ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gleanry.likeness.names.parts import split_name


@dataclass(frozen=True, slots=True)
class Alias:
    """`name` is `canonical`, from `valid_from` to `valid_to` (both included; None is open)."""

    name: str
    canonical: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, at: date | None) -> bool:
        """Whether it held on a day. Without a day a former name counts too: old lists have it."""
        if at is None:
            return True
        return (self.valid_from is None or self.valid_from <= at) and (self.valid_to is None or at <= self.valid_to)


class Aliases:
    """Learned names, found by their key."""

    def __init__(self, aliases: Iterable[Alias] = ()) -> None:
        self._by_key: dict[str, list[Alias]] = {}
        for alias in aliases:
            self.learn(alias)

    def learn(self, alias: Alias) -> None:
        """Add one; a name may have been several companies' at different times."""
        self._by_key.setdefault(split_name(alias.name).key, []).append(alias)

    def of(self, key: str, at: date | None = None) -> list[Alias]:
        """What a key is known to stand for on a day."""
        return [alias for alias in self._by_key.get(key, ()) if alias.holds(at)]
