"""What routing announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Routed:
    """Leads that got an owner."""

    lead_ids: tuple[int, ...]
    owner_ids: tuple[int, ...]
