"""The shared lists: read, try, add, add from leads, end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from gleanry.flow.clean.actions import add_entries, add_from_leads, end_entries
from gleanry.flow.clean.queries import list_entries
from gleanry.flow.clean.shapes import Added, ListKind, NewEntry
from gleanry.kit import clock
from gleanry.leads.queries import among_visible
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.api.leads import LeadIds
from gleanry.web.api.review import ReasonOut, reason_out
from gleanry.web.keys import Id
from gleanry.web.limits import count_against
from gleanry.wiring.trying import DAYS, Outcome, try_lists

router = Router(tags=["lists"])
MOST, SHOWN = 1000, 100


class ListQuery(Schema):
    """What narrows the lists; `text` is a part of the value."""

    kind: ListKind | None = None
    text: str = Field("", max_length=120)
    ended: bool = False
    after: Id | None = None
    limit: int = Field(50, ge=1, le=500)


class EntryOut(Schema):
    """One entry: who added it, when and why; how it was ended, if it was."""

    id: int
    kind: str
    value: str
    why: str
    origin: str
    lead_id: int | None
    by: int | None
    at: datetime
    ended_at: datetime | None
    ended_by_id: int | None
    ended_why: str


class EntriesOut(Schema):
    """One page, newest first; `next` is the value of `after` that leads on."""

    entries: list[EntryOut]
    next: int | None


class EntryIn(Schema):
    """An entry to be added."""

    kind: ListKind
    value: str = Field(min_length=1, max_length=200)
    why: str = Field("", max_length=400)


class EntriesIn(Schema):
    """Up to 1,000 entries."""

    entries: list[EntryIn] = Field(min_length=1, max_length=MOST)


class TryIn(EntriesIn):
    """Entries, and how many days to look back."""

    days: int = Field(DAYS, ge=1, le=366)


class AddedOut(Schema):
    """Entries added now, how many were there already, and those that cannot be entries."""

    entry_ids: list[int]
    known: int
    unusable: list[str]


class FromLeads(LeadIds):
    """Leads whose phone, e-mail, domain or company goes on a list; for a word, the word."""

    kind: ListKind
    why: str = Field(min_length=1, max_length=400)
    word: str = Field("", max_length=200)


class EndIn(Schema):
    """Entries and why they end."""

    entry_ids: list[Id] = Field(min_length=1, max_length=MOST)
    why: str = Field(min_length=1, max_length=400)


class EndedOut(Schema):
    """The entries that were in force and are no more."""

    entry_ids: list[int]


class CatchOut(Schema):
    """A submission that would have been held back. `entry_id` of a reason counts the entries sent, from 1."""

    submission_id: int
    lead_id: int | None
    reasons: list[ReasonOut]


class TrialOut(Schema):
    """What the entries would have caught, and how many of those leads became MQL, SQL, won.

    `caught` counts all of them, `newest` shows up to 100; `held` counts those in the invalid pool already.
    """

    looked_at: int
    whole: bool
    caught: int
    mql: int
    sql: int
    won: int
    held: int
    newest: list[CatchOut]
    unusable: list[str]


@router.get("", response={200: EntriesOut, **PROBLEMS}, summary="Entries of the shared lists, newest first")
def listing(request: HttpRequest, query: Query[ListQuery]) -> dict[str, Any]:
    work = need(request, "lists.add")
    rows = list_entries(
        work.viewer.workspace_id,
        kind=query.kind or "",
        text=query.text,
        ended=query.ended,
        after=query.after,
        limit=query.limit + 1,
    )
    page = rows[: query.limit]
    visible = set(among_visible(work.viewer, [row.lead_id for row in page if row.lead_id]))
    entries = [
        {name: getattr(row, name) for name in EntryOut.model_fields}
        | {"lead_id": row.lead_id if row.lead_id in visible else None}
        for row in page
    ]
    return {"entries": entries, "next": page[-1].id if len(rows) > query.limit else None}


@router.post("", response={201: AddedOut, **PROBLEMS}, summary="Add entries")
def add(request: HttpRequest, body: EntriesIn) -> Status[dict[str, Any]]:
    """They count from the next submission on. What is on a list already stays as it is."""
    work = need(request, "lists.add")
    return Status(201, _added(add_entries(work.viewer, _entries(body), clock.now())))


@router.post("/from-leads", response={201: AddedOut, **PROBLEMS}, summary="Add what leads carry")
def from_leads(request: HttpRequest, body: FromLeads) -> Status[dict[str, Any]]:
    work = need(request, "lists.add")
    added = add_from_leads(work.viewer, body.lead_ids, body.kind, body.why, clock.now(), word=body.word)
    return Status(201, _added(added))


@router.post("/try", response={200: TrialOut, **PROBLEMS}, summary="What entries would have caught")
def attempt(request: HttpRequest, body: TryIn) -> dict[str, Any]:
    """Asked of the submissions of the last days; nothing is kept."""
    work = need(request, "lists.add")
    count_against("upload", f"member-{work.viewer.member_id}")
    outcome = try_lists(work.viewer.workspace_id, _entries(body), clock.now(), days=body.days)
    counts = {name: getattr(outcome, name) for name in ("caught", "mql", "sql", "won", "held")}
    trial = outcome.trial
    head = {"looked_at": trial.looked_at, "whole": trial.whole, "unusable": list(trial.unusable)}
    visible = set(among_visible(work.viewer, (lead.id for lead in _newest(outcome).values())))
    return {**counts, **head, "newest": [row for row in _caught(outcome) if row["lead_id"] in visible]}


@router.post("/end", response={200: EndedOut, **PROBLEMS}, summary="End entries; they stay to be seen")
def end(request: HttpRequest, body: EndIn) -> dict[str, Any]:
    work = need(request, "lists.edit")
    return {"entry_ids": list(end_entries(work.viewer, body.entry_ids, body.why, clock.now()))}


def _entries(body: EntriesIn) -> list[NewEntry]:
    return [NewEntry(entry.kind, entry.value, entry.why) for entry in body.entries]


def _added(added: Added) -> dict[str, Any]:
    return {"entry_ids": list(added.ids), "known": added.known, "unusable": list(added.unusable)}


def _newest(outcome: Outcome) -> dict[int, Any]:
    newest = (catch.submission_id for catch in outcome.trial.caught[:SHOWN])
    return {row: outcome.leads[row] for row in newest if row in outcome.leads}


def _caught(outcome: Outcome) -> list[dict[str, Any]]:
    leads = _newest(outcome)
    return [
        {
            "submission_id": catch.submission_id,
            "lead_id": leads[catch.submission_id].id,
            "reasons": [reason_out(reason) for reason in catch.reasons],
        }
        for catch in outcome.trial.caught[:SHOWN]
        if catch.submission_id in leads
    ]
