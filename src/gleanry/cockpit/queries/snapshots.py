"""Snapshots, how right each method was, and what changed since one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from gleanry.cockpit.models import ForecastScore, LearnedForecast, Snapshot
from gleanry.cockpit.queries.figures import among, day_of, day_param, owners_within, rows, scope_of, stamp
from gleanry.cockpit.rules.periods import month_of
from gleanry.cockpit.rules.scoring import Held, figures_of
from gleanry.cockpit.shapes import HORIZONS, METHODS, Ask, Change, Score, SnapshotRow
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

SHOWN = 60
CHANGES = ("new", "won", "lost", "moved_in", "moved_out", "amount_up", "amount_down", "grade_up", "grade_down")
KEPT_IDS = 50


def list_snapshots(workspace_id: int, *, limit: int = SHOWN) -> list[SnapshotRow]:
    """The latest snapshots, newest first."""
    base = get_settings(workspace_id).currency
    found = Snapshot.objects.of(workspace_id).order_by("-week")[:limit]
    return [_row(row, base) for row in found]


def snapshot_before(workspace_id: int, day: date) -> SnapshotRow | None:
    """The latest snapshot of a week that began before a day."""
    row = Snapshot.objects.of(workspace_id).filter(week__lt=day).order_by("-week").first()
    return _row(row, get_settings(workspace_id).currency) if row else None


def _row(row: Snapshot, base: str) -> SnapshotRow:
    sums = {method: Money(getattr(row, f"{method}_minor"), base) for method in METHODS}
    return SnapshotRow(
        row.pk, row.week, row.taken_at, row.late, row.deals, row.unrated, Money(row.base_minor, base), sums
    )


def scores(workspace_id: int) -> list[Score]:
    """How right each method was at each horizon, over all scored snapshots; one statement."""
    base = get_settings(workspace_id).currency
    held: dict[tuple[str, int], list[Held]] = {}
    columns = ("method", "horizon", "forecast_minor", "actual_minor")
    for method, horizon, said, came in ForecastScore.objects.of(workspace_id).order_by("id").values_list(*columns):
        held.setdefault((method, horizon), []).append(Held(said, came))
    found = []
    for horizon in HORIZONS:
        for method in METHODS:
            if (method, horizon) in held:
                figures = figures_of(held[method, horizon])
                found.append(
                    Score(
                        method,
                        horizon,
                        figures.snapshots,
                        Money(figures.forecast, base),
                        Money(figures.actual, base),
                        figures.bias,
                        figures.error,
                        figures.hit_rate,
                    )
                )
    return found


def score_series(workspace_id: int, horizon: int) -> list[tuple[date, int, dict[str, int]]]:
    """(week, what came, method -> what it said) of the scored snapshots of a horizon, oldest first; two statements."""
    weeks = dict(Snapshot.objects.of(workspace_id).values_list("pk", "week"))
    found: dict[int, tuple[int, dict[str, int]]] = {}
    columns = ("snapshot_id", "method", "forecast_minor", "actual_minor")
    of_horizon = ForecastScore.objects.of(workspace_id).filter(horizon=horizon)
    for snapshot, method, said, came in of_horizon.order_by("id").values_list(*columns):
        found.setdefault(snapshot, (came, {}))[1][method] = said
    return sorted((weeks[snapshot], came, said) for snapshot, (came, said) in found.items() if snapshot in weeks)


def learned_state(workspace_id: int) -> LearnedForecast | None:
    """The latest attempt to learn from closed deals."""
    return LearnedForecast.objects.of(workspace_id).order_by("-version").first()


NOW = """SELECT o.id, o.outcome, o.base_minor, o.grade, o.expected_close, o.opened_at, d.id AS known,
    d.base_minor AS was_minor, d.grade AS was_grade, d.expected_close AS was_close
