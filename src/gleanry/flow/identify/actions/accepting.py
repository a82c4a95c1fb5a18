"""Accept questions: one, or all above a probability, tried first and taken back together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from gleanry.flow.identify.actions.merging import merge_records
from gleanry.flow.identify.actions.undoing import Undone, undo_merges
from gleanry.flow.identify.queries.merges import merges_of_batch
from gleanry.flow.identify.queries.pairs import pairs_at_least
from gleanry.flow.identify.queries.previews import orders_for
from gleanry.flow.identify.queries.sides import MAY_MERGE, may_merge, sees_all, sides_of, within
from gleanry.flow.identify.shapes import Kind, PairRow
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer

AT_ONCE = 1_000


@dataclass(frozen=True)
class Accepted:
    """What a bulk came to: the questions it took, the merges it did, and the name by which it is undone."""

    pairs: tuple[PairRow, ...]
    merge_ids: tuple[int, ...]
    batch: str


def acceptable(viewer: Viewer, least: int, *, kind: str = "") -> list[PairRow]:
    """The open questions with at least this probability (of 10,000) whose both sides the viewer sees, surest first.

    This is the dry run: what `accept_above` would take, at most 1,000 at once. Raises Refusal `forbidden`.
    """
    if not may_merge(viewer):
        raise Refusal("forbidden", permission=MAY_MERGE)
    pairs = pairs_at_least(viewer.workspace_id, least, kind, limit=AT_ONCE)
    return pairs if sees_all(viewer) else _seen(viewer, pairs)


def _seen(viewer: Viewer, pairs: Sequence[PairRow]) -> list[PairRow]:
    kept: list[PairRow] = []
    for kind in Kind:
        theirs = [pair for pair in pairs if pair.kind == kind]
        ids = {i for pair in theirs for i in (pair.left, pair.right)}
        seen = within(viewer, sides_of(viewer.workspace_id, kind, ids))
        kept += [pair for pair in theirs if {pair.left, pair.right} <= seen]
    return kept


def accept_above(viewer: Viewer, least: int, at: datetime, *, kind: str = "") -> Accepted:
    """Merge every open question of at least this probability; `undo_batch` takes the whole back."""
    pairs = acceptable(viewer, least, kind=kind)
    batch = uuid4().hex
    merge_ids = merge_records(viewer, orders_for(viewer.workspace_id, pairs, batch=batch), at)
    return Accepted(tuple(pairs), merge_ids, batch)


def undo_batch(viewer: Viewer, batch: str, at: datetime) -> Undone:
    """Undo what was accepted together, newest first; what needs an answer is left and named.

    Raises Refusal `not_found` where nothing of the batch stands.
    """
    standing = merges_of_batch(viewer.workspace_id, batch)
    if not standing:
        raise Refusal("not_found", batch=batch)
    return undo_merges(viewer, [merge.id for merge in standing], at)
