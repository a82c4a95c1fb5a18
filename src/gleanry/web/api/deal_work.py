"""The work on opportunities: fields, tasks, documents, competitors, grades, gates and reports."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from gleanry.flow.convert.actions import (
    DealChange,
    Grading,
    add_papers,
    ask_gates,
    decide_gates,
    do_tasks,
    edit_deals,
    grade_deals,
    name_rivals,
    report_deal,
)
from gleanry.flow.convert.queries import deal_file, deal_rules, fixed_rate, get_deal, lacks_of
from gleanry.flow.convert.shapes import Paper, Report
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money, is_currency
from gleanry.web.api.answers import DealOut, deal_out
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.keys import PathId

router = Router(tags=["deals"])


class MissingOut(Schema):
    """What is missing: `kind` is field, task, paper or gate, `code` which one, `stage` the stage that demands it."""

    stage: str
    kind: str
    code: str


class WorkOut(Schema):
    """How far an opportunity is: its next stage (empty: it can be won), what is missing, and what is there."""

    next: str
    missing: list[MissingOut]
    criteria: dict[str, str]
    tasks: list[str]
    papers: list[str]
    gates: list[dict[str, Any]]


class EditIn(Schema):
    """What is to be changed; what is left out stays. `version` is the one that was looked at."""

    version: int | None = Field(None, ge=0, lt=2**31)
    name: str | None = Field(None, max_length=200)
    product: str | None = Field(None, max_length=80)
    competitor: str | None = Field(None, max_length=120)
    decider: str | None = Field(None, max_length=120)
    expected_close: date | None = None
    amount: Decimal | None = Field(None, ge=0, max_digits=18, decimal_places=6)
    currency: str = Field("", pattern="^([A-Z]{3})?$")
    rate: Decimal | None = Field(None, gt=0, max_digits=18, decimal_places=8)


class GradeIn(Schema):
    """Criterion -> answer, all of them; why, where the grade changes."""

    answers: dict[str, str]
    reason: str = Field("", max_length=200)
    version: int | None = Field(None, ge=0, lt=2**31)


class TaskIn(Schema):
    """A task of a stage, done or open again."""

    stage: str = Field(max_length=40)
    code: str = Field(max_length=40)
    done: bool = True


class PaperIn(Schema):
    """A document: its kind (quote, contract, acceptance), its name or number, and a link."""

    kind: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=120)
    link: str = Field("", max_length=1000)


class RivalIn(Schema):
    """A competitor, and why they would win or lose it."""

    name: str = Field(min_length=1, max_length=120)
    strong: str = Field("", max_length=400)
    weak: str = Field("", max_length=400)


class AskIn(Schema):
    """A note for whoever decides at the gate."""

    note: str = Field("", max_length=400)


class DecideIn(Schema):
    """A request at a gate, and what is decided; a refusal needs a reason."""

    request: int = Field(ge=0, lt=2**63)
    verdict: Literal["approve", "refuse"]
    reason: str = Field("", max_length=400)


class ReportIn(Schema):
    """What a closed opportunity teaches."""

    what: str = Field("", max_length=4000)
    why: str = Field("", max_length=4000)
    competitor: str = Field("", max_length=120)
    lesson: str = Field("", max_length=4000)
    may_refer: bool = False

    def report(self) -> Report:
        return Report(self.what, self.why, self.competitor, self.lesson, self.may_refer)


def _out(viewer: Viewer, deal_id: int) -> dict[str, Any]:
    return deal_out(get_deal(viewer, deal_id))


@router.get("/{deal_id}/work", response={200: WorkOut, **PROBLEMS}, summary="How far it is")
def work_of_deal(request: HttpRequest, deal_id: PathId) -> dict[str, Any]:
    viewer = need(request, "deals.see").viewer
    deal, file = get_deal(viewer, deal_id), deal_file(viewer.workspace_id, deal_id)
    process = deal_rules(viewer.workspace_id).processes.of_stage(deal.stage)
    keys = [stage.key for stage in process.stages] if process else []
    after = keys[keys.index(deal.stage) + 1 :] if deal.stage in keys else []
    to = after[0] if after else None
    missing = () if deal.outcome else lacks_of(viewer.workspace_id, {deal.id: to})[deal.id]
    return {
        "next": to or "",
        "missing": [{"stage": one.stage, "kind": one.kind, "code": one.code} for one in missing],
        "criteria": dict(file.criteria),
        "tasks": [task.code for task in file.tasks if task.done],
        "papers": [paper.name for paper in file.papers],
        "gates": [
            {"request": row.id, "stage": row.stage, "gate": row.gate, "state": row.state, "reason": row.reason}
            for row in file.gates
        ],
    }


@router.post("/{deal_id}/edit", response={200: DealOut, **PROBLEMS}, summary="Change what is known")
def edit(request: HttpRequest, deal_id: PathId, body: EditIn) -> dict[str, Any]:
    viewer = need(request, "deals.move").viewer
    names = ("name", "product", "competitor", "decider", "expected_close")
    fields = {name: getattr(body, name) for name in names if getattr(body, name) is not None}
    price = None
    if body.amount is not None:
        currency = body.currency or get_deal(viewer, deal_id).amount.currency
        if not is_currency(currency):
            raise Refusal("bad_currency")
        price = (Money.of(body.amount, currency), fixed_rate(viewer.workspace_id, currency, body.rate))
    edit_deals(viewer, [DealChange(deal_id, fields, price, body.version)], clock.now())
    return _out(viewer, deal_id)


@router.post("/{deal_id}/grade", response={200: DealOut, **PROBLEMS}, summary="Grade by answers")
def grade(request: HttpRequest, deal_id: PathId, body: GradeIn) -> dict[str, Any]:
    viewer = need(request, "deals.move").viewer
    grade_deals(viewer, [Grading(deal_id, body.answers, body.reason, body.version)], clock.now())
    return _out(viewer, deal_id)


@router.post("/{deal_id}/tasks", response={200: DealOut, **PROBLEMS}, summary="Mark a task")
def task(request: HttpRequest, deal_id: PathId, body: TaskIn) -> dict[str, Any]:
    viewer = need(request, "deals.move").viewer
    do_tasks(viewer, [(deal_id, body.stage, body.code, body.done)], clock.now())
    return _out(viewer, deal_id)


@router.post("/{deal_id}/papers", response={200: DealOut, **PROBLEMS}, summary="Add a document")
def paper(request: HttpRequest, deal_id: PathId, body: PaperIn) -> dict[str, Any]:
    viewer = need(request, "deals.move").viewer
    add_papers(viewer, [(deal_id, Paper(body.kind, body.name, body.link))], clock.now())
    return _out(viewer, deal_id)


@router.post("/{deal_id}/rivals", response={200: DealOut, **PROBLEMS}, summary="Name a competitor")
def rival(request: HttpRequest, deal_id: PathId, body: RivalIn) -> dict[str, Any]:
    viewer = need(request, "deals.move").viewer
    name_rivals(viewer, [(deal_id, body.name, body.strong, body.weak)], clock.now())
    return _out(viewer, deal_id)


@router.post("/{deal_id}/ask", response={200: DealOut, **PROBLEMS}, summary="Ask to pass the gate")
def ask(request: HttpRequest, deal_id: PathId, body: AskIn) -> dict[str, Any]:
    viewer = need(request, "deals.move").viewer
    ask_gates(viewer, [(deal_id, body.note)], clock.now())
    return _out(viewer, deal_id)


@router.post("/{deal_id}/decide", response={200: DealOut, **PROBLEMS}, summary="Approve or refuse at the gate")
def decide(request: HttpRequest, deal_id: PathId, body: DecideIn) -> dict[str, Any]:
    viewer = need(request, "gates.approve").viewer
    get_deal(viewer, deal_id)
    if all(row.id != body.request for row in deal_file(viewer.workspace_id, deal_id).gates):
        raise Refusal("not_found", request=body.request)
    decide_gates(viewer, [(body.request, body.verdict == "approve", body.reason)], clock.now())
    return _out(viewer, deal_id)


@router.post("/{deal_id}/report", response={200: DealOut, **PROBLEMS}, summary="Write what it teaches")
def report(request: HttpRequest, deal_id: PathId, body: ReportIn) -> dict[str, Any]:
    viewer = need(request, "deals.move").viewer
    report_deal(viewer, deal_id, body.report(), clock.now())
    return _out(viewer, deal_id)
