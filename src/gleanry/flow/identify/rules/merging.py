"""What a merge of two records gives: which values the winner takes, from where, and what the two disagree about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gleanry.flow.identify.shapes import Choice, FieldRule, MergeOrder


@dataclass(frozen=True, slots=True)
class Record:
    """One side of a merge: its fields by name; "" and None mean that it does not know."""

    id: int
    made_at: datetime
    fields: Mapping[str, Any]

    @property
    def known(self) -> int:
        """How many of its fields say something."""
        return sum(1 for value in self.fields.values() if value)


@dataclass
class Done:
    """A merge that takes effect: its two roots, and the winner's fields before and after."""

    order: MergeOrder
    winner: int
    loser: int
    before: dict[str, Any]
    after: dict[str, Any]
    choices: dict[str, list[Any]]
    moved: dict[str, Any] = field(default_factory=dict)


def choices_for(
    winner: Record, loser: Record, rule: FieldRule = FieldRule.MOST_COMPLETE, chosen: Mapping[str, int] | None = None
) -> tuple[Choice, ...]:
    """Each field of the merged record with its value, the side it comes from and why.

    `chosen` names a side per field and outranks the rule. By "most complete" the side that knows more fields gives
    its values, by "newest" the younger one; the winner where they are even. What that side does not know comes from the
    other: nothing that one of the two knows is lost from sight.
    """
    first = _leading(winner, loser, rule)
    other = loser if first is winner else winner
    found = []
    for name in winner.fields:
        side = (chosen or {}).get(name)
        if side in (winner.id, loser.id):
            given, why = (winner if side == winner.id else loser), "chosen"
        elif first.fields[name]:
            given, why = first, rule.value
        else:
            given, why = (other, "only_one") if other.fields[name] else (winner, rule.value)
        differ = bool(winner.fields[name] and loser.fields[name]) and winner.fields[name] != loser.fields[name]
        found.append(Choice(name, given.fields[name], given.id, why, differ=differ))
    return tuple(found)


def _leading(winner: Record, loser: Record, rule: FieldRule) -> Record:
    if rule is FieldRule.NEWEST:
        return loser if loser.made_at > winner.made_at else winner
    return loser if loser.known > winner.known else winner


def winner_of(records: Sequence[Record], weights: Mapping[int, int]) -> int:
    """Which of the records should be the one that stays in sight: the one most hangs on, else the oldest.

    `weights` counts what refers to each: leads and deals. The user may choose another.
    """
    return min(records, key=lambda record: (-weights.get(record.id, 0), record.made_at, record.id)).id


@dataclass(frozen=True, slots=True)
class LeadSide:
    """What decides which of two leads is the source."""

    id: int
    first_contact_at: datetime
    converted: bool


def source_of(one: LeadSide, other: LeadSide) -> int:
    """Which of two source leads the other one is attached to: the one that became a deal, else the earlier."""
    return min((one, other), key=lambda side: (not side.converted, side.first_contact_at, side.id)).id


def earliest(*instants: str | None) -> str | None:
    """The first of some instants in ISO form that all say their zone in the same way; None where there is none."""
    return min((instant for instant in instants if instant), default=None)


def benefit_of(probability: int, stakes: Mapping[str, int]) -> int:
    """What a decision about a pair is worth: its probability (of 10,000) times what hangs on it.

    Stakes count what goes wrong while a pair stands unnoticed: two owners who do not know of each other weigh most,
    then deals, then leads in work, then other leads and touches. Without any stake a pair still counts one.
    """
    worth = 1 + sum(WEIGHTS[name] * count for name, count in stakes.items())
    return probability * worth // 100


WEIGHTS = {"owners": 50, "deals": 20, "open_leads": 10, "leads": 2, "people": 2}


def in_pairs(ids: Iterable[int]) -> list[tuple[int, int]]:
    """Each two of the ids, the smaller first, in order."""
    ordered = sorted(set(ids))
    return [(left, right) for at, left in enumerate(ordered) for right in ordered[at + 1 :]]
