"""A segment and its members as others hold them, and what a definition is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple


class SegmentKind(StrEnum):
    """Whether a rule or a person says who belongs."""

    RULES = "rules"
    LIST = "list"


class Happened(NamedTuple):
    """A touch as conditions read it."""

    at: datetime
    kind: str
    channel: str
    campaign: str


class LeadState(NamedTuple):
    """A lead as conditions read it; `reached` holds the milestones it has."""

    pool: str
    grade: str
    source: str
    campaign: str
    reached: frozenset[str]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """All that conditions may ask of one person, merged ones together.

    `fields` by name (see `rules.definition.FIELDS`); `ways` are email, phone and wechat; `touches` in order of time;
    `lists` the ids of the segments they were put into by hand.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    ways: frozenset[str] = frozenset()
    refuses_mail: bool = False
    touches: tuple[Happened, ...] = ()
    leads: tuple[LeadState, ...] = ()
    lists: frozenset[int] = frozenset()


class Answer(NamedTuple):
    """Whether a definition holds, and the first moment at which time alone may change that (None: never)."""

    holds: bool
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a definition; `row` counts from 1, 0 is the whole; `inner` the row inside a group."""

    row: int
    code: str
    inner: int = 0
    value: str = ""


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment; `members` counts who belongs now, `done` whether it has been through everybody since it was defined.

    `upto` is the id of the last person looked at while it is made.
    """

    id: int
    name: str
    kind: str
    version: int
    body: Mapping[str, Any]
    members: int
    done: bool
    upto: int
    made_at: datetime
    defined_at: datetime
    by: int | None
    changed_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody who belongs to a segment."""

    id: int
    person_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """What a definition would hold: of `looked_at` people `matched` do; `whole` says whether those were all.

    `expected` is the number among all of them, reckoned from the part looked at; `sample` some of their ids.
    """

    looked_at: int
    matched: int
    whole: bool
    expected: int
    sample: tuple[int, ...]
