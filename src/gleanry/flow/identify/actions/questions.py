"""The queue of questions: ask, answer, and close what a merge answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gleanry.flow.identify.facts import Decided, Doubted
from gleanry.flow.identify.models import DuplicatePair
from gleanry.flow.identify.queries.pairs import pairs_of, stakes_of
from gleanry.flow.identify.queries.sides import may_merge, roots_by_id, sides_of, within
from gleanry.flow.identify.rules.merging import benefit_of
from gleanry.flow.identify.shapes import Kind, NewPair, PairRow, PairState
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer

LOCK = 7
COLUMNS = ("workspace_id", "kind", "left", "right", "probability", "evidence", "benefit", "state", "made_at", "why")


def doubt(workspace_id: int, fact: Doubted, at: datetime) -> None:
    """Write what a stage was unsure about into the queue of questions."""
    rows = zip(fact.kinds, fact.left_ids, fact.right_ids, fact.probabilities, fact.evidence, strict=True)
    pairs = [
        NewPair(Kind(kind), left, right, probability, tuple((str(code), str(value)) for code, value in evidence))
        for kind, left, right, probability, evidence in rows
    ]
    ask(workspace_id, pairs, at)


def ask(workspace_id: int, pairs: Sequence[NewPair], at: datetime) -> int:
    """Add questions that were never asked; returns how many. The same statements for any number.

    An open one is brought up to date; an answered one is left alone: what was called different does not come back. What
    is one already is not asked about.
    """
    asked = 0
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        for kind in dict.fromkeys(pair.kind for pair in pairs):
            asked += _ask(workspace_id, kind, [pair for pair in pairs if pair.kind is kind], at)
    return asked


def _ask(workspace_id: int, kind: Kind, pairs: Iterable[NewPair], at: datetime) -> int:
    wanted = {(min(p.left, p.right), max(p.left, p.right)): p for p in pairs if p.left != p.right}
    ids = {i for pair in wanted for i in pair}
    roots = roots_by_id(workspace_id, kind, ids)
    known = pairs_of(workspace_id, kind, {left for left, _ in wanted})
    live = {key: p for key, p in wanted.items() if key[0] in roots and key[1] in roots}
    apart = {key: p for key, p in live.items() if roots[key[0]] != roots[key[1]]}
    stakes = stakes_of(workspace_id, kind, list(apart))
    fresh, again = [], []
    for key, pair in apart.items():
        basis = (pair.probability, [list(sign) for sign in pair.evidence])
        benefit = benefit_of(pair.probability if pair.probability is not None else UNKNOWN, stakes[key])
        if (old := known.get(key)) is None:
            fresh.append((workspace_id, kind, *key, *basis, benefit, PairState.OPEN, at, ""))
        elif old.state == PairState.OPEN and (old.probability, old.evidence, old.benefit) != (*basis, benefit):
            again.append((old.id, *basis, benefit))
    bulk.insert(DuplicatePair, COLUMNS, fresh)
    bulk.update(DuplicatePair, ("probability", "evidence", "benefit"), again)
    return len(fresh)


UNKNOWN = 5_000
"""Where nothing was computed, the queue orders by what hangs on a pair alone."""


def answer_pairs(
    viewer: Viewer, pair_ids: Iterable[int], answer: PairState, at: datetime, *, why: str = ""
) -> tuple[int, ...]:
    """Call pairs different, put them off, or open them again; returns those that changed.

    Only pairs both of whose sides the viewer sees. What was merged is opened again by undoing the merge.
    """
    if not may_merge(viewer):
        raise Refusal("forbidden", permission="duplicates.merge")
    if answer not in (PairState.DIFFERENT, PairState.LATER, PairState.OPEN):
        raise Refusal("bad_choice", answer=answer)
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, LOCK)
        pairs = visible_pairs(viewer, pair_ids)
        ids = tuple(pair.id for pair in pairs if pair.state not in (answer, PairState.MERGED))
        write_answers(viewer, ids, answer, at, why=why)
        fact = Decided(ids, (str(answer),) * len(ids))
        ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id or None)
    return ids


def write_answers(viewer: Viewer, pair_ids: Collection[int], answer: PairState, at: datetime, *, why: str = "") -> None:
    """Write the state of pairs, who said so and when; an opened one forgets both."""
    is_open = answer == PairState.OPEN
    said = (None, None, "") if is_open else (at, viewer.member_id or None, why[:200])
    rows = [(pair_id, str(answer), *said) for pair_id in pair_ids]
    bulk.update(DuplicatePair, ("state", "decided_at", "by", "why"), rows)


def visible_pairs(viewer: Viewer, pair_ids: Iterable[int]) -> list[PairRow]:
    """Those of the pairs both of whose sides the viewer sees."""
    columns = tuple(PairRow.__dataclass_fields__)
    rows = bulk.find(DuplicatePair, columns, workspace_id=viewer.workspace_id, key="id", among=pair_ids, lock=True)
    pairs = [PairRow(*row) for row in rows]
    seen: dict[str, set[int]] = {}
    for kind in {pair.kind for pair in pairs}:
        ids = {i for pair in pairs if pair.kind == kind for i in (pair.left, pair.right)}
        seen[kind] = within(viewer, sides_of(viewer.workspace_id, Kind(kind), ids))
    return [pair for pair in pairs if {pair.left, pair.right} <= seen[pair.kind]]


def settle_pairs(
    viewer: Viewer, merged: Sequence[tuple[Kind, int, int]], at: datetime, *, then: PairState = PairState.MERGED
) -> None:
    """Close the questions that merges answered, or, after an undo, give those they had answered the state `then`."""
    for kind in dict.fromkeys(kind for kind, _, _ in merged):
        touched = {i for one, winner, loser in merged if one is kind for i in (winner, loser)}
        pairs = _pairs_about(viewer.workspace_id, kind, touched, wants_merged=then != PairState.MERGED)
        roots = roots_by_id(viewer.workspace_id, kind, {i for pair in pairs for i in (pair.left, pair.right)})
        together = then == PairState.MERGED
        ids = [pair.id for pair in pairs if (roots.get(pair.left) == roots.get(pair.right)) is together]
        write_answers(viewer, ids, then, at)


def _pairs_about(workspace_id: int, kind: Kind, ids: Collection[int], *, wants_merged: bool) -> list[PairRow]:
    """Questions with a side in the groups of `ids`: merged ones, or those still open or put off."""
    everything = members_by_kind(workspace_id, kind, ids)
    states = (PairState.MERGED,) if wants_merged else (PairState.OPEN, PairState.LATER)
    found: Mapping[int, PairRow] = {
        pair.id: pair
        for pairs in (pairs_of(workspace_id, kind, everything), pairs_of(workspace_id, kind, everything, side="right"))
        for pair in pairs.values()
        if pair.state in states
    }
    return list(found.values())


def members_by_kind(workspace_id: int, kind: Kind, ids: Collection[int]) -> set[int]:
    """The records and all that are one with them."""
    sides: Mapping[int, Any] = sides_of(workspace_id, kind, ids)
    return {*ids, *(member for side in sides.values() for member in side.members)}
