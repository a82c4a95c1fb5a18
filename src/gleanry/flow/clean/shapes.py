"""A cleaned submission, as later stages read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CleanRow:
    """The cleaned fields of one submission and its defects as [field, code] pairs."""

    submission_id: int
    fields: dict[str, Any]
    defects: list[list[str]]
