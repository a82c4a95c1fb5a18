"""How well somebody writes down their work."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class UsageFigures:
    """What is counted of a member and month.

    `visits` were held; of the `asked` things their records should say `said` are there; `accurate` are as they were
    first written, and took place on the day that was planned; `in_time` were written up in time; `linked` are of
    customers with orders; `forgotten` were planned and neither made nor called off, though their time has passed.
    """

    member_id: int
    visits: int = 0
    asked: int = 0
    said: int = 0
    accurate: int = 0
    in_time: int = 0
    linked: int = 0
    forgotten: int = 0


@dataclass(frozen=True, slots=True)
class UsageScore:
    """Points from 0 to 100 of each aspect and together, the rank (1 is the best), and what to talk about.

    `reasons`: few_visits, incomplete, inaccurate, late, unlinked, forgotten; the weakest first.
    """

    figures: UsageFigures
    parts: tuple[tuple[str, Decimal], ...]
    points: Decimal
    rank: int
    place: str
    reasons: tuple[str, ...]
