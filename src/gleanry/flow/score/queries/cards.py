"""Read score cards."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.flow.score.models import ScoreCard
from gleanry.flow.score.shapes import ScoreCardRow
from gleanry.kit import bulk


def cards_of(workspace_id: int, lead_id: int) -> list[ScoreCardRow]:
    """The scorings of a lead, newest first."""
    columns = ("fit_tenths", "behaviour_tenths", "grade", "reasons", "rules_id", "at")
    rows = ScoreCard.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [ScoreCardRow(fit / 10, behaviour / 10, *rest) for fit, behaviour, *rest in rows.values_list(*columns)]


def first_scorings(workspace_id: int, lead_ids: Iterable[int]) -> dict[int, tuple[float, str]]:
    """Lead id -> points (fit and behaviour together) and grade of its first scoring; one statement."""
    columns = ("lead_id", "id", "fit_tenths", "behaviour_tenths", "grade")
    rows = bulk.find(ScoreCard, columns, workspace_id=workspace_id, key="lead_id", among=lead_ids)
    found: dict[int, tuple[float, str]] = {}
    for lead_id, _, fit, behaviour, grade in sorted(rows, key=lambda row: -row[1]):
        found[lead_id] = ((fit + behaviour) / 10, grade)
    return found
