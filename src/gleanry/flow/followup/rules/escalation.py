"""Who hears that somebody missed a deadline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

LEADER = "leader"
LEADING = ("sales_director", "channel_manager", "head_of_marketing", "administrator")
"""Who leads others, the nearest first; the last two answer for everybody."""
TEAM_LEADING = frozenset(LEADING[:2])


class Colleague(NamedTuple):
    """A member at work. `path` is its team's, such as "/1/4/", or empty."""

    id: int
    roles: frozenset[str]
    path: str = ""


def recipients_for(owner: Colleague, to: str, people: Sequence[Colleague]) -> tuple[int, ...]:
    """Who is told, in id order, never the owner: all with a role, or for "leader" the nearest above.

    Nearest: who leads the owner's own team, else the team above it, and so on; with no such team whoever leads at all.
    """
    others = [person for person in people if person.id != owner.id]
    if to != LEADER:
        return tuple(sorted(person.id for person in others if to in person.roles))
    for path in _upwards(owner.path):
        if found := [p.id for p in others if p.path == path and p.roles & TEAM_LEADING]:
            return tuple(sorted(found))
    for role in LEADING:
        if found := [p.id for p in others if role in p.roles]:
            return tuple(sorted(found))
    return ()


def _upwards(path: str) -> list[str]:
    """A team's path and those of the teams above it, the nearest first."""
    parts = [part for part in path.split("/") if part]
    return ["/" + "/".join(parts[:length]) + "/" for length in range(len(parts), 0, -1)]
