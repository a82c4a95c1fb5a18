"""Registrations and cases: register, list, decide."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from gleanry.flow.settle.actions import Wish, appeal, argue, decide, register
from gleanry.flow.settle.queries import get_case, list_cases, list_registrations
from gleanry.kit import clock
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.keys import PathId

router = Router(tags=["whose customer it is"])


class PageQuery(Schema):
    """`after` is the id of the last record of the page before."""

    after: int | None = Field(None, ge=0, lt=2**63)
    limit: int = Field(50, ge=1, le=500)


class CaseQuery(PageQuery):
    """`part` narrows to what the caller may answer or judge, or to what is decided."""

    part: Literal["", "answer", "judge", "decided"] = ""


class RegistrationIn(Schema):
    """A company, a product line (none: all of them), and what was done there so far."""

    company: str = Field(min_length=1, max_length=200)
    product: str = Field("", max_length=80)
    done: str = Field(min_length=1, max_length=2000)


class RegistrationOut(Schema):
    """`state` is accepted, case, refused (then `reason` says why) or ended."""

    id: int
    member_id: int
    company: str
    product: str
    state: str
    reason: str
    at: datetime
    until: datetime | None
    latest: datetime | None
    case_id: int | None


class CaseOut(Schema):
    """`share_a` percent of the company is the first member's by the decision, `proposed_share` by the rule."""

    id: int
    account_id: int | None
    company: str
    member_a_id: int
    member_b_id: int
    state: str
    proposed_share: int
    proposed_why: str
    share_a: int | None
    opened_at: datetime
    answer_due: datetime
    judge_due: datetime
    appeal_due: datetime | None
    final_due: datetime | None
    missed: list[str]


class RegistrationsOut(Schema):
    registrations: list[RegistrationOut]
    next: int | None


class CasesOut(Schema):
    cases: list[CaseOut]
    next: int | None


class WordsIn(Schema):
    """What is said, and why."""

    text: str = Field(min_length=1, max_length=2000)


class DecisionIn(WordsIn):
    """The first member's percent, and why."""

    share_a: int = Field(ge=0, le=100)


def out(row: Any, schema: type[Schema]) -> dict[str, Any]:
    """The fields of a schema from a row."""
    return {name: getattr(row, name) for name in schema.model_fields}


@router.get("/registrations", response={200: RegistrationsOut, **PROBLEMS}, summary="Registrations, newest first")
def registrations(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    work = need(request, "leads.see")
    rows = list_registrations(work.viewer, after=query.after, limit=query.limit + 1)
    more = rows[query.limit - 1].id if len(rows) > query.limit else None
    return {"registrations": [out(row, RegistrationOut) for row in rows[: query.limit]], "next": more}


@router.post("/registrations", response={201: RegistrationOut, **PROBLEMS}, summary="Register a company")
def add(request: HttpRequest, body: RegistrationIn) -> Status[dict[str, Any]]:
    work = need(request, "leads.follow")
    row = register(work.viewer, Wish(body.company, body.product, body.done), clock.now())
    return Status(201, out(row, RegistrationOut))


@router.get("/cases", response={200: CasesOut, **PROBLEMS}, summary="Cases, newest first")
def cases(request: HttpRequest, query: Query[CaseQuery]) -> dict[str, Any]:
    work = need(request, "leads.see")
    rows = list_cases(work.viewer, query.part, after=query.after, limit=query.limit + 1)
    more = rows[query.limit - 1].id if len(rows) > query.limit else None
    return {"cases": [out(row, CaseOut) for row in rows[: query.limit]], "next": more}


@router.post("/cases/{case_id}/decide", response={200: CaseOut, **PROBLEMS}, summary="Decide a case")
def decision(request: HttpRequest, case_id: PathId, body: DecisionIn) -> dict[str, Any]:
    work = need(request, "accounts.judge")
    decide(work.viewer, case_id, body.share_a, body.text, clock.now())
    return out(get_case(work.viewer, case_id), CaseOut)


@router.post("/cases/{case_id}/appeal", response={200: CaseOut, **PROBLEMS}, summary="Ask the next higher")
def ask_higher(request: HttpRequest, case_id: PathId, body: WordsIn) -> dict[str, Any]:
    work = need(request, "leads.see")
    appeal(work.viewer, case_id, body.text, clock.now())
    return out(get_case(work.viewer, case_id), CaseOut)


@router.post("/cases/{case_id}/add", response={200: CaseOut, **PROBLEMS}, summary="Add to a case")
def say(request: HttpRequest, case_id: PathId, body: WordsIn) -> dict[str, Any]:
    work = need(request, "leads.see")
    argue(work.viewer, case_id, body.text, clock.now())
    return out(get_case(work.viewer, case_id), CaseOut)