FROM convert_opportunity o
{join} cockpit_snapshotdeal d ON d.snapshot_id = %(snapshot)s AND d.opportunity_id = o.id
WHERE o.workspace_id = %(w)s AND {only}"""
IN_MONTH = "coalesce({name} >= %(month)s AND {name} < %(after)s, FALSE)"
KEPT = "known IS NOT NULL AND outcome = ''"
DUE, WAS_DUE = IN_MONTH.format(name="expected_close"), IN_MONTH.format(name="was_close")
KINDS = {
    "new": ("known IS NULL AND outcome = ''", "base_minor"),
    "won": ("outcome = 'won'", "base_minor"),
    "lost": ("outcome = 'lost'", "coalesce(was_minor, base_minor)"),
    "moved_in": (f"{KEPT} AND {DUE} AND NOT {WAS_DUE}", "base_minor"),
    "moved_out": (f"{KEPT} AND NOT {DUE} AND {WAS_DUE}", "was_minor"),
    "amount_up": (f"{KEPT} AND base_minor > was_minor", "base_minor - was_minor"),
    "amount_down": (f"{KEPT} AND base_minor < was_minor", "base_minor - was_minor"),
    "grade_up": (f"{KEPT} AND {{now}} < {{was}}", "base_minor"),
    "grade_down": (f"{KEPT} AND {{now}} > {{was}}", "base_minor"),
}
RANKED = "CASE {name} WHEN '' THEN 'Z' ELSE {name} END"


def _parts(viewer: Viewer, ask: Ask, snapshot: SnapshotRow, at: datetime) -> tuple[str, dict[str, Any]]:
    """Deals open in the snapshot or since, with what they were and are: one select over two reads of an index."""
    scope = scope_of(viewer, ask, at)
    month, after = month_of(scope.today)
    params = {
        "w": viewer.workspace_id,
        "snapshot": snapshot.id,
        "month": day_param(month),
        "after": day_param(after),
        "taken": stamp(snapshot.taken_at),
    }
    owned = among("o.owner_id", owners_within(viewer, ask))
    was = NOW.format(join="JOIN", only=owned)
    since = NOW.format(join="LEFT JOIN", only=f"{owned} AND o.opened_at > %(taken)s AND d.id IS NULL")
    return f"{was} UNION ALL {since}", params


def _condition(kind: str) -> tuple[str, str]:
    condition, amount = KINDS[kind]
    return condition.format(now=RANKED.format(name="grade"), was=RANKED.format(name="was_grade")), amount


def changes_since(viewer: Viewer, snapshot: SnapshotRow, at: datetime, *, ask: Ask | None = None) -> list[Change]:
    """What became different since a snapshot, by kind, of the deals the viewer sees; one statement for all kinds.

    A deal may be in several kinds. Moves in and out are of the present month.
    """
    source, params = _parts(viewer, ask or Ask(), snapshot, at)
    sums = []
    for kind in CHANGES:
        condition, amount = _condition(kind)
        sums.append(
            f"sum(CASE WHEN {condition} THEN 1 ELSE 0 END), sum(CASE WHEN {condition} THEN {amount} ELSE 0 END)"
        )
    ((*numbers,),) = rows(f"SELECT {', '.join(sums)} FROM ({source}) x", params)  # conditions are ours
    base = get_settings(viewer.workspace_id).currency
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return [Change(kind, int(n or 0), Money(int(m or 0), base)) for kind, (n, m) in zip(CHANGES, pairs, strict=True)]


def changed_deals(
    viewer: Viewer, snapshot: SnapshotRow, kind: str, at: datetime, *, ask: Ask | None = None, limit: int = 200
) -> list[tuple[int, int, int, str, str, date | None, date | None]]:
    """The deals behind a change: (id, amount then, amount now, grade then, grade now, day then, day now)."""
    source, params = _parts(viewer, ask or Ask(), snapshot, at)
    condition, _amount = _condition(kind)
    columns = "id, coalesce(was_minor, 0), base_minor, coalesce(was_grade, ''), grade, was_close, expected_close"
    found = rows(
        f"SELECT {columns} FROM ({source}) x WHERE {condition} ORDER BY id DESC LIMIT %(limit)s",  # ours
        params | {"limit": limit},
    )
    return [(pk, a, b, was, now, day_of(then), day_of(to)) for pk, a, b, was, now, then, to in found]
