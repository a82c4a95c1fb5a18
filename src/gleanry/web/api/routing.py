"""Shares and decisions of routing, as the page of fairness shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from gleanry.flow.route.queries import decisions_of, replayed, rotations_of
from gleanry.flow.route.shapes import AssignmentRow, PersonShare
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS

router = Router(tags=["routing"])
MOST = 200


class ShareLine(Schema):
    """One person of a rotation: leads given and due; `balance` is the difference, `owed` what leave is still to get."""

    member_id: int
    weight: int
    given: int
    entitled: float
    balance: float
    owed: float
    why: str


class RotationLine(Schema):
    """One rotation: the code of its rule, how many decisions it took, and its people within the caller's reach."""

    id: int
    key: str
    rule: str
    turns: int
    people: list[ShareLine]


class RotationsOut(Schema):
    rotations: list[RotationLine]


class PassedLine(Schema):
    """Who was passed over: `why` is leave, hours, free_day, day_cap, holding_cap or former."""

    member_id: int
    why: str


class DecisionLine(Schema):
    """One decision. `replayed` says whether it comes out the same when taken again; null where nothing was in turn."""

    id: int
    lead_id: int
    owner_id: int | None
    pool: str
    rule: str
    code: str
    candidates: list[int]
    passed: list[PassedLine]
    replayed: bool | None
    at: datetime


class DecisionsOut(Schema):
    """Newest first; the next page begins `before` the last id."""

    decisions: list[DecisionLine]


class DecisionQuery(Schema):
    rule: str = ""
    owner: int | None = None
    before: int | None = None
    limit: int = 50


@router.get("/rotations", response={200: RotationsOut, **PROBLEMS}, summary="Where everybody stands")
def rotations(request: HttpRequest) -> dict[str, Any]:
    work = need(request, "cockpit.see")
    return {
        "rotations": [
            {"id": row.id, "key": row.key, "rule": row.rule, "turns": row.turns, "people": [*map(_share, row.people)]}
            for row in rotations_of(work.viewer)
        ]
    }


@router.get("/decisions", response={200: DecisionsOut, **PROBLEMS}, summary="Who got which lead, and why")
def decisions(request: HttpRequest, query: Query[DecisionQuery]) -> dict[str, Any]:
    """Each decision in turn is taken again from what is stored."""
    work = need(request, "cockpit.see")
    limit = max(1, min(query.limit, MOST))
    rows = decisions_of(work.viewer, rule=query.rule[:60], owner_id=query.owner, before=query.before, limit=limit)
    again = {turn.assignment_id: turn.is_replayed for turn in replayed(work.viewer.workspace_id, rows)}
    return {"decisions": [_decision(row) | {"replayed": again.get(row.id)} for row in rows]}


def _share(person: PersonShare) -> dict[str, Any]:
    return {name: getattr(person, name) for name in ShareLine.model_fields}


def _decision(row: AssignmentRow) -> dict[str, Any]:
    same = ("id", "lead_id", "owner_id", "pool", "rule", "at")
    return {name: getattr(row, name) for name in same} | {
        "code": row.reason.get("code", ""),
        "candidates": list(row.candidates),
        "passed": [{"member_id": member, "why": why} for member, why in row.passed],
    }
