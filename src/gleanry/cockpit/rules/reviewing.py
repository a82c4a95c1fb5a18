"""What a review says: what moved and what stuck, what was promised and kept, how far it is to the target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

SHOWN = 30
"""Records kept in a review of each kind; the count is of all of them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One record of a review: the deal, whose it is, the amount (minor units), and what is to be said of it."""

    kind: str
    deal: int
    name: str
    owner: int | None
    minor: int
    said: Mapping[str, Any]


KINDS = ("moved", "stuck", "won", "lost", "next")


def is_stuck(days_in_stage: int, allowed: int | None) -> bool:
    """Whether a deal has been in its stage longer than the stage allows; a stage without days never sticks."""
    return allowed is not None and days_in_stage > allowed


def sections_of(items: Iterable[Item], owners: frozenset[int] | None) -> dict[str, dict[str, Any]]:
    """Kind -> count, sum and the largest records, of the members given (None: of everybody and nobody)."""
    found: dict[str, list[Item]] = {kind: [] for kind in KINDS}
    for item in items:
        if owners is None or item.owner in owners:
            found[item.kind].append(item)
    return {
        kind: {
            "count": len(rows),
            "minor": sum(row.minor for row in rows),
            "rows": [
                {"deal": row.deal, "name": row.name, "owner": row.owner, "minor": row.minor, **row.said}
                for row in sorted(rows, key=lambda row: (-row.minor, row.deal))[:SHOWN]
            ],
        }
        for kind, rows in found.items()
    }


def reasons_of(items: Iterable[Item], owners: frozenset[int] | None) -> dict[str, int]:
    """Reason -> how many deals were lost for it, the most frequent first."""
    counted: dict[str, int] = {}
    for item in items:
        if item.kind == "lost" and (owners is None or item.owner in owners):
            reason = str(item.said.get("reason") or "")
            counted[reason] = counted.get(reason, 0) + 1
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def verdict_of(kind: str, *, won_on: date | None, reached_on: date | None, week: date, today: date) -> str:
    """Kept as soon as it came within the week, broken once the week is over; words are judged by people."""
    end = week + timedelta(days=7)
    moment = {"win": won_on, "stage": reached_on}.get(kind)
    if moment is not None and week <= moment < end:
        return "kept"
    return "broken" if kind in ("win", "stage") and today >= end else ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A seller's month: amounts in minor units; `share` of the target, None without one."""

    member: int
    won: int
    deals: int
    target: int | None
    place: int

    @property
    def share(self) -> float | None:
        """How much of the target was reached."""
        return self.won / self.target if self.target else None


def ranking_of(won: Mapping[int, tuple[int, int]], targets: Mapping[int, int]) -> list[Ranked]:
    """Members by what they won, equal amounts sharing a place; (amount, deals) by member."""
    order = sorted(won, key=lambda member: (-won[member][0], member))
    ranked: list[Ranked] = []
    for number, member in enumerate(order, start=1):
        amount, deals = won[member]
        place = ranked[-1].place if ranked and ranked[-1].won == amount else number
        ranked.append(Ranked(member, amount, deals, targets.get(member), place))
    return ranked


def conversion_of(counts: Sequence[int]) -> list[float | None]:
    """Each step as a share of the one before; None after an empty one."""
    return [after / before if before else None for before, after in pairwise(counts)]
