"""A match, as others hold it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MatchRow:
    """`evidence` holds [kind, value] pairs that were recognised, or [field, code] pairs of what made it invalid."""

    verdict: str
    lead_id: int
    evidence: list[list[str]]
    rules_id: int
