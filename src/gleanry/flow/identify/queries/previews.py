"""What a merge would do, before anybody does it; and how questions become orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gleanry.flow.identify.queries.sides import MAY_MERGE, MAY_MERGE_ANY, may_merge, sides_of, within
from gleanry.flow.identify.rules.merging import LeadSide, Record, choices_for, earliest, source_of, winner_of
from gleanry.flow.identify.shapes import Choice, FieldRule, Kind, MergeOrder, PairRow, Preview, Side
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer


def preview_merge(viewer: Viewer, order: MergeOrder) -> Preview:
    """What an order would give. Raises Refusal `forbidden`, `not_found`, `merged_already` and `lead_converted`."""
    if not may_merge(viewer):
        raise Refusal("forbidden", permission=MAY_MERGE)
    sides = sides_of(viewer.workspace_id, order.kind, (order.winner, order.loser))
    seen = set(sides) if viewer.may(MAY_MERGE_ANY) else within(viewer, sides)
    if missing := {order.winner, order.loser} - seen:
        raise Refusal("not_found", record=min(missing))
    winner, loser = sides[order.winner], sides[order.loser]
    if winner.id == loser.id:
        raise Refusal("merged_already", record=winner.id)
    if order.kind is Kind.LEAD and loser.counts["deals"]:
        raise Refusal("lead_converted", lead=loser.id)
    choices = _choices(order, winner, loser)
    return Preview(order.kind, winner, loser, order.rule, choices, _warnings(order.kind, winner, loser, choices))


def _choices(order: MergeOrder, winner: Side, loser: Side) -> tuple[Choice, ...]:
    if order.kind is Kind.LEAD:
        first = {name: earliest(value, loser.fields[name]) for name, value in winner.fields.items()}
        return tuple(
            Choice(name, value, winner.id if value == winner.fields[name] else loser.id, "earliest")
            for name, value in first.items()
        )
    ids = {order.winner: winner.id, order.loser: loser.id}
    chosen = {name: ids.get(side, side) for name, side in order.chosen.items()}
    return choices_for(_record(winner), _record(loser), order.rule, chosen)


def _record(side: Side) -> Record:
    return Record(side.id, side.made_at, side.fields)


def _warnings(kind: Kind, winner: Side, loser: Side, choices: Sequence[Choice]) -> tuple[str, ...]:
    found = []
    if winner.owner_ids and loser.owner_ids and set(winner.owner_ids) != set(loser.owner_ids):
        found.append("holder_changes" if kind is Kind.LEAD else "owners_differ")
    if kind is Kind.LEAD and loser.owner_ids and not winner.owner_ids:
        found.append("source_unowned")
    if any(choice.differ for choice in choices):
        found.append("fields_differ")
    return tuple(found)


def orders_for(workspace_id: int, pairs: Sequence[PairRow], *, batch: str = "") -> list[MergeOrder]:
    """The questions as orders: what hangs on each side decides which stays; the same statements for any number."""
    orders = []
    for kind in Kind:
        theirs = [pair for pair in pairs if pair.kind == kind]
        sides = sides_of(workspace_id, kind, {i for pair in theirs for i in (pair.left, pair.right)})
        orders += [_order(kind, pair, sides, batch) for pair in theirs]
    return orders


def _order(kind: Kind, pair: PairRow, sides: Mapping[int, Side], batch: str) -> MergeOrder:
    winner = preferred(kind, sides[pair.left], sides[pair.right])
    stays, goes = (pair.left, pair.right) if winner == sides[pair.left].id else (pair.right, pair.left)
    evidence = tuple((str(code), str(value)) for code, value in pair.evidence)
    return MergeOrder(kind, stays, goes, FieldRule.MOST_COMPLETE, {}, "", pair.probability, evidence, batch)


def preferred(kind: Kind, one: Side, other: Side) -> int:
    """Which side should stay, unless somebody says otherwise."""
    if kind is Kind.LEAD:
        return source_of(
            *(LeadSide(side.id, side.made_at, converted=bool(side.counts["deals"])) for side in (one, other))
        )
    weights = {side.id: side.counts["leads"] + 10 * side.counts["deals"] for side in (one, other)}
    return winner_of([_record(one), _record(other)], weights)
