"""Leads: read, follow up, decide."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from gleanry.flow.followup.actions import (
    accept_leads,
    invalidate_leads,
    qualify_leads,
    record_follow_up,
    refuse_leads,
    return_leads,
)
from gleanry.flow.followup.queries import gate_of, suggestions_for
from gleanry.flow.followup.queries.asking import tidy_bant
from gleanry.flow.followup.shapes import Answer, FollowUpEntry
from gleanry.kit import clock
from gleanry.leads.queries import get_lead, list_leads
from gleanry.leads.shapes import LeadFilters, Novelty, Pool, State
from gleanry.web.api.answers import LeadOut, LeadsOut, lead_out
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.keys import Id, PathId
from gleanry.web.rows import with_names

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


class Changed(Schema):
    """The leads that changed; those not named stayed as they were."""

    lead_ids: list[int]


Said = Annotated[str, Field(max_length=200)]


class BudgetIn(Schema):
    """`is` amount (with `least` or `most` in whole units of `currency`), none or unknown."""

    model_config = ConfigDict(populate_by_name=True)

    kind: Literal["amount", "none", "unknown"] = Field(alias="is")
    least: int | None = Field(None, ge=0, le=10**15)
    most: int | None = Field(None, ge=0, le=10**15)
    currency: str | None = Field(None, pattern="^[A-Z]{3}$")


class BantIn(Schema):
    """What was learned: budget; who decides (decides, influences, uses, unknown); what is needed; the month by when."""

    budget: str | BudgetIn = ""
    authority: Said = ""
    need: Said = ""
    timing: Said = ""

    def told(self) -> dict[str, Any]:
        """The answers as they are kept."""
        return tidy_bant(self.model_dump(by_alias=True, exclude_none=True))


class AnswerIn(Schema):
    """What is answered to one item of a gate, and by what evidence."""

    says: Literal["yes", "no", "unknown"]
    evidence: str = Field("", max_length=500)


class Signing(LeadIds):
    """Leads, and what is answered at the gate for each of them, by item."""

    answers: dict[str, AnswerIn] = Field(default_factory=dict, max_length=50)

    def by_lead(self) -> dict[int, dict[str, Answer]]:
        """The same answers for each lead."""
        answers = {code: Answer(answer.says, answer.evidence) for code, answer in self.answers.items()}
        return dict.fromkeys(self.lead_ids, answers)


class Refusing(Signing):
    """Leads that are not accepted, why, and what was answered."""

    reason: str = Field(min_length=1, max_length=40)


class ItemOut(Schema):
    """One item of a gate, and what the records say of it (empty: nothing)."""

    code: str
    zh: str
    en: str
    required: bool
    suggested: str
    why: str


class GateOut(Schema):
    """A gate as it stands for one lead."""

    gate: str
    least: int
    items: list[ItemOut]


class FollowUpIn(Schema):
    """What was done and what came of it: a `result` for everything but a note, which has none.

    `bant` may hold budget, authority, need and timing.
    """

    kind: Literal["call", "visit", "meeting", "message", "mail", "note"]
    result: Literal["", "reached", "no_answer", "wrong_number", "busy"] = ""
    note: str = Field("", max_length=4000)
    bant: BantIn = BantIn()
    next_at: datetime | None = None
    seconds: int | None = Field(None, ge=0, le=86_400)
    recording_url: str = Field("", max_length=1000)


class Counts(Schema):
    """It was recorded, and counts as contact, attempt or nothing; `why` says why it is no contact."""

    done: bool = True
    counted: str
    why: str


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


@router.post("/qualify", response={200: Changed, **PROBLEMS}, summary="Find leads to be MQL")
def qualify(request: HttpRequest, body: Signing) -> dict[str, Any]:
    """The gate `mql` is signed with the answers; where they do not pass, nothing is changed."""
    work = need(request, "leads.qualify")
    return {"lead_ids": list(qualify_leads(work.viewer, body.lead_ids, clock.now(), body.by_lead()))}


@router.post("/accept", response={200: Changed, **PROBLEMS}, summary="Accept leads as SQL; opportunities open")
def accept(request: HttpRequest, body: Signing) -> dict[str, Any]:
    """The gate `sql` is signed with the answers; where they do not pass, nothing is changed."""
    work = need(request, "leads.accept")
    return {"lead_ids": list(accept_leads(work.viewer, body.lead_ids, clock.now(), body.by_lead()))}


@router.post("/refuse", response={200: Changed, **PROBLEMS}, summary="Refuse MQLs; they go back by the reason's rule")
def refuse(request: HttpRequest, body: Refusing) -> dict[str, Any]:
    work = need(request, "leads.accept")
    return {"lead_ids": list(refuse_leads(work.viewer, body.lead_ids, body.reason, clock.now(), body.by_lead()))}


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


@router.get("/{lead_id}/gates/{gate}", response={200: GateOut, **PROBLEMS}, summary="A gate, with what is known")
def gate(request: HttpRequest, lead_id: PathId, gate: Literal["mql", "sql"]) -> dict[str, Any]:
    work = need(request, "leads.see")
    lead, shown = get_lead(work.viewer, lead_id), gate_of(work.viewer.workspace_id, gate)
    said = suggestions_for(work.viewer.workspace_id, lead, shown, clock.now().date())
    items = [
        {
            **{name: getattr(item, name) for name in ("code", "zh", "en", "required")},
            "suggested": said[item.code].says if item.code in said else "",
            "why": said[item.code].why if item.code in said else "",
        }
        for item in shown.items
    ]
    return {"gate": gate, "least": shown.least, "items": items}


@router.post("/{lead_id}/follow-ups", response={201: Counts, **PROBLEMS}, summary="Record a follow-up")
def follow_up(request: HttpRequest, lead_id: PathId, body: FollowUpIn) -> Status[dict[str, Any]]:
    work = need(request, "leads.follow")
    result = body.result if body.kind != "note" else ""
    entry = FollowUpEntry(
        lead_id,
        body.kind,
        result,
        body.note,
        body.bant.told(),
        body.next_at,
        body.seconds,
        body.recording_url,
    )
    counted = record_follow_up(work.viewer, entry, clock.now())
    return Status(201, {"done": True, "counted": counted.verdict, "why": counted.why})
