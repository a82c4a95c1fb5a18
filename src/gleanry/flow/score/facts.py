"""What scoring announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Graded:
    """Leads with a fresh grade."""

    lead_ids: tuple[int, ...]
    grades: tuple[str, ...]
