"""What attribution announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Credited:
    """Receipts whose money has been credited."""

    receipt_ids: tuple[int, ...]
