"""Merges: preview, do, list, and undo with answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from gleanry.flow.identify.actions import merge_records, undo_batch, undo_merges
from gleanry.flow.identify.queries.merges import get_merge, list_merges, plan_undo
from gleanry.flow.identify.queries.previews import preview_merge
from gleanry.flow.identify.shapes import FieldRule, Kind, MergeOrder, MergeRow, PairState, Side, UndoAnswers
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.keys import Id, PathId
from gleanry.web.merge_rows import merge_rows
from gleanry.web.sides import with_business

router = Router(tags=["merges"])
MAY = "duplicates.merge"


class MergeIn(Schema):
    """What shall become one. `chosen` names a side (its id) per field and outranks the rule."""

    kind: Kind
    winner: Id
    loser: Id
    rule: FieldRule = FieldRule.MOST_COMPLETE
    chosen: dict[str, Id] = {}
    why: str = Field("", max_length=200)

    def order(self) -> MergeOrder:
        """The order it stands for."""
        return MergeOrder(self.kind, self.winner, self.loser, self.rule, self.chosen, self.why)


class SideOut(Schema):
    """One record with what hangs on it."""

    id: int
    counts: dict[str, int]
    owner_ids: list[int]


class ChoiceOut(Schema):
    """One field of the merged record: its value, whose it is, why, and whether the two differ."""

    name: str
    value: Any
    from_id: int
    why: str
    differ: bool


class PreviewOut(Schema):
    """What a merge would do; nothing is done."""

    winner: SideOut
    loser: SideOut
    fields: list[ChoiceOut]
    warnings: list[str]


class MergeOut(Schema):
    """A merge; `probability` is empty where nobody computed one."""

    id: int
    kind: Kind
    winner: int
    loser: int
    batch: str
    at: datetime
    by: int | None
    why: str
    probability: float | None
    evidence: list[tuple[str, str]]
    state: Literal["done", "undone"]
    undone_at: datetime | None


class MergesOut(Schema):
    """Newest first; `next` is the value of `after` that leads on."""

    merges: list[MergeOut]
    next: int | None


class MergeQuery(Schema):
    """What narrows the list."""

    kind: Kind | None = None
    state: Literal["", "done", "undone"] = ""
    after: int | None = Field(None, ge=0, lt=2**63)
    limit: int = Field(50, ge=1, le=200)


class EditedOut(Schema):
    """A field written while two were one: answer with winner, loser or both."""

    name: str
    value: Any
    before: Any


class ArrivalOut(Schema):
    """A lead that came with signs of both: answer with the person it is from."""

    lead_id: int
    person_id: int
    other_id: int


class PlanOut(Schema):
    """What undoing asks. `moved_on` not empty: say a `place` (former, free or source)."""

    edited: list[EditedOut]
    arrivals: list[ArrivalOut]
    moved_on: list[str]


class UndoIn(Schema):
    """The answers, and whether the two are to be called different from now on."""

    edited: dict[str, Literal["winner", "loser", "both"]] = {}
    arrivals: dict[Id, Id] = {}
    place: Literal["", "former", "free", "source"] = ""
    different: bool = False


class UndoneOut(Schema):
    """What was undone, and what waits for answers."""

    undone: list[int]
    asked: list[int]


def merge_out(merge: MergeRow) -> dict[str, Any]:
    """A merge as it is answered with."""
    same = ("id", "kind", "winner", "loser", "batch", "at", "by", "why", "evidence", "state", "undone_at")
    probability = None if merge.probability is None else merge.probability / 10_000
    return {name: getattr(merge, name) for name in same} | {"probability": probability}


def _side(workspace_id: int, kind: Kind, side: Side) -> dict[str, Any]:
    return {"id": side.id, "counts": with_business(workspace_id, kind, side), "owner_ids": list(side.owner_ids)}


@router.post("/preview", response={200: PreviewOut, **PROBLEMS}, summary="What a merge would do")
def preview(request: HttpRequest, body: MergeIn) -> dict[str, Any]:
    work = need(request, MAY)
    found = preview_merge(work.viewer, body.order())
    sides = (_side(work.viewer.workspace_id, body.kind, side) for side in (found.winner, found.loser))
    winner, loser = sides
    fields = [
        {"name": c.name, "value": c.value, "from_id": c.from_id, "why": c.why, "differ": c.differ}
        for c in found.choices
    ]
    return {"winner": winner, "loser": loser, "fields": fields, "warnings": list(found.warnings)}


@router.post("", response={201: MergeOut, **PROBLEMS}, summary="Merge two records, or attach a lead to another")
def merge(request: HttpRequest, body: MergeIn) -> Status[dict[str, Any]]:
    work = need(request, MAY)
    done = merge_records(work.viewer, [body.order()], clock.now())
    if not done:
        raise Refusal("merged_already", record=body.winner)
    return Status(201, merge_out(get_merge(work.viewer.workspace_id, done[0])))


@router.get("", response={200: MergesOut, **PROBLEMS}, summary="Merges, newest first")
def listing(request: HttpRequest, query: Query[MergeQuery]) -> dict[str, Any]:
    """Those whose both sides the caller sees."""
    work = need(request, MAY)
    workspace_id = work.viewer.workspace_id
    found = list_merges(
        workspace_id, kind=query.kind or "", state=query.state, after=query.after, limit=query.limit + 1
    )
    shown = found[: query.limit]
    seen = [row["merge"] for row in merge_rows(work.viewer, shown)]
    following = shown[-1].id if len(found) > query.limit else None
    return {"merges": [merge_out(merge) for merge in seen], "next": following}


def _within(request: HttpRequest, merge_id: int) -> MergeRow:
    work = need(request, MAY)
    found = get_merge(work.viewer.workspace_id, merge_id)
    if not merge_rows(work.viewer, [found]):
        raise Refusal("not_found", merge=merge_id)
    return found


@router.get("/{merge_id}/undo", response={200: PlanOut, **PROBLEMS}, summary="What undoing would ask")
def plan(request: HttpRequest, merge_id: PathId) -> dict[str, Any]:
    found = _within(request, merge_id)
    if found.state != "done":
        return {"edited": [], "arrivals": [], "moved_on": []}
    asked = plan_undo(need(request, MAY).viewer.workspace_id, found)
    return {
        "edited": [{"name": e.name, "value": e.value, "before": e.before} for e in asked.edited],
        "arrivals": [{"lead_id": a.lead_id, "person_id": a.person_id, "other_id": a.other_id} for a in asked.arrivals],
        "moved_on": list(asked.moved_on),
    }


@router.post("/{merge_id}/undo", response={200: UndoneOut, **PROBLEMS}, summary="Undo a merge")
def undo(request: HttpRequest, merge_id: PathId, body: UndoIn) -> dict[str, Any]:
    """With an unanswered question nothing is changed, and the merge is named in `asked`."""
    work = need(request, MAY)
    _within(request, merge_id)
    answers = {merge_id: UndoAnswers(dict(body.edited), dict(body.arrivals), body.place)}
    then = PairState.DIFFERENT if body.different else PairState.OPEN
    out = undo_merges(work.viewer, [merge_id], clock.now(), answers=answers, then=then)
    return {"undone": out.done, "asked": out.asked}


@router.post("/together/{batch}/undo", response={200: UndoneOut, **PROBLEMS}, summary="Undo what was accepted at once")
def undo_together(request: HttpRequest, batch: str) -> dict[str, Any]:
    work = need(request, MAY)
    out = undo_batch(work.viewer, batch, clock.now())
    return {"undone": out.done, "asked": out.asked}
