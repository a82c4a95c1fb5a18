"""Numbers: the funnel, and the account of every stage."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from gleanry.cockpit.queries.flow import flow_report
from gleanry.cockpit.queries.funnel import funnel
from gleanry.cockpit.shapes import FunnelRow
from gleanry.kit.errors import Refusal
from gleanry.web.api.answers import MoneyOut, money_out
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS

router = Router(tags=["reports"])
COUNTS = ("submissions", "leads", "mql", "sql", "opportunities", "won", "paid")


class FunnelLine(Schema):
    """One group; `won_rate` is the share of leads from 0 to 1, days run from first contact to won."""

    key: str
    submissions: int
    leads: int
    mql: int
    sql: int
    opportunities: int
    won: int
    paid: int
    won_rate: float | None
    won_amount: MoneyOut
    paid_amount: MoneyOut
    median_days: float | None
    mean_days: float | None


class FunnelOut(Schema):
    """Groups from large to small; an empty key stands for leads without one."""

    by: str
    rows: list[FunnelLine]
    total: FunnelLine
    anomalies: dict[str, int]


class StageLine(Schema):
    """in = out + held + refused."""

    stage: str
    taken: int
    out: int
    held: int
    refused: int
    balanced: bool


class FlowOut(Schema):
    """The account of every stage, and the leads in each pool."""

    stages: list[StageLine]
    pools: dict[str, int]
    balanced: bool


class FunnelQuery(Schema):
    """How to group, and what narrows the leads; `source` and `campaign` may be empty to mean "without one"."""

    by: Literal["source", "campaign", "owner", "month"] = "source"
    source: str | None = None
    campaign: str | None = None


@router.get("/funnel", response={200: FunnelOut, **PROBLEMS}, summary="The funnel by one dimension")
def funnel_by(request: HttpRequest, query: Query[FunnelQuery]) -> dict[str, Any]:
    work = need(request, "cockpit.see")
    by = query.by
    found = funnel(work.viewer, by=by, source=query.source, campaign=query.campaign)
    rows = [_line(row) for row in found.rows]
    return {"by": by, "rows": rows, "total": _line(found.total), "anomalies": found.anomalies}


@router.get("/flow", response={200: FlowOut, **PROBLEMS}, summary="What went into each stage and what became of it")
def flow(request: HttpRequest) -> dict[str, Any]:
    """Counts of the whole workspace: only for those who see all of it."""
    work = need(request, "cockpit.see")
    if work.viewer.owner_ids is not None:
        raise Refusal("forbidden", permission="cockpit.see")
    report = flow_report(work.viewer.workspace_id)
    same = ("stage", "taken", "out", "held", "refused", "balanced")
    stages = [{name: getattr(stage, name) for name in same} for stage in report.stages]
    return {"stages": stages, "pools": report.pools, "balanced": report.balanced}


def _line(row: FunnelRow) -> dict[str, Any]:
    counts = {name: getattr(row, name) for name in COUNTS}
    money = {"won_amount": money_out(row.won_amount), "paid_amount": money_out(row.paid_amount)}
    days = {"median_days": row.median_days, "mean_days": row.mean_days}
    return {"key": row.key, "won_rate": row.rate("won")} | counts | money | days
