"""A cleaned submission and what was found against it, as later stages and pages read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class CleanRow:
    """The cleaned fields of one submission and its defects as [field, code] pairs; all who read it share them."""

    submission_id: int
    fields: Mapping[str, Any]
    defects: Sequence[Sequence[str]]


class ListKind(StrEnum):
    """What an entry of the shared lists names."""

    PHONE = "phone"
    EMAIL = "email"
    DOMAIN = "domain"
    COMPANY = "company"
    COMPETITOR = "competitor"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a submission is held back or suspicious.

    `code` names the screen, `weight` what it counts; `field` holds what was found, written there as `text` from `start`
    to `end` of the cleaned field; `entry_id` is the entry of the shared lists that named it.
    """

    code: str
    weight: int
    field: str = ""
    text: str = ""
    start: int = 0
    end: int = 0
    entry_id: int | None = None

    def packed(self) -> list[Any]:
        """The reason as it is stored: empty ends are left off."""
        whole = [self.code, self.weight, self.field, self.text, self.start, self.end, self.entry_id]
        while whole[-1] in ("", 0, None):
            whole.pop()
        return whole


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be added to a list: what it names and why. `lead_id` is the lead it was taken from."""

    kind: ListKind
    value: str
    why: str = ""
    lead_id: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the shared lists: who added it, when and why, and how it was ended, if it was."""

    id: int
    kind: ListKind
    value: str
    why: str
    origin: str
    lead_id: int | None
    by: int | None
    at: datetime
    ended_at: datetime | None
    ended_by_id: int | None
    ended_why: str


@dataclass(frozen=True, slots=True)
class Added:
    """What became of entries to be added: those new in force, how many were already, those that are none (as typed)."""

    ids: tuple[int, ...]
    known: int
    unusable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screened:
    """A submission in the invalid pool: since when, from where, why, and what a person decided."""

    submission_id: int
    received_at: datetime
    source: str
    reasons: tuple[Reason, ...]
    decision: str
    by: int | None
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class ReviewFilters:
    """What narrows the invalid pool: a reason's code, a source ("" is none, None is any), a day, what was decided."""

    code: str = ""
    source: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Catch:
    """One submission of the past that new entries would have caught."""

    submission_id: int
    reasons: tuple[Reason, ...]
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """What new entries would have caught: how many submissions were looked at, which of them, newest first.

    `whole` says that all of the days were looked at, and not only as many as one can wait for.
    """

    looked_at: int
    whole: bool
    caught: tuple[Catch, ...]
    unusable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A submission other screens decide about otherwise: what each book holds it back for, if it does."""

    submission_id: int
    name: str
    now: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rescreened:
    """How many submissions were looked at, how many each book holds back, and those that differ, newest first."""

    looked_at: int
    held_now: int
    held_then: int
    changed: tuple[Otherwise, ...]
