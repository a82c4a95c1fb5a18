"""Duplicates: is it there already, ask for it; read, try and change the rules."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from gleanry.flow.identify.actions import answer_request, ask_for, check_known, publish_rules
from gleanry.flow.identify.queries import dry_run, list_asked, list_requests
from gleanry.flow.identify.queries.books import faults_of
from gleanry.flow.identify.shapes import RequestRow
from gleanry.kit import clock, rulebook
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.doubles import shown_doubles, thing_of
from gleanry.web.keys import PathId
from gleanry.web.limits import count_against

router = Router(tags=["duplicates"])


class CheckIn(Schema):
    """A phone, an e-mail, a WeChat id, a credit code or a company's full name."""

    text: str = Field(min_length=2, max_length=200)


class DoubleOut(Schema):
    """A lead or a company that is there. `id` and `name` only where the caller may see it; `token` asks for it."""

    what: str
    id: int | None
    name: str
    owner: str
    team: str
    since: str
    token: str


class Checked(Schema):
    """What the text was understood as, and what is known by it."""

    asked: str
    doubles: list[DoubleOut]


class AskIn(Schema):
    """The token a check gave within the last hour, and why it is asked for."""

    token: str = Field(max_length=400)
    note: str = Field("", max_length=400)


class RequestOut(Schema):
    """A request; `answer` is empty while it waits, then given or kept."""

    id: int
    lead_id: int | None
    account_id: int | None
    owner_id: int
    by: int
    note: str
    at: datetime
    answer: str
    answered_at: datetime | None


class Requests(Schema):
    """What was asked of the caller and waits, and what the caller asked for."""

    waiting: list[RequestOut]
    asked: list[RequestOut]


class Asked(Schema):
    """The request's id."""

    request_id: int


class AnswerIn(Schema):
    """Whether it is given."""

    give: bool


class RulesOut(Schema):
    """The rule book in force: `order` of identifiers and `rules` in order, as in a playbook."""

    version: int
    body: dict[str, Any]


class RulesIn(Schema):
    """A whole rule book, and why it is changed."""

    body: dict[str, Any]
    note: str = Field(min_length=1, max_length=400)


class TryIn(Schema):
    """A whole rule book, and over how many days it is tried."""

    body: dict[str, Any]
    days: int = Field(30, ge=1, le=365)


class OtherwiseOut(Schema):
    """A lead the tried rules would have decided about otherwise; an action is empty where nothing was found."""

    lead_id: int
    now: str
    then: str
    rule_now: str
    rule_then: str


class TriedOut(Schema):
    """How often each action, by the rules in force and by those tried; the latest 200 leads that differ."""

    leads: int
    cut: bool
    now: dict[str, int]
    then: dict[str, int]
    changed: int
    changes: list[OtherwiseOut]


@router.post("/check", response={200: Checked, **PROBLEMS}, summary="Is it there already?")
def check(request: HttpRequest, body: CheckIn) -> dict[str, Any]:
    """Tells that it exists, who holds it and since which month, without its data. Every question is written down."""
    viewer = need(request, "leads.see").viewer
    count_against("check", f"member-{viewer.member_id}")
    asked, doubles = check_known(viewer, body.text, clock.now())
    told = [
        {
            "what": row["double"].what,
            "id": row["double"].id if row["double"].visible else None,
            "name": row["double"].name,
            "owner": row["double"].owner,
            "team": row["double"].team,
            "since": f"{row['double'].since:%Y-%m}" if row["double"].since else "",
            "token": row["token"],
        }
        for row in shown_doubles(viewer, doubles)
    ]
    return {"asked": asked, "doubles": told}


@router.post("/requests", response={201: Asked, **PROBLEMS}, summary="Ask who holds it for it")
def ask(request: HttpRequest, body: AskIn) -> Status[dict[str, int]]:
    viewer = need(request, "leads.see").viewer
    what, thing_id = thing_of(viewer, body.token)
    return Status(201, {"request_id": ask_for(viewer, what, thing_id, clock.now(), note=body.note)})


@router.get("/requests", response={200: Requests, **PROBLEMS}, summary="What was asked of me, and what I asked for")
def requests(request: HttpRequest) -> dict[str, Any]:
    viewer = need(request, "leads.see").viewer
    return {
        "waiting": [_request(row) for row in list_requests(viewer)],
        "asked": [_asked(r) for r in list_asked(viewer)],
    }


@router.post("/requests/{request_id}/answer", response={200: Asked, **PROBLEMS}, summary="Give it or keep it")
def answer(request: HttpRequest, request_id: PathId, body: AnswerIn) -> dict[str, int]:
    viewer = need(request, "leads.see").viewer
    answer_request(viewer, request_id, clock.now(), give=body.give)
    return {"request_id": request_id}


@router.get("/rules", response={200: RulesOut, **PROBLEMS}, summary="The duplicate rules in force")
def rules(request: HttpRequest) -> dict[str, Any]:
    found = rulebook.current(need(request, "leads.see").viewer.workspace_id, "identify")
    return {"version": found.version, "body": found.body}


@router.put("/rules", response={200: RulesOut, **PROBLEMS}, summary="Put other duplicate rules in force")
def publish(request: HttpRequest, body: RulesIn) -> dict[str, Any]:
    found = publish_rules(need(request, "rules.edit").viewer, body.body, clock.now(), note=body.note)
    return {"version": found.version, "body": found.body}


@router.post("/rules/try", response={200: TriedOut, **PROBLEMS}, summary="Try duplicate rules on the past")
def attempt(request: HttpRequest, body: TryIn) -> dict[str, Any]:
    """Nothing is changed: both books are told the same past, and the leads that differ are named."""
    viewer = need(request, "rules.edit").viewer
    if faults := faults_of(body.body):
        raise rulebook.BadRules(faults=[asdict(fault) for fault in faults])
    now = rulebook.current(viewer.workspace_id, "identify").body
    found = dry_run(viewer.workspace_id, now, body.body, since=clock.now() - timedelta(days=body.days))
    names = ("lead_id", "now", "then", "rule_now", "rule_then")
    changes = [{name: getattr(change, name) for name in names} for change in found.changes]
    counts = {"now": dict(found.now), "then": dict(found.then), "changes": changes}
    return counts | {"leads": found.leads, "cut": found.cut, "changed": found.changed}


def _request(row: RequestRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in RequestOut.model_fields}


def _asked(row: RequestRow) -> dict[str, Any]:
    """The asker is told the lead's number only once it was given."""
    told = _request(row)
    return told if row.answer == "given" else told | {"lead_id": None, "account_id": None}
