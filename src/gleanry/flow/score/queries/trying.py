"""Had another score book been in force, who would have moved? Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from gleanry.flow.score.queries.material import Material, material_of
from gleanry.flow.score.rules import ScoreTables, Scoring, direction_of, read_tables, steps_between
from gleanry.flow.score.shapes import DryRun, Otherwise
from gleanry.kit import rulebook
from gleanry.leads.queries import latest_leads
from gleanry.leads.shapes import LeadRow

MOST = 20_000
WINDOW = timedelta(days=90)
SHOWN = 50


def dry_run(workspace_id: int, body: Mapping[str, Any], *, at: datetime, window: timedelta = WINDOW) -> DryRun:
    """Score the graded leads of the last 90 days by the body in force and by another: the newest 20,000 at most.

    Both look at the same touches at the same moment, so that a difference is made by the tables alone; a card may be
    older and say something else. Five statements. The body must be free of faults.
    """
    newest = latest_leads(workspace_id, MOST + 1)
    cut = len(newest) > MOST and newest[0].received_at >= at - window
    leads = [lead for lead in newest[-MOST:] if lead.grade and lead.received_at >= at - window]
    now, then = read_tables(rulebook.current(workspace_id, "score").body), read_tables(body)
    material = material_of(workspace_id, leads)
    told = [_both(lead, material, now, then, at) for lead in leads]
    moves = Counter((one.before[0], one.after[0]) for one in told)
    ways = Counter(direction_of(one.before[0], one.after[0]) for one in told)
    changed = sorted((one for one in told if one.before[0] != one.after[0]), key=_how_far)
    return DryRun(len(leads), cut, moves, ways["up"], ways["down"], ways["across"], tuple(changed[:SHOWN]))


def _both(lead: LeadRow, material: Material, now: ScoreTables, then: ScoreTables, at: datetime) -> Otherwise:
    touched = material.touched(lead, at)
    first, second = (material.scored(lead, touched, tables, at) for tables in (now, then))
    return Otherwise(lead.id, _shown(first), _shown(second))


def _shown(scoring: Scoring) -> tuple[str, float, float]:
    return scoring.grade, scoring.fit, scoring.behaviour


def _how_far(one: Otherwise) -> tuple[int, float, int]:
    """The leads that move most cells first, then those that move most points, then the newest."""
    (before, *points), (after, *others) = one.before, one.after
    far = sum(abs(b - a) for a, b in zip(points, others, strict=True))
    return -abs(steps_between(before, after)), -far, -one.lead_id
