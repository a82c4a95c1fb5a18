"""Read score cards."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.flow.score.models import LearnedScore, Likelihood, ScoreCard
from gleanry.flow.score.shapes import TARGETS, LearnedRow, LikelihoodRow, ScoreCardRow
from gleanry.kit import bulk


def cards_of(workspace_id: int, lead_id: int) -> list[ScoreCardRow]:
    """The scorings of a lead, newest first."""
    columns = ("fit", "behaviour", "grade", "reasons", "rules_id", "at")
    rows = ScoreCard.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [ScoreCardRow(*values) for values in rows.values_list(*columns)]


def first_points(workspace_id: int, lead_ids: Iterable[int]) -> dict[int, int]:
    """Lead id -> the points of its first scoring, fit and behaviour together; one statement."""
    columns = ("lead_id", "id", "fit", "behaviour")
    rows = bulk.find(ScoreCard, columns, workspace_id=workspace_id, key="lead_id", among=lead_ids)
    found: dict[int, int] = {}
    for lead_id, _, fit, behaviour in sorted(rows, key=lambda row: -row[1]):
        found[lead_id] = fit + behaviour
    return found


def learned_scores(workspace_id: int) -> dict[str, LearnedRow]:
    """The newest attempt for each target."""
    columns = ("id", "target", "version", "evaluation", "refusal", "at")
    found = {}
    for target in TARGETS:
        row = LearnedScore.objects.of(workspace_id).filter(target=target).order_by("-version").values_list(*columns)[:1]
        if row:
            found[target] = LearnedRow(*row[0])
    return found


def likelihoods_of(workspace_id: int, lead_id: int) -> list[LikelihoodRow]:
    """What the scores in force say of a lead, in order of the targets."""
    rows = Likelihood.objects.of(workspace_id).filter(lead_id=lead_id)
    found = list(rows.values_list("model_id", "per_million", "reasons", "at"))
    known = {row.id: row for row in learned_scores(workspace_id).values()} if found else {}
    said = [
        LikelihoodRow(known[model].target, known[model].version, per_million / 1e6, reasons, at)
        for model, per_million, reasons, at in found
        if model in known
    ]
    return sorted(said, key=lambda row: TARGETS.index(row.target))
