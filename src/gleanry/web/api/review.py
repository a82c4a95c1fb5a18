"""The invalid pool: what lies there and why; let it go on, or leave it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from gleanry.flow.clean.actions import confirm_leads, release_leads
from gleanry.flow.clean.queries import list_screened
from gleanry.flow.clean.shapes import Reason, ReviewFilters
from gleanry.kit import clock
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.api.leads import Changed, LeadIds
from gleanry.web.keys import Id
from gleanry.web.screened import ShownHeld, with_evidence
from gleanry.web.words import labels
from gleanry.web.words.screening import REASONS

router = Router(tags=["invalid pool"])


class ReviewQuery(Schema):
    """What narrows the pool. `source` may be empty to mean "without one"; `decision` empty is what waits."""

    code: str = Field("", max_length=16)
    source: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    decision: Literal["", "confirmed", "released"] = ""
    after: Id | None = None
    limit: int = Field(50, ge=1, le=500)


class ReasonOut(Schema):
    """One reason: its stable code, what it says, and the evidence.

    `text` stands in the cleaned `field` from `start` to `end`; `entry_id` is the entry of the lists that named it.
    """

    code: str
    name: str
    weight: int
    field: str
    text: str
    start: int
    end: int
    entry_id: int | None


class HeldOut(Schema):
    """One lead of the invalid pool."""

    lead_id: int
    submission_id: int
    title: str
    company: str
    source: str
    received_at: datetime
    reasons: list[ReasonOut]
    decision: str
    by: str
    decided_at: datetime | None
    note: str


class HeldAllOut(Schema):
    """One page, newest first; `next` is the value of `after` that leads on."""

    held: list[HeldOut]
    next: int | None


class Releasing(LeadIds):
    """Leads and why they are no junk."""

    note: str = Field(min_length=1, max_length=400)


class Confirming(LeadIds):
    """Leads, and what there is to say."""

    note: str = Field("", max_length=400)


@router.get("", response={200: HeldAllOut, **PROBLEMS}, summary="The invalid pool with its reasons, newest first")
def listing(request: HttpRequest, query: Query[ReviewQuery]) -> dict[str, Any]:
    work = need(request, "leads.review")
    filters = ReviewFilters(query.code, query.source, query.since, query.until, query.decision)
    rows = list_screened(work.viewer.workspace_id, filters, after=query.after, limit=query.limit + 1)
    page = rows[: query.limit]
    following = page[-1].submission_id if len(rows) > query.limit else None
    return {"held": [_held(row) for row in with_evidence(work.viewer, page)], "next": following}


@router.post("/release", response={200: Changed, **PROBLEMS}, summary="Let leads of the invalid pool go on")
def release(request: HttpRequest, body: Releasing) -> dict[str, Any]:
    """They are identified, scored and routed as if nothing had been found against them."""
    work = need(request, "leads.review")
    return {"lead_ids": list(release_leads(work.viewer, body.lead_ids, body.note, clock.now()))}


@router.post("/confirm", response={200: Changed, **PROBLEMS}, summary="Leave leads in the invalid pool for good")
def confirm(request: HttpRequest, body: Confirming) -> dict[str, Any]:
    work = need(request, "leads.review")
    return {"lead_ids": list(confirm_leads(work.viewer, body.lead_ids, body.note, clock.now()))}


def _held(shown: ShownHeld) -> dict[str, Any]:
    return {
        "lead_id": shown.lead.id,
        "submission_id": shown.row.submission_id,
        "title": shown.title,
        "company": shown.company,
        "source": shown.row.source,
        "received_at": shown.row.received_at,
        "reasons": [reason_out(reason) for reason in shown.row.reasons],
        "decision": shown.row.decision,
        "by": shown.by,
        "decided_at": shown.row.decided_at,
        "note": shown.row.note,
    }


def reason_out(reason: Reason) -> dict[str, Any]:
    """A reason as the API tells it."""
    values = {name: getattr(reason, name) for name in Reason.__slots__}
    return {**values, "name": labels.label(REASONS, reason.code)}
