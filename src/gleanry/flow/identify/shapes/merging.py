"""Pairs that may be the same, merges and undoing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What can be merged."""

    PERSON = "person"
    ACCOUNT = "account"
    LEAD = "lead"


class FieldRule(StrEnum):
    """Whose values a merged record shows, where nobody chose."""

    MOST_COMPLETE = "most_complete"
    NEWEST = "newest"


class KeepOn(StrEnum):
    """Where an edit goes that was made while two records were one."""

    WINNER = "winner"
    LOSER = "loser"
    BOTH = "both"


class PairState(StrEnum):
    """What became of a question. `later` is asked again when the open ones are through."""

    OPEN = "open"
    MERGED = "merged"
    DIFFERENT = "different"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of a merged record: its value, the record it is from, and why.

    `why`: most_complete, newest, chosen, or only_one where the other does not know. `differ`: both know, not alike.
    """

    name: str
    value: Any
    from_id: int
    why: str
    differ: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A field that was written while two records were one: what it says now, and what it said before the merge."""

    name: str
    value: Any
    before: Any


@dataclass(frozen=True, slots=True)
class MergeOrder:
    """What somebody wants merged. `probability` is of 10,000, None where nobody computed one.

    `chosen` names a side (its id) per field; `pair_id` the question this answers; merges of one `batch` are undone
    together.
    """

    kind: Kind
    winner: int
    loser: int
    rule: FieldRule = FieldRule.MOST_COMPLETE
    chosen: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
    probability: int | None = None
    evidence: tuple[tuple[str, str], ...] = ()
    batch: str = ""


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge that was done, and perhaps undone. `choices`: field -> [id of the side, why]."""

    id: int
    kind: str
    winner: int
    loser: int
    batch: str
    at: datetime
    by: int | None
    why: str
    rule: str
    probability: int | None
    evidence: list[list[str]]
    choices: dict[str, list[Any]]
    before: dict[str, Any]
    after: dict[str, Any]
    moved: dict[str, Any]
    state: str
    undone_at: datetime | None
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a merge as it stands by itself, with what hangs on it and on what was merged into it before.

    `fields` are what a merge may take; `marks` what it is recognised by, (kind, value); `counts` what moves with it.
    """

    id: int
    made_at: datetime
    fields: dict[str, Any]
    marks: tuple[tuple[str, str], ...]
    members: tuple[int, ...]
    lead_ids: tuple[int, ...]
    owner_ids: tuple[int, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: both sides, each field with its value and source, and what to look at first.

    `warnings` are codes: `owners_differ`, `holder_changes`, `source_unowned`, `fields_differ`.
    """

    kind: Kind
    winner: Side
    loser: Side
    rule: FieldRule
    choices: tuple[Choice, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A lead that came after a merge with signs of both sides: nobody but a person can say whose it is."""

    lead_id: int
    person_id: int
    other_id: int
    marks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What undoing a merge needs to be told. `moved_on`: why a parted lead may not simply go back to its place."""

    merge: MergeRow
    edited: tuple[Edited, ...]
    arrivals: tuple[Arrival, ...]
    moved_on: tuple[str, ...]
    resting: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UndoAnswers:
    """What a person said: per edited field where it goes, per arrival whose it is, and where a parted lead goes.

    `place`: "former", "free" (its former pool, without an owner) or "source" (the owner of the lead it was part of).
    """

    edited: Mapping[str, str] = field(default_factory=dict)
    arrivals: Mapping[int, int] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, slots=True)
class PairRow:
    """A question: are these two the same? `probability` is of 10,000, None where no engine computed one."""

    id: int
    kind: str
    left: int
    right: int
    probability: int | None
    evidence: list[list[str]]
    benefit: int
    state: str
    made_at: datetime
    decided_at: datetime | None
    by: int | None
    why: str


@dataclass(frozen=True, slots=True)
class NewPair:
    """A question to be asked. `evidence` holds (code, value) pairs such as ("phone", "+8613800138000")."""

    kind: Kind
    left: int
    right: int
    probability: int | None
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PairFilters:
    """What the queue is narrowed by; `least` is a probability of 10,000."""

    kind: str = ""
    state: str = PairState.OPEN
    least: int | None = None


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run over what is there already: how far it is, what it found."""

    id: int
    state: str
    phase: str
    seen: int
    found: int
    made_at: datetime
    ended_at: datetime | None
    by: int | None
