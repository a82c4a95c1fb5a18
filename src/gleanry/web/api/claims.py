"""Leads handed out: claimed, the best of a pool taken, assigned by a manager."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from gleanry.flow.route.actions import MOST, assign_leads, claim_best, claim_leads
from gleanry.flow.route.shapes import ClaimResult
from gleanry.kit import clock
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.api.leads import Changed, LeadIds
from gleanry.web.keys import Id
from gleanry.web.words.claims import claim_text

router = Router(tags=["leads"])
of_pools = Router(tags=["leads"])


class Assigning(LeadIds):
    """Leads and to whom. `override` is the reason for passing the caps of who gets them."""

    owner_id: Id
    override: str = Field("", max_length=200)


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


class HowMany(Schema):
    """How many of the best leads to claim."""

    count: int = Field(ge=1, le=MOST)


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


@of_pools.post("/{pool}/claim", response={200: Claimed, **PROBLEMS}, summary="Claim the best leads of a pool")
def claim_the_best(request: HttpRequest, pool: str, body: HowMany) -> dict[str, Any]:
    """In the order the pool offers them; `pool` is one of the kinds, or the code of one of the workspace's own."""
    work = need(request, "leads.claim")
    return claimed_out(work.viewer, claim_best(work.viewer, pool, body.count, clock.now()))
