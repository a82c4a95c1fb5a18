"""Matches, what is there already and who asks for it, and what other rules would have done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Double:
    """A lead or account that is there already, as somebody may know it.

    `what` is "lead" or "account". Without `visible` nothing else may be told than who holds it (`owner`, `team`) since
    when; `name` is then empty.
    """

    what: str
    id: int
    owner_id: int | None
    owner: str
    team: str
    since: datetime | None
    visible: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request for a lead or an account; `answer` is empty while it waits, then "given" or "kept"."""

    id: int
    lead_id: int | None
    account_id: int | None
    owner_id: int
    by: int
    note: str
    at: datetime
    answer: str
    answered_at: datetime | None


Target = tuple[str, int] | None
"""("lead" or "account", its id), or nothing."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A lead that other rules would have decided about otherwise: rule, action and target now, and then."""

    lead_id: int
    rule_now: str
    now: str
    target_now: Target
    rule_then: str
    then: str
    target_then: Target


@dataclass(frozen=True, slots=True)
class DryRun:
    """Two sets of rules over the same leads: how often each action, and which leads differ, the newest first.

    `now` and `then` count by action, "new" where no rule found anything; `cut` says that older leads were left out.
    """

    leads: int
    cut: bool
    now: Mapping[str, int]
    then: Mapping[str, int]
    changed: int
    changes: tuple[Otherwise, ...]
