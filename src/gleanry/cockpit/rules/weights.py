"""What an open deal counts for in a forecast, by its stage and by its grade. Shares are in ten-thousandths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WHOLE = 10_000
GRADE_SHARES = {"A": 8_000, "B": 6_000, "C": 3_000, "D": 1_000, "E": 0, "S": WHOLE, "F": 0}
"""The inquiry table of the eight-step method: 80, 60, 30, 10 and 0 %; won counts whole, lost nothing."""


def weighted(minor: int, share: int) -> int:
    """`share` ten-thousandths of an amount that is not negative, in whole minor units; halves go up.

    Each deal is rounded by itself, so that every grouping of the same deals has the same sum.
    """
    return (minor * share + WHOLE // 2) // WHOLE


def grade_shares(body: Mapping[str, Any] | None) -> dict[str, int]:
    """Grade -> share, from the book of grades (percent); the method's own table where there is none."""
    shares = dict(GRADE_SHARES)
    for row in (body or {}).get("grades", ()):
        code = str(row.get("grade") or row.get("code") or row.get("key") or "")
        percent = row.get("share")
        if code and isinstance(percent, int) and not isinstance(percent, bool):
            shares[code] = min(max(percent, 0), 100) * 100
    return shares


def stage_shares(body: Mapping[str, Any]) -> dict[str, int]:
    """Stage -> probability to be won, from the book of processes (percent).

    A process whose stages say nothing is taken in even steps: of four stages 20, 40, 60 and 80 %.
    """
    processes = body.get("processes") or ()
    first = processes[0]["key"] if processes else ""
    by_process: dict[str, list[Mapping[str, Any]]] = {}
    for row in body.get("stages", ()):
        by_process.setdefault(str(row.get("process") or first), []).append(row)
    shares: dict[str, int] = {}
    for rows in by_process.values():
        said = [int(row.get("percent") or 0) for row in rows]
        if not any(said):
            said = [100 * (number + 1) // (len(rows) + 1) for number in range(len(rows))]
        shares |= {str(row["key"]): min(max(percent, 0), 100) * 100 for row, percent in zip(rows, said, strict=True)}
    return shares
