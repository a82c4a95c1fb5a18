"""Take a week's snapshot of the open deals, and hold old ones against what happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from gleanry.cockpit.models import ForecastScore, Snapshot
from gleanry.cockpit.queries.figures import Scope, day_param, figures, rows, scope_of, stamp
from gleanry.cockpit.rules.periods import monday_of
from gleanry.cockpit.rules.scoring import due_by
from gleanry.cockpit.shapes import HORIZONS, METHODS, Ask
from gleanry.kit import bulk
from gleanry.tenants.queries import everybody

SNAPSHOTS = 52
SUMS = ("deals", "unrated", "base_minor", "stage_minor", "grade_minor", "learned_minor", "word_minor")
TAKE = """INSERT INTO cockpit_snapshotdeal (workspace_id, snapshot_id, opportunity_id, owner_id, stage, grade,
    expected_close, unrated, base_minor, stage_minor, grade_minor, learned_minor, word_minor)
SELECT %(w)s, %(snapshot)s, id, owner_id, stage, grade, expected_close, unrated = 1, base_minor, by_stage, by_grade,
    by_learned, by_word
FROM ({figures}) x"""
ADD_UP = """SELECT count(*), coalesce(sum(CASE WHEN unrated THEN 1 ELSE 0 END), 0), coalesce(sum(base_minor), 0),
    coalesce(sum(stage_minor), 0), coalesce(sum(grade_minor), 0), coalesce(sum(learned_minor), 0),
    coalesce(sum(word_minor), 0)
FROM cockpit_snapshotdeal WHERE workspace_id = %(w)s AND snapshot_id = %(snapshot)s"""
SAID = """SELECT coalesce(sum(CASE WHEN {due} THEN d.stage_minor ELSE 0 END), 0),
    coalesce(sum(CASE WHEN {due} THEN d.grade_minor ELSE 0 END), 0),
    coalesce(sum(CASE WHEN {due} THEN d.learned_minor ELSE 0 END), 0),
    coalesce(sum(CASE WHEN {due} THEN d.word_minor ELSE 0 END), 0),
    coalesce(sum(CASE WHEN o.outcome = 'won' AND o.closed_at < %(end_at)s THEN o.base_minor ELSE 0 END), 0)
FROM cockpit_snapshotdeal d LEFT JOIN convert_opportunity o ON o.id = d.opportunity_id
WHERE d.workspace_id = %(w)s AND d.snapshot_id = %(snapshot)s"""
DUE = "d.expected_close >= %(week)s AND d.expected_close < %(end)s"
LATER = """SELECT coalesce(sum(o.base_minor), 0) FROM convert_opportunity o WHERE o.workspace_id = %(w)s
    AND o.outcome = 'won' AND o.closed_at >= %(taken_at)s AND o.closed_at < %(end_at)s AND NOT EXISTS
    (SELECT 1 FROM cockpit_snapshotdeal d WHERE d.snapshot_id = %(snapshot)s AND d.opportunity_id = o.id)"""


def take_snapshot(workspace_id: int, at: datetime) -> bool:
    """Keep the open deals of the week of `at`, once a week; whether it was taken now.

    Safe to run again and late: a run after the Monday says so on the snapshot. Three statements and a lock, however
    many deals.
    """
    scope = scope_of(everybody(workspace_id), Ask(), at)
    week = monday_of(scope.today)
    with transaction.atomic():
        if not _lock(workspace_id, week):
            return False
        row = Snapshot.objects.create(workspace_id=workspace_id, week=week, taken_at=at, late=scope.today > week)
        source = figures(scope, [])
        params = scope.params | {"snapshot": row.pk}
        with connection.cursor() as cursor:
            cursor.execute(TAKE.format(figures=source), params)
        (sums,) = rows(ADD_UP, params)
        for name, value in zip(SUMS, sums, strict=True):
            setattr(row, name, int(value))
        row.save(update_fields=list(SUMS))
    return True


LOCK = 61


def _lock(workspace_id: int, week: date) -> bool:
    bulk.lock_workspace(workspace_id, LOCK)
    return not Snapshot.objects.of(workspace_id).filter(week=week).exists()


def score_snapshots(workspace_id: int, at: datetime) -> int:
    """Score what is due: snapshots whose horizon has passed and that have no score for it. Gives how many scores.

    Two statements for a snapshot and horizon; of those long overdue the latest year first.
    """
    scope = scope_of(everybody(workspace_id), Ask(), at)
    made = 0
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        known = set(ForecastScore.objects.of(workspace_id).values_list("snapshot_id", "horizon").distinct())
        for horizon in HORIZONS:
            over = scope.today - timedelta(weeks=horizon)
            due = Snapshot.objects.of(workspace_id).filter(week__lte=over).order_by("-week")[:SNAPSHOTS]
            waiting = [row for row in due if (row.pk, horizon) not in known]
            fresh = [score for row in waiting for score in _scores(scope, row, horizon, at)]
            bulk.insert(ForecastScore, COLUMNS, fresh)
            made += len(fresh)
    return made


COLUMNS = (
    "workspace_id",
    "snapshot_id",
    "horizon",
    "method",
    "forecast_minor",
    "actual_minor",
    "later_minor",
    "at",
)


def _scores(scope: Scope, row: Snapshot, horizon: int, at: datetime) -> list[tuple[Any, ...]]:
    end = due_by(row.week, horizon)
    params: Mapping[str, Any] = {
        "w": scope.workspace_id,
        "snapshot": row.pk,
        "week": day_param(row.week),
        "end": day_param(end),
        "end_at": stamp(scope.start(end)),
        "taken_at": stamp(row.taken_at),
    }
    ((*said, actual),) = rows(SAID.format(due=DUE), params)
    ((later,),) = rows(LATER, params)
    return [
        (scope.workspace_id, row.pk, horizon, method, int(value), int(actual), int(later), at)
        for method, value in zip(METHODS, said, strict=True)
    ]
