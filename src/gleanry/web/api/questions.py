"""Duplicates: the questions, answers to them, and the run that finds them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from gleanry.flow.identify.actions import accept_above, acceptable, answer_pairs, queue_run, stop_run
from gleanry.flow.identify.queries.pairs import latest_run, list_pairs
from gleanry.flow.identify.shapes import Kind, PairFilters, PairRow, PairState, RunRow
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.keys import Id

router = Router(tags=["questions"])
MAY = "duplicates.merge"


class PairQuery(Schema):
    """What narrows the queue; `least` is a probability."""

    kind: Kind | None = None
    state: PairState = PairState.OPEN
    least: float | None = Field(None, ge=0, le=1)
    after: int | None = Field(None, ge=0, lt=2**63)
    limit: int = Field(25, ge=1, le=200)


class PairOut(Schema):
    """A question: are these two the same? `probability` is empty where none was computed."""

    id: int
    kind: Kind
    left: int
    right: int
    probability: float | None
    evidence: list[tuple[str, str]]
    benefit: int
    state: PairState
    made_at: datetime
    decided_at: datetime | None
    why: str


class PairsOut(Schema):
    """Most benefit first; `next` is the value of `after` that leads on."""

    pairs: list[PairOut]
    next: int | None


class Answering(Schema):
    """Up to 1,000 questions and what they are answered with: different, later, or open to ask again."""

    pair_ids: list[Id] = Field(min_length=1, max_length=1000)
    answer: Literal["different", "later", "open"]
    why: str = Field("", max_length=200)


class Answered(Schema):
    """The questions that changed."""

    pair_ids: list[int]


class Accepting(Schema):
    """Everything at least this probable; without `dry_run` it is merged."""

    least: float = Field(gt=0, le=1)
    kind: Kind | None = None
    dry_run: bool = True


class AcceptedOut(Schema):
    """How many questions it took, what was merged, and the batch by which that is undone (empty for a dry run)."""

    pairs: int
    merge_ids: list[int]
    batch: str


class RunOut(Schema):
    """A look through what is there: how far it is and what it found."""

    id: int
    state: str
    phase: str
    seen: int
    found: int
    made_at: datetime
    ended_at: datetime | None


def pair_out(pair: PairRow) -> dict[str, Any]:
    """A question as it is answered with."""
    same = ("id", "kind", "left", "right", "evidence", "benefit", "state", "made_at", "decided_at", "why")
    probability = None if pair.probability is None else pair.probability / 10_000
    return {name: getattr(pair, name) for name in same} | {"probability": probability}


@router.get("", response={200: PairsOut, **PROBLEMS}, summary="Questions, most benefit first")
def listing(request: HttpRequest, query: Query[PairQuery]) -> dict[str, Any]:
    work = need(request, MAY)
    least = None if query.least is None else round(query.least * 10_000)
    filters = PairFilters(query.kind or "", query.state, least)
    pairs = list_pairs(work.viewer, filters, after=query.after, limit=query.limit + 1)
    shown = pairs[: query.limit]
    return {"pairs": [pair_out(pair) for pair in shown], "next": shown[-1].id if len(pairs) > query.limit else None}


@router.post("/answer", response={200: Answered, **PROBLEMS}, summary="Call pairs different, or put them off")
def answer(request: HttpRequest, body: Answering) -> dict[str, Any]:
    """What is the same is merged instead: see merges."""
    work = need(request, MAY)
    done = answer_pairs(work.viewer, body.pair_ids, PairState(body.answer), clock.now(), why=body.why)
    return {"pair_ids": list(done)}


@router.post("/accept", response={200: AcceptedOut, **PROBLEMS}, summary="Merge everything above a probability")
def accept(request: HttpRequest, body: Accepting) -> dict[str, Any]:
    """At most 1,000 at once, the surest first. The batch can be undone as a whole."""
    work = need(request, MAY)
    least = round(body.least * 10_000)
    if body.dry_run:
        pairs = acceptable(work.viewer, least, kind=body.kind or "")
        return {"pairs": len(pairs), "merge_ids": [], "batch": ""}
    done = accept_above(work.viewer, least, clock.now(), kind=body.kind or "")
    return {"pairs": len(done.pairs), "merge_ids": list(done.merge_ids), "batch": done.batch}


@router.get("/run", response={200: RunOut, **PROBLEMS}, summary="The last look through what is there")
def run(request: HttpRequest) -> RunRow:
    work = need(request, MAY)
    found = latest_run(work.viewer.workspace_id)
    if found is None:
        raise Refusal("not_found", run=0)
    return found


@router.post("/run", response={202: RunOut, **PROBLEMS}, summary="Look through what is there, or go on")
def begin(request: HttpRequest) -> Status[RunRow | None]:
    work = need(request, MAY)
    queue_run(work.viewer, clock.now())
    return Status(202, latest_run(work.viewer.workspace_id))


@router.post("/run/stop", response={200: RunOut, **PROBLEMS}, summary="Stop looking; what was found stays")
def stop(request: HttpRequest) -> RunRow:
    work = need(request, MAY)
    stop_run(work.viewer)
    return run(request)
