"""The layers of values that merges laid on their winners, while some of them are taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gleanry.flow.identify.models import Merge
from gleanry.flow.identify.queries.merges import layer_of, standing_into
from gleanry.flow.identify.rules.undoing import Layer, take_out
from gleanry.flow.identify.shapes import Kind, MergeRow
from gleanry.kit import bulk


@dataclass
class Piles:
    """Winner -> its layers, oldest first; `fields` of every record as they read now; the layers that were changed."""

    layers: dict[int, list[Layer]]
    fields: dict[int, dict[str, Any]]
    changed: dict[int, Layer] = field(default_factory=dict)

    def take(self, merge: MergeRow, edited: Mapping[str, str]) -> bool:
        """Take one merge out of its winner's pile; False, and nothing done, where an edit has to be asked about."""
        pile = self.layers[merge.winner]
        place = next(n for n, layer in enumerate(pile) if layer.merge_id == merge.id)
        out = take_out(pile[place], pile[place + 1 :], self.fields[merge.winner], edited)
        if out.asked:
            return False
        self.fields[merge.winner] = out.winner
        self.fields[merge.loser].update(out.loser)
        self.layers[merge.winner] = [*pile[:place], *out.above]
        self.changed.update({layer.merge_id: layer for layer in out.above})
        return True


def piles_of(workspace_id: int, kind: Kind, merges: Sequence[MergeRow], fields: dict[int, dict[str, Any]]) -> Piles:
    """The piles of the winners of some merges; one statement."""
    standing = standing_into(workspace_id, kind, {merge.winner for merge in merges})
    return Piles({winner: [layer_of(row) for row in rows] for winner, rows in standing.items()}, fields)


def write_layers(piles: Piles) -> None:
    """Write what the layers that were changed now read."""
    rows = [(i, layer.before, layer.after) for i, layer in piles.changed.items()]
    bulk.update(Merge, ("before", "after"), rows)
