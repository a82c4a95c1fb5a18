"""A match, as others hold it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class MatchRow:
    """`evidence` holds [kind, value] pairs that were recognised, or [field, code] pairs of what made it invalid.

    `rule` and `action` are of the duplicate rule that decided; `found` holds each match: `rule`, `with` ("lead" or
    "account"), `id`, `on` ([field, value] pairs that agree), `days` between, and what a refresh `changed`.
    """

    verdict: str
    lead_id: int
    evidence: list[list[str]]
    rules_id: int
    rule: str = ""
    action: str = ""
    found: list[dict[str, Any]] = field(default_factory=list)
