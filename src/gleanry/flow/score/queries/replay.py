"""Score again from what is kept, and hold it against what was stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gleanry.flow.clean.queries import records_of
from gleanry.flow.score.models import ScoreCard
from gleanry.flow.score.rules import ScoreTables, Scoring, aged, grade_of, read_tables
from gleanry.flow.score.shapes import Recomputed, ScoreCardRow
from gleanry.kit import bulk
from gleanry.kit.models import RuleBook
from gleanry.leads.queries import leads_by_id
from gleanry.touches.queries import touches_by_person
from gleanry.touches.shapes import TouchRow

COLUMNS = ("lead_id", "fit_tenths", "behaviour_tenths", "grade", "reasons", "rules_id", "at", "people", "up_to")
Card = tuple[Any, ...]


def recomputed(workspace_id: int, lead_id: int, at: datetime) -> Recomputed | None:
    """The score of a lead that stood at a past moment, and what comes out today from what is kept of that time.

    None where it had none, or one from before cards remembered what they counted.
    """
    rows = ScoreCard.objects.of(workspace_id).filter(lead_id=lead_id, at__lte=at).order_by("-id")
    cards = [card for card in rows.values_list(*COLUMNS)[:1] if card[-1] is not None]
    return next(iter(_recomputed(workspace_id, cards)), None)


def latest_recomputed(workspace_id: int, limit: int) -> list[Recomputed]:
    """The latest score cards of a workspace, each beside what comes out again; five statements, however many."""
    rows = ScoreCard.objects.of(workspace_id).filter(up_to__isnull=False).order_by("-id")
    return _recomputed(workspace_id, list(rows.values_list(*COLUMNS)[:limit]))


def _recomputed(workspace_id: int, cards: Sequence[Card]) -> list[Recomputed]:
    leads = leads_by_id(workspace_id, (card[0] for card in cards))
    records = records_of(workspace_id, (lead.submission_id for lead in leads.values()))
    fields = {record.submission_id: record.fields for record in records}
    touches = touches_by_person(workspace_id, (person for card in cards for person in card[7]), groups={})
    tables = _tables(workspace_id, {card[5] for card in cards})
    found = []
    for card in cards:
        lead_id, fit, behaviour, *stored, people, up_to = card
        rules_id, at, lead = stored[2], stored[3], leads.get(lead_id)
        now = None
        if rules_id in tables:
            counted = _counted(touches, people, up_to, at)
            told = fields.get(lead.submission_id, {}) if lead else {}
            now = _row(grade_of(told, aged(counted, at), tables[rules_id]), rules_id, at)
        found.append(Recomputed(lead_id, ScoreCardRow(fit / 10, behaviour / 10, *stored), now))
    return found


def _tables(workspace_id: int, rules_ids: set[int]) -> dict[int, ScoreTables]:
    rows = bulk.find(RuleBook, ("id", "body"), workspace_id=workspace_id, key="id", among=rules_ids)
    return {rules_id: read_tables(body) for rules_id, body in rows}


def _counted(
    touches: Mapping[int, Sequence[TouchRow]], people: Sequence[int], up_to: int, at: datetime
) -> list[tuple[str, datetime]]:
    """The touches a card counted, in the order it saw them."""
    theirs = [touch for person in people for touch in touches.get(person, ()) if touch.id <= up_to and touch.at <= at]
    return [(touch.kind, touch.at) for touch in sorted(theirs, key=lambda touch: (touch.at, touch.id))]


def _row(scoring: Scoring, rules_id: int, at: datetime) -> ScoreCardRow:
    """A scoring as a card would give it back."""
    reasons = [list(reason) for reason in scoring.reasons]
    return ScoreCardRow(scoring.fit, scoring.behaviour, scoring.grade, reasons, rules_id, at)
