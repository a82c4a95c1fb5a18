"""What deduplication is told and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Levels = NDArray[np.int8]
Flags = NDArray[np.bool_]

Columns = Mapping[str, Sequence[str]]
"""Cells by field, all of one length; an empty text is a cell without a value. Fields: `FIELDS`."""

FIELDS = (
    "person_name", "first_name", "last_name", "company", "phone", "email", "wechat", "job_title", "region",
    "birth_date", "person_id", "address", "postcode",
)  # fmt: skip
"""What a column may be. Several columns of one field are named `phone`, `phone#2`, `phone#3` and so on."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to answer. `threshold` is the least probability at which two rows are called the same; `review` the least a
    pair needs to be given at all by find_pairs; `most_in_block` the size past which a block of rows that share a key
    is no longer compared (memory and time grow with its square); `region` is where bare telephone numbers are dialled;
    tables of `rows_for_two` rows and more are read by two threads.
    """

    threshold: float = 0.5
    review: float = 0.1
    most_in_block: int = 40
    region: str = "CN"
    rows_for_two: int = 100_000


@dataclass(frozen=True, slots=True)
class Evidence:
    """One field of one pair: how it agrees, and its weight in bits (above 0 for the same, below 0 against)."""

    field: str
    level: str
    bits: float


@dataclass(frozen=True)
class Pairs:
    """Pairs of rows with the probability that they are one, each pair once, in order of (left, right).

    `left` and `right` are row numbers from 0 (left < right within one table; for a look-up left is the row asked about
    and right the row found). `levels` has a row for each pair and a column for each field of `fields`: a number into
    the field's `names_of_levels`. `bits` is the whole weight of evidence, prior included.
    """

    left: Whole
    right: Whole
    probability: Real
    levels: Levels
    fields: tuple[str, ...] = ()
    names_of_levels: tuple[tuple[str, ...], ...] = ()

    def __len__(self) -> int:
        return len(self.left)

    def take(self, which: Any) -> Pairs:
        """Some of the pairs: a mask or an order."""
        parts = (self.left[which], self.right[which], self.probability[which], self.levels[which])
        return Pairs(*parts, self.fields, self.names_of_levels)

    @property
    def evidence(self) -> list[str]:
        """What speaks for and against each pair: `name same, phone one digit off, email different`."""
        packed = np.zeros(len(self), np.int64)
        for column in self.levels.T:
            packed = packed * 8 + column
        looks, first, which = np.unique(packed, return_index=True, return_inverse=True)
        said = [self._say(self.levels[at]) for at in first.tolist()]
        return list(map(said.__getitem__, which.tolist())) if len(looks) else []

    def _say(self, row: Levels) -> str:
        words = zip(self.fields, self.names_of_levels, row.tolist(), strict=True)
        return ", ".join(f"{name} {levels[level]}" for name, levels, level in words if level > 0)


@dataclass(frozen=True)
class Groups:
    """What every row belongs to.

    `group` numbers groups from 1 in the order of their first rows, one number for each row; `probability` is that of
    the surest link of the row into its group (0 for a row that stands alone); `partner` the row at its other end (-1),
    and `evidence` what speaks for that link.
    """

    group: Whole
    probability: Real
    partner: Whole
    evidence: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many groups there are, rows that stand alone included."""
        return int(self.group.max()) if len(self.group) else 0

    @property
    def duplicates(self) -> int:
        """How many rows are another row's duplicate: rows less groups."""
        return len(self.group) - self.count
