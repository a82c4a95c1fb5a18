"""Learn from the closed deals which open ones will be won, in the background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from gleanry.cockpit.models import DealChance, LearnedForecast
from gleanry.cockpit.queries.courses import closed_courses, open_courses
from gleanry.cockpit.rules.learning import (
    TIME,
    Seen,
    days_by_stage,
    days_tested,
    moment_of,
    refusal_of,
    seen_at,
    table_of,
)
from gleanry.kit import bulk, clock
from gleanry.likelihood.fitting import learn_table
from gleanry.likelihood.model import Applied, from_dict, to_dict
from gleanry.likelihood.shapes import Unlearnable

LEARNING = 62
LATEST = 30_000
"""Closed deals learned from: the newest, so many at most."""
CHANCES = ("workspace_id", "opportunity_id", "model_id", "per_10k", "days", "at")


def learn_forecast(workspace_id: int, payload: dict[str, Any]) -> None:
    """Learn anew and keep the attempt, with its figures or why it is refused; then say of the open deals."""
    learn_deals(workspace_id, clock.now())


def learn_deals(workspace_id: int, at: datetime) -> LearnedForecast:
    """Learn from the closed deals as of `at`. A refused attempt is kept too: the forecast falls back and says so."""
    rows = [seen_at(course, moment_of(course)) for course in closed_courses(workspace_id, LATEST)]
    body, evaluation, refusal = _learned(rows)
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LEARNING)
        version = LearnedForecast.objects.of(workspace_id).aggregate(v=Max("version"))["v"] or 0
        row = LearnedForecast.objects.create(
            workspace_id=workspace_id, version=version + 1, body=body, evaluation=evaluation, refusal=refusal, at=at
        )
        _say(workspace_id, row, at)
    return row


def say_chances(workspace_id: int, at: datetime) -> None:
    """Give every open deal its chance by the model in force; deals without one are forecast by their stage."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LEARNING)
        row = LearnedForecast.objects.of(workspace_id).order_by("-version").first()
        if row is not None:
            _say(workspace_id, row, at)


def _learned(rows: Sequence[Seen]) -> tuple[dict[str, Any] | None, dict[str, Any], dict[str, Any] | None]:
    """The model, its figures, and why it is refused."""
    won = [bool(row.course.won) for row in rows]
    counted = {"rows": len(rows), "positives": sum(won)}
    if not rows:
        return None, counted, {"code": "too_few"}
    table = table_of(rows) | {"outcome": ["1" if yes else "0" for yes in won]}
    try:
        learned = learn_table(table, "outcome", time=TIME, positive="1")
    except Unlearnable as refused:
        code = "too_few" if refused.code in ("no_positive", "one_value") else refused.code
        return None, counted, {"code": code, **refused.data}
    figures = {
        **asdict(learned.evaluation),
        "leaks": [{"column": leak.column, "code": leak.code} for leak in learned.leaks],
        "reasons": [asdict(reason) for reason in learned.reasons],
        "days": days_by_stage(rows),
        **days_tested(rows),
    }
    refusal = refusal_of(learned)
    return to_dict(learned.model) if refusal is None else None, figures, refusal


def _say(workspace_id: int, row: LearnedForecast, at: datetime) -> None:
    DealChance.objects.of(workspace_id).delete()
    if row.body is None:
        return
    rows = [seen_at(course, at) for course in open_courses(workspace_id)]
    if not rows:
        return
    said = Applied(from_dict(row.body), table_of(rows)).probabilities.tolist()
    days = row.evaluation.get("days", {})
    chances = [
        (workspace_id, one.course.id, row.pk, round(chance * 10_000), days.get(one.stage), at)
        for one, chance in zip(rows, said, strict=True)
    ]
    bulk.insert(DealChance, CHANCES, chances)
