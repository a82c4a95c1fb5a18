"""Move deals between stages: forwards when nothing is missing, backwards with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gleanry.flow.convert.actions.holding import Held, enter_stages, hold, keep_changes, versions_of, void_gates
from gleanry.flow.convert.facts import DealsMoved
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.convert.queries import deal_rules, standings_of
from gleanry.flow.convert.rules import ProcessBook, Standing, goes_back, lacking
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer


def move_deal(
    viewer: Viewer, deal_id: int, stage: str, at: datetime, *, reason: str = "", version: int | None = None
) -> None:
    """Put an open deal into another stage. Raises Refusal as move_deals does."""
    seen = None if version is None else {deal_id: version}
    move_deals(viewer, [(deal_id, stage)], at, reason=reason, versions=seen)


def move_deals(
    viewer: Viewer,
    moves: Sequence[tuple[int, str]],
    at: datetime,
    *,
    reason: str = "",
    versions: Mapping[int, int] | None = None,
) -> None:
    """Put open deals into other stages: (deal, stage). All of them, or none and a Refusal.

    `no_such_stage`; `stage_not_ready` with what is `missing` to go on; `back_needs_reason`; `other_process` where the
    stage is of another process and not its first; `deal_changed` where `versions` are not the latest.
    """
    book = deal_rules(viewer.workspace_id).processes
    for _, stage in moves:
        if book.of_stage(stage) is None:
            raise Refusal("no_such_stage", stage=stage)
    with transaction.atomic():
        held = hold(viewer, (deal_id for deal_id, _ in moves), versions=versions)
        changed = {deal_id: stage for deal_id, stage in moves if held[deal_id].stage != stage}
        standings = standings_of(viewer.workspace_id, changed)
        steps = {i: _judged(book, held[i], standings[i], stage, reason.strip()) for i, stage in changed.items()}
        enter_stages(viewer, held, changed, at, dict.fromkeys(changed, reason))
        rows = [(i, stage, steps[i].process, at) for i, stage in changed.items()]
        bulk.update(Opportunity, ("stage", "process", "stage_since"), rows)
        void_gates(viewer.workspace_id, [(i, step.void) for i, step in steps.items() if step.void])
        told = {i: {"stage": (held[i].stage, stage)} for i, stage in changed.items()}
        keep_changes(viewer.workspace_id, versions_of(held), told, at, by=viewer.member_id)
        why = tuple(reason if steps[i].void else "" for i in changed)
        fact = DealsMoved(tuple(changed), tuple(changed.values()), why)
        ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id)


@dataclass(frozen=True, slots=True)
class _Step:
    """Where a move leads: the process, and the stages whose gates have to be passed anew (empty: none)."""

    process: str
    void: frozenset[str]


def _judged(book: ProcessBook, deal: Held, standing: Standing, stage: str, reason: str) -> _Step:
    process, own = book.of_stage(stage), book.of_stage(deal.stage)
    if process is None:
        raise Refusal("no_such_stage", stage=stage)
    place = process.place_of(stage) or 0
    later = frozenset(known.key for known in process.stages[place:])
    if own is not None and own.key != process.key:
        if place:
            raise Refusal("other_process", deal=deal.id, stage=stage)
        if not reason:
            raise Refusal("back_needs_reason", deal=deal.id)
        return _Step(process.key, later | {known.key for known in own.stages})
    if goes_back(process, deal.stage, stage):
        if not reason:
            raise Refusal("back_needs_reason", deal=deal.id)
        return _Step(process.key, later)
    if missing := lacking(process, standing, stage):
        raise Refusal("stage_not_ready", deal=deal.id, missing=[[m.stage, m.kind, m.code] for m in missing])
    return _Step(process.key, frozenset())
