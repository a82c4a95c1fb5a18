"""Learning from the workspace's own leads, in the background and never on a lead's way in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from gleanry.flow.clean.queries import records_of
from gleanry.flow.score.models import LearnedScore, Likelihood
from gleanry.flow.score.queries import first_scorings
from gleanry.flow.score.rules import learned as rules
from gleanry.flow.score.rules.drifting import drift_of, newest_of, refusal_for
from gleanry.flow.score.rules.quarter import as_of, moved, quarter_start
from gleanry.flow.score.shapes import TARGETS
from gleanry.kit import bulk, clock
from gleanry.leads.queries import latest_leads
from gleanry.leads.shapes import Pool
from gleanry.likelihood.drifting import shifts_of
from gleanry.likelihood.fitting import learn_table
from gleanry.likelihood.model import Applied, columns_of, from_dict, to_dict
from gleanry.likelihood.shapes import Model, Unlearnable
from gleanry.touches.queries import touches_by_person

LEARNING = 41
LATEST = 60_000
"""Leads learned from, and leads given a likelihood: the newest, so many at most."""
REASONS = 6


def learn_scores(workspace_id: int, payload: dict[str, Any]) -> None:
    """Learn every target anew, store each attempt with its figures or why it was refused, and score the open leads."""
    at = clock.now()
    leads = leads_as_known(workspace_id)
    for target in TARGETS:
        model, evaluation, refusal = _learned(leads, target, at)
        with transaction.atomic():
            bulk.lock_workspace(workspace_id, LEARNING)
            version = LearnedScore.objects.of(workspace_id).filter(target=target).aggregate(v=Max("version"))["v"] or 0
            row = LearnedScore.objects.create(
                workspace_id=workspace_id,
                target=target,
                version=version + 1,
                body=to_dict(model) if model is not None and refusal is None else None,
                evaluation=evaluation,
                refusal=refusal,
                at=at,
            )
            _score_open(workspace_id, row, leads, at)


def apply_scores(workspace_id: int, payload: dict[str, Any]) -> None:
    """Give every open lead its likelihood by the scores in force."""
    at = clock.now()
    newest = [
        row
        for target in TARGETS
        if (row := LearnedScore.objects.of(workspace_id).filter(target=target).order_by("-version").first()) is not None
    ]
    if any(row.body for row in newest):
        leads = leads_as_known(workspace_id)
        for row in newest:
            with transaction.atomic():
                bulk.lock_workspace(workspace_id, LEARNING)
                _score_open(workspace_id, row, leads, at)


def leads_as_known(workspace_id: int) -> list[rules.Known]:
    """The newest leads as each was known when it came; four statements, however many."""
    leads = latest_leads(workspace_id, LATEST)
    records = {r.submission_id: r.fields for r in records_of(workspace_id, (lead.submission_id for lead in leads))}
    touches = touches_by_person(workspace_id, (lead.person_id for lead in leads))
    firsts = first_scorings(workspace_id, (lead.id for lead in leads))
    found = []
    for lead in leads:
        points, grade = firsts.get(lead.id, (0.0, ""))
        events: dict[str, int] = {}
        for touch in touches.get(lead.person_id or 0, ()):
            if touch.at <= lead.received_at:
                events[touch.kind] = events.get(touch.kind, 0) + 1
        found.append(
            rules.Known(
                lead_id=lead.id,
                received_at=lead.received_at,
                source=lead.source,
                campaign=lead.campaign,
                region_id=lead.region_id,
                fields=records.get(lead.submission_id, {}),
                events=events,
                points=points,
                grade=grade,
                reached={target: rules.reached_at(lead, target) for target in TARGETS},
                invalid=lead.pool == Pool.INVALID,
            )
        )
    return found


def _learned(
    leads: Sequence[rules.Known], target: str, at: datetime
) -> tuple[Model | None, dict[str, Any], dict[str, Any] | None]:
    """The model, its figures, and why it is refused, of one target."""
    old, won = rules.closed(leads, target, at)
    table = rules.table_of(old) | {"outcome": ["1" if yes else "0" for yes in won]}
    try:
        learned = learn_table(table, "outcome", time="received", positive="1")
    except Unlearnable as refusal:
        code = "too_few" if refusal.code == "no_positive" else refusal.code
        return None, {"rows": len(won), "positives": sum(won)}, {"code": code, **refusal.data}
    matrix = rules.matrix_auc(old, won)
    figures = rules.figures_of(learned, matrix)
    figures["quarter"] = _quarter(leads, target, at)
    return learned.model, figures, rules.refusal_of(learned, matrix)


def _quarter(leads: Sequence[rules.Known], target: str, at: datetime) -> dict[str, Any]:
    """Learn from what was known before the last quarter, and say what that would have done in it."""
    start = quarter_start(leads, at)
    past, won = rules.closed(as_of(leads, start), target, start)
    taught = {"since": start.isoformat(), "taught": len(won), "taught_positives": sum(won)}
    table = rules.table_of(past) | {"outcome": ["1" if yes else "0" for yes in won]}
    try:
        model = learn_table(table, "outcome", time="received", positive="1").model
    except Unlearnable as refusal:
        return {**taught, "code": "too_few" if refusal.code == "no_positive" else refusal.code}
    recent = [lead for lead in leads if start <= lead.received_at <= at and lead.grade]
    said = Applied(model, rules.table_of(recent, columns_of(model))).probabilities.tolist()
    return {**taught, **moved(recent, said, target)}


def _score_open(workspace_id: int, row: LearnedScore, leads: Sequence[rules.Known], at: datetime) -> None:
    """Take away what earlier scores of the target said, and write anew what this one says of leads still on the way.

    Where the newest leads have drifted too far from those that taught, nothing is written: the matrix stays alone.
    """
    models = LearnedScore.objects.of(workspace_id).filter(target=row.target).values("pk")
    Likelihood.objects.of(workspace_id).filter(model_id__in=models).delete()
    model = from_dict(row.body) if row.body is not None else None
    newest = newest_of(leads)
    if model is not None and newest:
        shifts = shifts_of(model, rules.table_of(newest, columns_of(model)), row.evaluation["rows"])
        row.drift = drift_of(shifts, len(newest))
        row.save(update_fields=["drift"])
    still_open = [lead for lead in leads if lead.reached[row.target] is None and not lead.invalid]
    if model is None or refusal_for(row.drift) or not still_open:
        return
    applied = Applied(model, rules.table_of(still_open, columns_of(model)))
    rows = [
        (
            workspace_id,
            lead.lead_id,
            row.pk,
            round(probability * 1e6),
            [[r.column, r.value, round(r.log_odds, 3)] for r in applied.reasons(place, REASONS)],
            at,
        )
        for place, (lead, probability) in enumerate(zip(still_open, applied.probabilities.tolist(), strict=True))
    ]
    bulk.insert(Likelihood, ("workspace_id", "lead_id", "model_id", "per_million", "reasons", "at"), rows)
