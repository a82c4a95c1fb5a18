"""A cleaned submission, as later stages read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CleanRow:
    """The cleaned fields of one submission and its defects as [field, code] pairs; all who read it share them."""

    submission_id: int
    fields: Mapping[str, Any]
    defects: Sequence[Sequence[str]]
