"""What rewarding announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StatementsClosed:
    """Statements will not change any more. `digests` seal what they say."""

    statement_ids: tuple[int, ...]
    digests: tuple[str, ...]


@dataclass(frozen=True)
class StatementsPaid:
    """What statements say was paid out."""

    statement_ids: tuple[int, ...]


@dataclass(frozen=True)
class GoalsSet:
    """Members were set targets for months (ISO dates of the first days), in minor units of the workspace's currency."""

    member_ids: tuple[int, ...]
    months: tuple[str, ...]
    amounts: tuple[int, ...]


@dataclass(frozen=True)
class Awarded:
    """Somebody was given something for work that brings no money by itself."""

    award_ids: tuple[int, ...]
    member_ids: tuple[int, ...]
