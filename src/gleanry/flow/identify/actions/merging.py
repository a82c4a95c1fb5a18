"""Merge people and accounts: a pointer, a row that says who and why, and the values the winner shows.

Nothing that refers to the loser is changed (decision 0013): what hangs on it is found through its group, and goes back
with it when the merge is undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from gleanry.flow.identify.actions.identify_submissions import LOCK
from gleanry.flow.identify.actions.joining import join_pairs
from gleanry.flow.identify.actions.questions import settle_pairs
from gleanry.flow.identify.facts import Merged
from gleanry.flow.identify.models import Merge
from gleanry.flow.identify.queries.sides import MAY_MERGE_ANY, may_merge, sides_of, within
from gleanry.flow.identify.rules.merging import Done, Record, choices_for
from gleanry.flow.identify.shapes import Kind, MergeOrder
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import last_lead_id
from gleanry.people.actions import set_fields, set_pointers
from gleanry.people.queries import groups_of, raw_rows
from gleanry.tenants.shapes import Viewer

COLUMNS = (
    *("id", "workspace_id", "kind", "winner", "loser", "batch", "at", "by", "why", "rule", "probability", "evidence"),
    *("choices", "before", "after", "moved", "state", "answers"),
)


def merge_records(viewer: Viewer, orders: Sequence[MergeOrder], at: datetime) -> tuple[int, ...]:
    """Merge pairs of records; returns the ids of the merges, in order.

    A side that was merged before stands for its root. What is one already is left out. Raises Refusal `forbidden`, and
    `not_found` for a record that is not there or that the viewer may not see, unless its role merges beyond its sight.
    """
    if not may_merge(viewer):
        raise Refusal("forbidden", permission="duplicates.merge")
    done: list[Done] = []
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, LOCK)
        for kind in Kind:
            wanted = [order for order in orders if order.kind is kind]
            if wanted:
                check_sight(viewer, kind, {i for order in wanted for i in (order.winner, order.loser)})
                done += join_pairs(viewer, wanted, at) if kind is Kind.LEAD else _merge(viewer, kind, wanted)
        ids = _write(viewer, done, at)
        settle_pairs(viewer, [(d.order.kind, d.winner, d.loser) for d in done], at)
    return ids


def check_sight(viewer: Viewer, kind: Kind, ids: Iterable[int]) -> None:
    """Refuse what is not there, and what the viewer does not see: both look the same."""
    wanted = set(ids)
    sides = sides_of(viewer.workspace_id, kind, wanted)
    seen = set(sides) if viewer.may(MAY_MERGE_ANY) else within(viewer, sides)
    if missing := wanted - seen:
        raise Refusal("not_found", kind=kind, record=min(missing))


def _merge(viewer: Viewer, kind: Kind, orders: Sequence[MergeOrder]) -> list[Done]:
    """Set the pointers and the winners' values, in the order given: one batch may merge into what it just merged."""
    workspace_id = viewer.workspace_id
    ids = {i for order in orders for i in (order.winner, order.loser)}
    groups = groups_of(workspace_id, ids, kind=kind)
    roots = {i: groups[i][0] if i in groups else i for i in ids}
    rows = raw_rows(workspace_id, set(roots.values()), kind=kind, lock=True)
    into: dict[int, int] = {}
    before_leads = last_lead_id(workspace_id)
    done = []
    for order in orders:
        winner, loser = (_root(roots[i], into) for i in (order.winner, order.loser))
        if winner == loser:
            continue
        one, other = (Record(i, rows[i].made_at, rows[i].fields) for i in (winner, loser))
        sides = {order.winner: winner, order.loser: loser}
        chosen = {name: sides.get(side, side) for name, side in order.chosen.items()}
        choices = choices_for(one, other, order.rule, chosen)
        before = dict(rows[winner].fields)
        rows[winner].fields.update({choice.name: choice.value for choice in choices})
        into[loser] = winner
        made = {choice.name: [choice.from_id, choice.why] for choice in choices}
        moved = {"leads_before": before_leads}
        done.append(Done(order, winner, loser, before, dict(rows[winner].fields), made, moved))
    set_pointers(kind, list(into.items()))
    set_fields(kind, [(winner, rows[winner].fields) for winner in dict.fromkeys(d.winner for d in done)])
    return done


def _root(record_id: int, into: dict[int, int]) -> int:
    while record_id in into:
        record_id = into[record_id]
    return record_id


def _write(viewer: Viewer, done: Sequence[Done], at: datetime) -> tuple[int, ...]:
    ids = bulk.allocate(Merge, len(done))
    batch = uuid4().hex
    rows: list[tuple[Any, ...]] = []
    for merge_id, d in zip(ids, done, strict=True):
        order = d.order
        who = (order.batch or batch, at, viewer.member_id or None, order.why[:200], order.rule.value)
        basis = (order.probability, [list(pair) for pair in order.evidence])
        rows.append(
            (
                *(merge_id, viewer.workspace_id, order.kind, d.winner, d.loser),
                *(*who, *basis, d.choices, d.before, d.after, d.moved, "done", {}),
            )
        )
    bulk.insert(Merge, COLUMNS, rows)
    fact = Merged(
        tuple(ids), tuple(str(d.order.kind) for d in done), tuple(d.winner for d in done), tuple(d.loser for d in done)
    )
    ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id or None)
    return tuple(ids)
