"""What attribution announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Credited:
    """Claims whose money has been credited, or taken back."""

    claim_ids: tuple[int, ...]
