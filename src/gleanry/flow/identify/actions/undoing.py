"""Undo merges, in any order: pointers cleared, values given back, leads parted, and what only a person knows asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from gleanry.flow.identify.actions.identify_submissions import LOCK
from gleanry.flow.identify.actions.merging import check_sight
from gleanry.flow.identify.actions.parting import part_joined
from gleanry.flow.identify.actions.piles import piles_of, write_layers
from gleanry.flow.identify.actions.questions import settle_pairs
from gleanry.flow.identify.facts import Unmerged
from gleanry.flow.identify.models import Merge, MergeState
from gleanry.flow.identify.queries.merges import arrivals_of, merges_by_id
from gleanry.flow.identify.queries.sides import may_merge
from gleanry.flow.identify.shapes import Kind, MergeRow, PairState, UndoAnswers
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import set_people
from gleanry.leads.queries import leads_by_id
from gleanry.people.actions import set_fields, set_pointers
from gleanry.people.queries import raw_rows
from gleanry.tenants.shapes import Viewer
from gleanry.touches.actions import give_touches

NO_ANSWERS = UndoAnswers()


@dataclass
class Undone:
    """What came of an order to undo: the merges that are undone, and those that wait for answers."""

    done: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)


def undo_merges(
    viewer: Viewer,
    merge_ids: Iterable[int],
    at: datetime,
    *,
    answers: Mapping[int, UndoAnswers] | None = None,
    then: PairState = PairState.OPEN,
) -> Undone:
    """Undo merges that stand; one with an unanswered question is left as it is and named in `asked`.

    `then` is what the answered questions become: open again, or different. Raises Refusal `forbidden` and `not_found`
    as merging does.
    """
    if not may_merge(viewer):
        raise Refusal("forbidden", permission="duplicates.merge")
    out = Undone()
    workspace_id = viewer.workspace_id
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        standing = [merge for merge in merges_by_id(workspace_id, merge_ids) if merge.state == MergeState.DONE]
        given = answers or {}
        for kind in Kind:
            merges = [merge for merge in reversed(standing) if merge.kind == kind]
            if merges:
                check_sight(viewer, kind, {i for merge in merges for i in (merge.winner, merge.loser)})
                undo = part_joined if kind is Kind.LEAD else _undo
                done = undo(viewer, kind, merges, given, at)
                out.done += [merge.id for merge in done]
                out.asked += [merge.id for merge in merges if merge not in done]
                _write(viewer, done, given, at)
                settle_pairs(viewer, [(kind, merge.winner, merge.loser) for merge in done], at, then=then)
    return out


def _undo(
    viewer: Viewer, kind: Kind, merges: Sequence[MergeRow], answers: Mapping[int, UndoAnswers], at: datetime
) -> list[MergeRow]:
    """Take the layers out, newest first, in memory; then write rows, pointers and the layers that lay above."""
    workspace_id = viewer.workspace_id
    ids = {i for merge in merges for i in (merge.winner, merge.loser)}
    rows = {i: dict(row.fields) for i, row in raw_rows(workspace_id, ids, kind=kind, lock=True).items()}
    piles = piles_of(workspace_id, kind, merges, rows)
    arrivals = arrivals_of(workspace_id, merges) if kind is Kind.PERSON else {}
    given: dict[int, int] = {}
    done = []
    for merge in merges:
        said = answers.get(merge.id, NO_ANSWERS)
        if any(arrival.lead_id not in said.arrivals for arrival in arrivals.get(merge.id, ())):
            continue
        if not piles.take(merge, said.edited):
            continue
        for arrival in arrivals.get(merge.id, ()):
            if said.arrivals[arrival.lead_id] == arrival.other_id:
                given[arrival.lead_id] = arrival.other_id
        done.append(merge)
    set_fields(kind, list(rows.items()))
    set_pointers(kind, [(merge.loser, None) for merge in done])
    write_layers(piles)
    _give(workspace_id, given)
    return done


def _give(workspace_id: int, given: Mapping[int, int]) -> None:
    """Leads that came with signs of both sides go to the side a person named, and their touches with them."""
    leads = leads_by_id(workspace_id, given)
    set_people([(lead_id, person) for lead_id, person in given.items() if lead_id in leads])
    people = {lead.person_id for lead in leads.values() if lead.person_id}
    give_touches(workspace_id, people, {lead.submission_id: given[lead.id] for lead in leads.values()})


def _write(viewer: Viewer, done: Sequence[MergeRow], answers: Mapping[int, UndoAnswers], at: datetime) -> None:
    rows = []
    for merge in done:
        said = answers.get(merge.id, NO_ANSWERS)
        kept = {
            "edited": dict(said.edited),
            "arrivals": {str(lead): person for lead, person in said.arrivals.items()},
            "place": said.place,
        }
        rows.append((merge.id, MergeState.UNDONE, at, viewer.member_id or None, kept))
    bulk.update(Merge, ("state", "undone_at", "undone_by", "answers"), rows)
    fact = Unmerged(
        tuple(merge.id for merge in done),
        tuple(merge.kind for merge in done),
        tuple(merge.winner for merge in done),
        tuple(merge.loser for merge in done),
    )
    ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id or None)
