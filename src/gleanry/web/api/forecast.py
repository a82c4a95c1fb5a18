"""The forecast by every method, how right each was, and targets: read and put."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from gleanry.cockpit.actions.targets import save_targets
from gleanry.cockpit.queries.forecast import forecast
from gleanry.cockpit.queries.snapshots import scores
from gleanry.cockpit.queries.targets import standings, visible_plan
from gleanry.cockpit.shapes import Ask, ForecastRow, Node
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.web.api.answers import MoneyOut, money_out
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.keys import Id

router = Router(tags=["forecast"])
MONEY = ("pipeline", "stage", "grade", "learned", "commit", "best", "won")
COUNTS = ("key", "deals", "won_deals", "lost_deals", "unrated", "untaught")
Measure = Literal["signed", "received", "customers", "leads", "mql", "sql"]
Level = Literal["year", "quarter", "month", "team", "person", "product", "region"]


class ForecastQuery(Schema):
    """Deals expected to close from `since` up to, not including, `until`, grouped by `by`."""

    by: Literal["owner", "team", "product", "process", "month", "quarter", "currency"] = "owner"
    since: date | None = None
    until: date | None = None
    owner: Id | None = None
    team: Id | None = None
    product: str | None = Field(None, max_length=80)
    process: str | None = Field(None, max_length=40)
    currency: str | None = Field(None, pattern="^[A-Z]{3}$")


class ForecastLine(Schema):
    """One group. `commit` is the sellers' word; `unrated` deals stand in no sum, `untaught` ones by stage."""

    key: str
    deals: int
    won_deals: int
    lost_deals: int
    unrated: int
    untaught: int
    pipeline: MoneyOut
    stage: MoneyOut
    grade: MoneyOut
    learned: MoneyOut
    commit: MoneyOut
    best: MoneyOut
    won: MoneyOut


class ForecastOut(Schema):
    """The groups and their total."""

    by: str
    rows: list[ForecastLine]
    total: ForecastLine


class ScoreOut(Schema):
    """How right a method was at a horizon in weeks; shares of what came, null while nothing came."""

    method: str
    horizon: int
    snapshots: int
    forecast: MoneyOut
    actual: MoneyOut
    bias: float | None
    error: float | None
    hit_rate: float | None


class TargetIn(Schema):
    """A number of the tree: minor units of the workspace's currency, or a count."""

    id: int = Field(ge=1, lt=10**6)
    parent: int | None = Field(None, ge=1, lt=10**6)
    level: Level
    key: str = Field(max_length=80)
    value: int = Field(ge=0, le=10**15)
    fixed: bool = False


class TargetsIn(Schema):
    """The next version: parents before children, all adding up. `version` is the one it replaces, 0 for the first."""

    version: int = Field(ge=0)
    reason: str = Field("", max_length=200)
    nodes: list[TargetIn] = Field(min_length=1, max_length=50_000)


class TargetOut(TargetIn):
    """A number with what was reached."""

    actual: int
    gap: int
    uncovered: int
    new_inquiries: int


class TargetsOut(Schema):
    """The targets of a year the token's member sees; version 0 where there are none."""

    year: int
    measure: str
    version: int
    nodes: list[TargetOut]


@router.get("/forecast", response={200: ForecastOut, **PROBLEMS}, summary="The forecast by every method")
def read_forecast(request: HttpRequest, query: Query[ForecastQuery]) -> dict[str, Any]:
    work = need(request, "deals.see")
    ask = Ask(query.by, query.since, query.until, query.owner, query.team, query.product, query.process, query.currency)
    found = forecast(work.viewer, ask, clock.now())
    return {"by": query.by, "rows": [_line(row) for row in found.rows], "total": _line(found.total)}


def _line(row: ForecastRow) -> dict[str, Any]:
    counts = {name: getattr(row, name) for name in COUNTS}
    return counts | {name: money_out(getattr(row, name)) for name in MONEY}


@router.get("/forecast/scores", response={200: list[ScoreOut], **PROBLEMS}, summary="Which method was right")
def read_scores(request: HttpRequest) -> list[dict[str, Any]]:
    """Snapshots are of the whole workspace: only for those who see all of it."""
    work = need(request, "cockpit.see")
    if work.viewer.owner_ids is not None:
        raise Refusal("forbidden", permission="cockpit.see")
    plain = ("method", "horizon", "snapshots", "bias", "error", "hit_rate")
    return [
        {name: getattr(row, name) for name in plain}
        | {"forecast": money_out(row.forecast), "actual": money_out(row.actual)}
        for row in scores(work.viewer.workspace_id)
    ]


@router.get("/targets/{int:year}/{measure}", response={200: TargetsOut, **PROBLEMS}, summary="The targets of a year")
def read_targets(request: HttpRequest, year: int, measure: Measure) -> dict[str, Any]:
    work = need(request, "deals.see")
    return _targets(work.viewer, year, measure)


@router.put("/targets/{int:year}/{measure}", response={200: TargetsOut, **PROBLEMS}, summary="Put targets in force")
def put_targets(request: HttpRequest, year: int, measure: Measure, body: TargetsIn) -> dict[str, Any]:
    work = need(request, "targets.edit")
    nodes = [Node(one.id, one.parent, one.level, one.key, one.value, one.fixed) for one in body.nodes]
    save_targets(work.viewer, year, measure, nodes, clock.now(), after=body.version, reason=body.reason)
    return _targets(work.viewer, year, measure)


def _targets(viewer: Any, year: int, measure: str) -> dict[str, Any]:
    plan = visible_plan(viewer, year, measure)
    if plan is None:
        return {"year": year, "measure": measure, "version": 0, "nodes": []}
    found = standings(viewer, plan, clock.now())
    plain = ("id", "parent", "level", "key", "value", "fixed")
    figures = ("actual", "gap", "uncovered", "new_inquiries")
    nodes = [
        {name: getattr(node, name) for name in plain} | {name: getattr(found[node.id], name) for name in figures}
        for node in plan.nodes
    ]
    return {"year": year, "measure": measure, "version": plan.version, "nodes": nodes}
