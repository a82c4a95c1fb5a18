"""What it means for a lead to move from one cell to another."""

from __future__ import annotations

from typing import Literal

from gleanry.flow.score.rules.tables import BANDS, LETTERS

Direction = Literal["up", "down", "across", "stays"]


def steps_between(before: str, after: str) -> int:
    """How many letters and bands higher the second cell is; below zero for lower, zero also for up and down at once."""
    return _depth(before) - _depth(after)


def direction_of(before: str, after: str) -> Direction:
    """Up where letter and band together stand higher, down where lower, across where one made up for the other."""
    if before == after:
        return "stays"
    steps = steps_between(before, after)
    return "up" if steps > 0 else "down" if steps < 0 else "across"


def _depth(grade: str) -> int:
    return LETTERS.index(grade[0]) + BANDS.index(grade[1])
