"""What undoing a merge gives back, also when other merges or edits came after it.

Each merge laid one layer of values on its winner: what stood there before, what stood there after, and which side each
value came from. Undoing takes one layer out of the pile. If nothing lies on it, the value before comes back. If another
layer lies on it, that one inherits the value before, so that undoing it later gives the right thing: the order of
undoing does not matter. What is neither this layer's value nor another layer's was written by a person since; nobody
can tell from the records whom it belongs to, so it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gleanry.flow.identify.shapes import Edited, KeepOn


@dataclass
class Layer:
    """What one merge did to its winner's fields. `sources` names the side each value came from."""

    merge_id: int
    winner: int
    before: dict[str, Any]
    after: dict[str, Any]
    sources: dict[str, int]


@dataclass
class TakenOut:
    """What is to be written: the winner's fields, values for the loser, the layers above as they now read.

    `asked` lists the edits that were not answered; while there are any, nothing may be written.
    """

    winner: dict[str, Any]
    loser: dict[str, Any] = field(default_factory=dict)
    above: list[Layer] = field(default_factory=list)
    asked: list[Edited] = field(default_factory=list)


def take_out(
    layer: Layer, above: Sequence[Layer], current: Mapping[str, Any], answers: Mapping[str, str] | None = None
) -> TakenOut:
    """Take one layer out of its winner's pile.

    `above` are the done merges into the same winner that came later, oldest first; `current` the winner's fields now.
    `answers` says per edited field where the edit goes: "winner", "loser" or "both".
    """
    given = answers or {}
    out = TakenOut(dict(current), above=[_copy(one) for one in above])
    for name in layer.before:
        standing = out.above[0].before[name] if out.above else out.winner[name]
        value = layer.before[name]
        if standing != layer.after[name]:
            answer = given.get(name)
            if answer not in set(KeepOn):
                out.asked.append(Edited(name, standing, layer.before[name]))
                continue
            if answer != KeepOn.WINNER:
                out.loser[name] = standing
            if answer != KeepOn.LOSER:
                value = standing
        _rise(out, name, value)
    return out


def _rise(out: TakenOut, name: str, value: Any) -> None:
    """Put `value` under the layers above: those that took theirs from the winner pass it on, others keep theirs."""
    for place, one in enumerate(out.above):
        one.before[name] = value
        if one.sources[name] != one.winner:
            return
        upper = out.above[place + 1].before[name] if place + 1 < len(out.above) else out.winner[name]
        untouched = upper == one.after[name]
        one.after[name] = value
        if not untouched:
            return
    out.winner[name] = value


def _copy(layer: Layer) -> Layer:
    return Layer(layer.merge_id, layer.winner, dict(layer.before), dict(layer.after), dict(layer.sources))


@dataclass(frozen=True, slots=True)
class Joined:
    """One merge of two leads: the loser was attached to the winner and brought `carried`, its own attached leads."""

    merge_id: int
    winner: int
    loser: int
    carried: tuple[int, ...]
    done: bool


def leads_going_along(loser: int, source: int, attached: Sequence[int], joins: Sequence[Joined]) -> list[int]:
    """Which of the leads attached to `source` belong to `loser` when it is parted again.

    The register keeps one flat pointer per attached lead. Whom a lead was attached to in the first place is found from
    the merges: a joined lead belongs under its winner; any other one under the lead that first carried it along, and
    if none did, under the source itself. `joins` are all merges, done and undone, whose loser is `source` or attached.
    """
    parent = dict.fromkeys(attached, source)
    for join in sorted(joins, key=lambda join: join.merge_id, reverse=True):
        for lead_id in join.carried:
            if lead_id in parent:
                parent[lead_id] = join.loser
    for join in joins:
        if join.done and join.loser in parent:
            parent[join.loser] = join.winner

    def is_under(lead_id: int) -> bool:
        seen: set[int] = set()
        while lead_id in parent and lead_id not in seen:
            seen.add(lead_id)
            lead_id = parent[lead_id]
            if lead_id == loser:
                return True
        return False

    return [lead_id for lead_id in attached if lead_id != loser and is_under(lead_id)]
