"""Read learned scores and what they say of leads."""

from __future__ import annotations

from dataclasses import replace

from gleanry.flow.score.models import LearnedScore, Likelihood
from gleanry.flow.score.rules.drifting import refusal_for
from gleanry.flow.score.shapes import TARGETS, LearnedRow, LikelihoodRow


def learned_scores(workspace_id: int) -> dict[str, LearnedRow]:
    """The newest attempt for each target."""
    columns = ("id", "target", "version", "evaluation", "refusal", "drift", "at")
    found = {}
    for target in TARGETS:
        row = LearnedScore.objects.of(workspace_id).filter(target=target).order_by("-version").values_list(*columns)[:1]
        if row:
            known = LearnedRow(*row[0])
            found[target] = replace(known, refusal=known.refusal or refusal_for(known.drift))
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
