"""Write score cards, and when time alone will change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from gleanry.flow.score.facts import Graded
from gleanry.flow.score.models import Fading, ScoreCard
from gleanry.flow.score.queries.material import material_of
from gleanry.flow.score.rules import ScoreTables, Scoring, next_change, read_tables
from gleanry.kit import bulk, ledger, rulebook
from gleanry.leads.actions import grade_leads
from gleanry.leads.shapes import SETTLED, LeadRow
from gleanry.touches.shapes import TouchRow

COLUMNS = (
    "workspace_id", "lead_id", "fit_tenths", "behaviour_tenths", "grade", "reasons", "rules_id", "people", "up_to",
    "at",
)  # fmt: skip


Unless = Literal["", "same_points", "same_grade"]


def write_cards(workspace_id: int, leads: Sequence[LeadRow], at: datetime, *, unless: Unless = "") -> int:
    """Score leads, write a card for each, announce their grades; returns the number of cards.

    A lead gets no card where it still has the same grade, or grade and points, and `unless` says so. A constant number
    of statements, however many leads.
    """
    if not leads:
        return 0
    rules = rulebook.current(workspace_id, "score")
    tables = read_tables(rules.body)
    material = material_of(workspace_id, leads)
    before = _last_points(workspace_id, leads) if unless == "same_points" else {}
    rows, changes = [], []
    for lead in leads:
        touched = material.touched(lead, at)
        scoring = material.scored(lead, touched, tables, at)
        if tables.fades:
            changes.append((lead.id, _next(lead, touched, tables, at)))
        if not _is_same(lead, scoring, unless, before):
            up_to = max((touch.id for touch in touched), default=0)
            kept = (*_tenths(scoring), scoring.grade, scoring.reasons, rules.id)
            rows.append((workspace_id, lead.id, *kept, material.people(lead), up_to, at))
    bulk.insert(ScoreCard, COLUMNS, rows)
    grade_leads(workspace_id, [(row[1], row[4]) for row in rows])
    _keep_changes(workspace_id, [lead.id for lead in leads], {i: due for i, due in changes if due})
    ledger.announce(workspace_id, Graded(tuple(row[1] for row in rows), tuple(row[4] for row in rows)), at=at)
    return len(rows)


def _is_same(lead: LeadRow, scoring: Scoring, unless: Unless, before: Mapping[int, tuple[str, int, int]]) -> bool:
    if unless == "same_grade":
        return scoring.grade == lead.grade
    return bool(unless) and before.get(lead.id) == (scoring.grade, *_tenths(scoring))


def _tenths(scoring: Scoring) -> tuple[int, int]:
    return round(10 * scoring.fit), round(10 * scoring.behaviour)


LAST = "NOT EXISTS (SELECT 1 FROM score_scorecard n WHERE n.lead_id = t.lead_id AND n.id > t.id)"


def _last_points(workspace_id: int, leads: Sequence[LeadRow]) -> dict[int, tuple[str, int, int]]:
    """Lead -> grade, and fit and behaviour in tenths, of its last card."""
    columns = ("lead_id", "grade", "fit_tenths", "behaviour_tenths")
    wanted = (lead.id for lead in leads)
    rows = bulk.find(ScoreCard, columns, workspace_id=workspace_id, key="lead_id", among=wanted, where=LAST)
    return {lead_id: (grade, fit, behaviour) for lead_id, grade, fit, behaviour in rows}


def _next(lead: LeadRow, touched: Sequence[TouchRow], tables: ScoreTables, at: datetime) -> datetime | None:
    return None if lead.pool in SETTLED else next_change([(touch.kind, touch.at) for touch in touched], tables, at)


def _keep_changes(workspace_id: int, lead_ids: Sequence[int], due: Mapping[int, datetime]) -> None:
    """Write when leads change by time alone, in place of what was said before."""
    known = dict(bulk.find(Fading, ("id", "due_at"), workspace_id=workspace_id, key="id", among=lead_ids))
    if gone := [lead_id for lead_id in known if lead_id not in due]:
        Fading.objects.of(workspace_id).filter(pk__in=gone).delete()
    fresh = [(lead_id, workspace_id, moment) for lead_id, moment in due.items() if lead_id not in known]
    bulk.insert(Fading, ("id", "workspace_id", "due_at"), fresh)
    moved = [(lead_id, moment) for lead_id, moment in due.items() if known.get(lead_id, moment) != moment]
    bulk.update(Fading, ("due_at",), moved)
