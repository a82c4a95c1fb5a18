"""What nurture announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reawakened:
    """Leads back in the intake pool because they stirred."""

    lead_ids: tuple[int, ...]
