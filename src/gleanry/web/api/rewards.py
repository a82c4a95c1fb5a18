"""Statements: one's own, and everybody's for who makes them; visits to plan and write up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, Field

from gleanry.flow.followup.actions import plan_visits, record_visits
from gleanry.flow.followup.queries import get_visit, list_visits
from gleanry.flow.followup.shapes import NewVisit, VisitFilters, VisitRow
from gleanry.flow.reward.actions import close_month, make_statements, set_goals_by_hand
from gleanry.flow.reward.queries import get_statement, lines_of_statement, list_statements
from gleanry.flow.reward.shapes import LineRow, StatementRow
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings
from gleanry.values.money import Money
from gleanry.web.api.auth import need
from gleanry.web.api.deals import AmountIn
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.keys import PathId

router = Router(tags=["rewards"])
visits = Router(tags=["visits"])
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class MoneyOut(Schema):
    """An amount in major units, exactly, as text."""

    amount: str
    currency: str


class StatementOut(Schema):
    """The statement of a member and month; `sums` by currency, `total` in the workspace's."""

    id: int
    member_id: int
    month: str
    state: str
    plan: str
    goal: MoneyOut | None
    achieved: MoneyOut
    completion: str | None
    sums: list[MoneyOut]
    total: MoneyOut
    lines: int


class LineOut(Schema):
    """A line; `how` is what it was reckoned from, `corrects_id` the line it corrects."""

    id: int
    kind: str
    part: str
    receipt_id: int | None
    order_id: int | None
    deal_id: int | None
    base: MoneyOut
    pay: MoneyOut
    pay_base: MoneyOut
    how: dict[str, Any]
    corrects_id: int | None


class StatementQuery(Schema):
    """What narrows the list; `after` is the id of the last statement of the page before."""

    month: str = Field("", pattern=rf"^$|{MONTH}")
    member: int | None = Field(None, ge=0, lt=2**63)
    after: int | None = Field(None, ge=0, lt=2**63)
    limit: int = Field(50, ge=1, le=500)


class MonthIn(Schema):
    """A month, 2026-11."""

    month: str = Field(pattern=MONTH)

    def first(self) -> date:
        """Its first day."""
        return date.fromisoformat(f"{self.month}-01")


class GoalIn(AmountIn, MonthIn):
    """What a member shall bring in within a month, in the workspace's currency."""

    member_id: int = Field(ge=0, lt=2**63)


def _money(money: Money) -> dict[str, str]:
    return {"amount": f"{money.amount:f}", "currency": money.currency}


def _statement(row: StatementRow) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("id", "member_id", "state", "plan", "lines")},
        "month": f"{row.month:%Y-%m}",
        "goal": _money(row.goal) if row.goal else None,
        "achieved": _money(row.achieved),
        "completion": str(row.completion) if row.completion is not None else None,
        "sums": [_money(money) for money in row.sums],
        "total": _money(row.total),
    }


def _line(row: LineRow) -> dict[str, Any]:
    names = ("id", "kind", "part", "receipt_id", "order_id", "deal_id", "how", "corrects_id")
    amounts = {name: _money(getattr(row, name)) for name in ("base", "pay", "pay_base")}
    return {name: getattr(row, name) for name in names} | amounts


@router.get("", response={200: list[StatementOut], **PROBLEMS}, summary="Statements, newest first")
def listing(request: HttpRequest, query: Query[StatementQuery]) -> list[dict[str, Any]]:
    work = need(request, "rewards.see")
    month = date.fromisoformat(f"{query.month}-01") if query.month else None
    rows = list_statements(work.viewer, month=month, member_id=query.member, after=query.after, limit=query.limit)
    return [_statement(row) for row in rows]


@router.post("/make", response={200: list[StatementOut], **PROBLEMS}, summary="Make the statements of a month")
def make(request: HttpRequest, body: MonthIn) -> list[dict[str, Any]]:
    work = need(request, "rewards.run")
    make_statements(work.viewer.workspace_id, body.first(), clock.now())
    return [_statement(row) for row in list_statements(work.viewer, month=body.first())]


@router.post("/close", response={200: dict[str, int], **PROBLEMS}, summary="Close a month: it never changes again")
def close(request: HttpRequest, body: MonthIn) -> dict[str, int]:
    work = need(request, "rewards.run")
    return {"closed": close_month(work.viewer, body.first(), clock.now())}


@router.post("/goals", response={200: dict[str, int], **PROBLEMS}, summary="Set targets of members")
def goals(request: HttpRequest, body: list[GoalIn]) -> dict[str, int]:
    work = need(request, "targets.edit")
    currency = get_settings(work.viewer.workspace_id).currency
    if any(goal.currency != currency for goal in body):
        raise Refusal("bad_currency")
    given = [(goal.member_id, goal.first(), goal.money()) for goal in body]
    return {"set": set_goals_by_hand(work.viewer, given, clock.now())}


@router.get("/{statement_id}", response={200: StatementOut, **PROBLEMS}, summary="One statement")
def one(request: HttpRequest, statement_id: PathId) -> dict[str, Any]:
    work = need(request, "rewards.see")
    return _statement(get_statement(work.viewer, statement_id))


@router.get("/{statement_id}/lines", response={200: list[LineOut], **PROBLEMS}, summary="Its lines, in order")
def lines(
    request: HttpRequest, statement_id: PathId, after: int | None = None, limit: int = 200
) -> list[dict[str, Any]]:
    work = need(request, "rewards.see")
    rows = lines_of_statement(work.viewer, statement_id, after=after, limit=max(1, min(limit, 1000)))
    return [_line(row) for row in rows]


class VisitIn(Schema):
    """A visit that took place, or with `planned` one to be made. `visit_id`: the plan or the record it completes."""

    at: AwareDatetime
    planned: bool = False
    kind: Literal["customer", "ours", "fair", "remote"] = "customer"
    account_id: int | None = Field(None, ge=0, lt=2**63)
    lead_id: int | None = Field(None, ge=0, lt=2**63)
    place: str = Field("", max_length=200)
    theirs: str = Field("", max_length=400)
    purpose: str = Field("", max_length=400)
    needs: str = Field("", max_length=4000)
    feedback: str = Field("", max_length=4000)
    intent: Literal["", "strong", "some", "weak", "none"] = ""
    specification: str = Field("", max_length=4000)
    next_at: AwareDatetime | None = None
    visit_id: int | None = Field(None, ge=0, lt=2**63)


class VisitOut(Schema):
    """A visit as it stands."""

    id: int
    member_id: int
    account_id: int | None
    lead_id: int | None
    deal_id: int | None
    kind: str
    state: str
    at: datetime
    planned_for: datetime | None
    place: str
    theirs: str
    purpose: str
    needs: str
    feedback: str
    intent: str
    specification: str
    written_at: datetime | None


@visits.get("", response={200: list[VisitOut], **PROBLEMS}, summary="Visits, newest first")
def visit_listing(
    request: HttpRequest, account: int | None = None, after: int | None = None, limit: int = 50
) -> list[VisitRow]:
    work = need(request, "leads.see")
    return list_visits(work.viewer, VisitFilters(account_id=account), after=after, limit=max(1, min(limit, 500)))


@visits.post("", response={201: VisitOut, **PROBLEMS}, summary="Plan a visit or write one up")
def visit(request: HttpRequest, body: VisitIn) -> Status[VisitRow]:
    work = need(request, "leads.follow")
    verb = plan_visits if body.planned else record_visits
    [made] = verb(work.viewer, [NewVisit(**body.model_dump(exclude={"planned"}))], clock.now())
    return Status(201, get_visit(work.viewer, made))
