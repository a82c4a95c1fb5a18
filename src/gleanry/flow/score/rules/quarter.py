"""What a learned score would have done last quarter, had it been learned before: nothing it is judged on taught it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from gleanry.flow.score.rules.learned import Known
from gleanry.likelihood.measures import auc

QUARTER = timedelta(days=91)
SHOWN = 20


def quarter_start(leads: Sequence[Known], at: datetime) -> datetime:
    """When the last quarter with leads in it began."""
    return max((lead.received_at for lead in leads if lead.received_at <= at), default=at) - QUARTER


def as_of(leads: Iterable[Known], moment: datetime) -> list[Known]:
    """The leads that had come by a moment, with what was known then of how far they came."""
    return [
        replace(lead, reached={name: when if when and when <= moment else None for name, when in lead.reached.items()})
        for lead in leads
        if lead.received_at < moment
    ]


def moved(leads: Sequence[Known], probabilities: Sequence[float], target: str) -> dict[str, Any]:
    """Who of a quarter's graded leads would have stood elsewhere, and who of them came so far.

    As many best leads as the matrix had in A and B when they came, by likelihood. `auc` and `matrix_auc` say how well
    each ranked the quarter's leads; None while all or none of them have come so far.
    """
    before = {place for place, lead in enumerate(leads) if lead.grade[:1] in ("A", "B")}
    ranked = sorted(range(len(leads)), key=lambda place: (-probabilities[place], leads[place].lead_id))
    after = set(ranked[: len(before)])
    up, down = sorted(after - before), sorted(before - after)
    won = np.array([lead.reached[target] is not None for lead in leads], dtype=np.bool_)
    known = bool(won.any() and not won.all())
    return {
        "leads": len(leads),
        "best": len(before),
        "up": len(up),
        "down": len(down),
        "up_came": int(won[up].sum()) if up else 0,
        "down_came": int(won[down].sum()) if down else 0,
        "auc": auc(np.array(probabilities, dtype=float), won) if known else None,
        "matrix_auc": auc(np.array([float(lead.points) for lead in leads]), won) if known else None,
        "up_leads": [leads[n].lead_id for n in sorted(up, key=lambda place: -probabilities[place])[:SHOWN]],
        "down_leads": [leads[n].lead_id for n in sorted(down, key=lambda place: probabilities[place])[:SHOWN]],
    }
