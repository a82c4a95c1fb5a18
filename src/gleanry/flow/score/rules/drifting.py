"""Whether the newest leads are still like those a score was learned from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from gleanry.flow.score.rules.learned import Known
from gleanry.likelihood.shapes import Shift

LIMIT = 0.25
"""A stability index so far above what chance makes says that a column has moved."""
HEAVY = 1 / 3
"""A score is no longer used when the columns that moved carry more than this part of its reasons."""
LATELY, FEWEST, MOST = timedelta(days=30), 200, 5_000
"""The newest leads: those of 30 days, at least 200, at most 5,000."""


def newest_of(leads: Sequence[Known]) -> list[Known]:
    """The newest leads, to be held against those that taught. Fewer than 200 tell nothing: then none."""
    ordered = sorted(leads, key=lambda lead: (lead.received_at, lead.lead_id))
    if len(ordered) < FEWEST:
        return []
    since = ordered[-1].received_at - LATELY
    lately = sum(lead.received_at > since for lead in ordered)
    return ordered[-min(max(lately, FEWEST), MOST) :]


def drift_of(shifts: Sequence[Shift], leads: int) -> dict[str, Any]:
    """What is stored and shown: [column, index beyond chance, whether it moved, its part in the reasons] each.

    `pull` is the part of those that moved together.
    """
    columns = [
        [s.column, round(max(s.index - s.by_chance, 0.0), 4), s.index - s.by_chance > LIMIT, round(s.pull, 4)]
        for s in shifts
    ]
    heavy = sum(s.pull for s in shifts if s.index - s.by_chance > LIMIT)
    return {"leads": leads, "columns": columns, "pull": round(heavy, 4)}


def refusal_for(drift: dict[str, Any]) -> dict[str, Any] | None:
    """Why a score that drifted is not used; None where it may be."""
    if drift.get("pull", 0.0) <= HEAVY:
        return None
    return {
        "code": "drifted",
        "columns": [name for name, _, over, _ in drift["columns"] if over],
        "share": drift["pull"],
    }
