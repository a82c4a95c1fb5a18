"""Leads: read, claim, follow up, decide."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from gleanry.flow.followup.actions import (
    accept_leads,
    invalidate_leads,
    qualify_leads,
    record_follow_up,
    return_leads,
)
from gleanry.flow.followup.shapes import FollowUpEntry
from gleanry.flow.route.actions import assign_leads, claim_leads
from gleanry.flow.route.shapes import ClaimResult
from gleanry.kit import clock
from gleanry.leads.queries import get_lead, list_leads
from gleanry.leads.shapes import LeadFilters, Novelty, Pool, State
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.api.answers import LeadOut, LeadsOut, lead_out
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.keys import Id, PathId
from gleanry.web.rows import with_names
from gleanry.web.words.claims import claim_text

router = Router(tags=["leads"])


class LeadQuery(Schema):
    """What narrows the list. `source` and `campaign` may be empty to mean "without one"."""

    pool: Pool | None = None
    own_pool: str = Field("", max_length=20)
    state: State | None = None
    grade: str = Field("", max_length=2)
    owner_id: Id | None = None
    unowned: bool = False
    source: str | None = None
    campaign: str | None = None
    month: str = Field("", pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")
    reached: Literal["", "lead", "mql", "sql", "opportunity", "won", "paid"] = ""
    anomaly: Literal["", "won_before_first_contact"] = ""
    money: Literal["", "won", "paid"] = ""
    novelty: Novelty | None = None
    duplicate: Literal["", "any", "attach", "to_account_owner", "refresh", "tag", "ask"] = ""
    repeated: bool = False
    text: str = Field("", max_length=120)
    after: int | None = Field(None, ge=0, lt=2**63)
    before: int | None = Field(None, ge=0, lt=2**63)
    limit: int = Field(50, ge=1, le=500)


class LeadIds(Schema):
    """Up to 1,000 leads."""

    lead_ids: list[Id] = Field(min_length=1, max_length=1000)


class WithReason(LeadIds):
    """Leads and why."""

    reason: str = Field(min_length=1, max_length=40)


class Assigning(LeadIds):
    """Leads and to whom. `override` is the reason for passing the caps of who gets them."""

    owner_id: Id
    override: str = Field("", max_length=200)


class Changed(Schema):
    """The leads that changed; those not named stayed as they were."""

    lead_ids: list[int]


class Lost(Schema):
    """A lead that could not be claimed, and who holds it (empty: nobody).

    `code`: taken, gone, not_claimable, not_open (before `until`), cooling (lost at `since`, free from `until`),
    day_cap or holding_cap (`count` of `cap`); `message` says so in words.
    """

    lead_id: int
    owner_id: int | None
    code: str
    message: str
    count: int
    cap: int
    since: datetime | None
    until: datetime | None


class Claimed(Schema):
    """Leads won and lost."""

    won: list[int]
    lost: list[Lost]


class BantIn(Schema):
    """What was learned: budget, who decides, what is needed, when."""

    budget: str = ""
    authority: str = ""
    need: str = ""
    timing: str = ""


class FollowUpIn(Schema):
    """What was done and what came of it: a `result` for everything but a note, which has none.

    `bant` may hold budget, authority, need and timing.
    """

    kind: Literal["call", "visit", "message", "mail", "note"]
    result: Literal["", "reached", "no_answer", "wrong_number", "busy"] = ""
    note: str = Field("", max_length=4000)
    bant: BantIn = BantIn()
    next_at: datetime | None = None


class Done(Schema):
    """It was done."""

    done: bool = True


@router.get("", response={200: LeadsOut, **PROBLEMS}, summary="Leads, newest first")
def listing(request: HttpRequest, query: Query[LeadQuery]) -> dict[str, Any]:
    work = need(request, "leads.see")
    given = query.dict(exclude={"after", "before", "limit"})
    filters = LeadFilters(**{name: value for name, value in given.items() if value is not None})
    found = list_leads(
        work.viewer, filters, after=query.after, before=query.before, limit=query.limit, zone=work.workspace.zone
    )
    rows = with_names(work.viewer, found.rows)
    return {"leads": [lead_out(row) for row in rows], "next": found.next_after, "previous": found.prev_before}


@router.post("/claim", response={200: Claimed, **PROBLEMS}, summary="Claim unowned leads")
def claim(request: HttpRequest, body: LeadIds) -> dict[str, Any]:
    """Two callers never both win the same lead."""
    work = need(request, "leads.claim")
    return claimed_out(work.viewer, claim_leads(work.viewer, body.lead_ids, clock.now()))


def claimed_out(viewer: Viewer, result: ClaimResult) -> dict[str, Any]:
    """Leads won, and of each other one why not."""
    names = names_of(viewer.workspace_id, [answer.owner_id for answer in result.answers])
    lost = [asdict(answer) | {"message": claim_text(answer, names)} for answer in result.answers]
    return {"won": list(result.won), "lost": lost}


@router.post("/assign", response={200: Changed, **PROBLEMS}, summary="Give leads to a member")
def assign(request: HttpRequest, body: Assigning) -> dict[str, Any]:
    work = need(request, "leads.assign")
    moved = assign_leads(work.viewer, body.lead_ids, body.owner_id, clock.now(), override=body.override.strip())
    return {"lead_ids": list(moved)}


@router.post("/qualify", response={200: Changed, **PROBLEMS}, summary="Find leads to be MQL")
def qualify(request: HttpRequest, body: LeadIds) -> dict[str, Any]:
    work = need(request, "leads.qualify")
    return {"lead_ids": list(qualify_leads(work.viewer, body.lead_ids, clock.now()))}


@router.post("/accept", response={200: Changed, **PROBLEMS}, summary="Accept leads as SQL; opportunities open")
def accept(request: HttpRequest, body: LeadIds) -> dict[str, Any]:
    work = need(request, "leads.accept")
    return {"lead_ids": list(accept_leads(work.viewer, body.lead_ids, clock.now()))}


@router.post("/return", response={200: Changed, **PROBLEMS}, summary="Return leads to nurture")
def give_back(request: HttpRequest, body: WithReason) -> dict[str, Any]:
    work = need(request, "leads.follow")
    return {"lead_ids": list(return_leads(work.viewer, body.lead_ids, body.reason, clock.now()))}


@router.post("/invalidate", response={200: Changed, **PROBLEMS}, summary="Put leads into the invalid pool")
def invalidate(request: HttpRequest, body: WithReason) -> dict[str, Any]:
    work = need(request, "leads.follow")
    return {"lead_ids": list(invalidate_leads(work.viewer, body.lead_ids, body.reason, clock.now()))}


@router.get("/{lead_id}", response={200: LeadOut, **PROBLEMS}, summary="One lead")
def one(request: HttpRequest, lead_id: PathId) -> dict[str, Any]:
    work = need(request, "leads.see")
    return lead_out(with_names(work.viewer, [get_lead(work.viewer, lead_id)])[0])


@router.post("/{lead_id}/follow-ups", response={201: Done, **PROBLEMS}, summary="Record a follow-up")
def follow_up(request: HttpRequest, lead_id: PathId, body: FollowUpIn) -> Status[dict[str, bool]]:
    work = need(request, "leads.follow")
    result = body.result if body.kind != "note" else ""
    entry = FollowUpEntry(lead_id, body.kind, result, body.note, body.bant.dict(exclude_defaults=True), body.next_at)
    record_follow_up(work.viewer, entry, clock.now())
    return Status(201, {"done": True})
