"""What is indexed, what was found, and what of it matched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Generic, TypeVar

Hit = TypeVar("Hit")


class Kind(StrEnum):
    """What a document is about."""

    PERSON = "person"
    ACCOUNT = "account"


class Rank(IntEnum):
    """How well a record answers; lower is better."""

    EXACT = 0
    START = 1
    INSIDE = 2
    ALIKE = 3


@dataclass(frozen=True, slots=True)
class PersonText:
    """A person as the index reads it: `companies` are (account id, name) of the person and of its leads."""

    id: int
    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    companies: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AccountText:
    """A company as the index reads it: every name it is known by, the shown one first, and its codes."""

    id: int
    names: tuple[str, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a shown text: from `start` up to `end`, in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Matched:
    """Where a record answered: the field (name, phone, email, handle, code, company), its text, and what matched."""

    field: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class LeadHit:
    """A lead: its own number and code, with the names of its person and company."""

    lead_id: int
    person: str
    company: str
    pool: str
    owner_id: int | None
    external_id: str
    matched: tuple[Matched, ...]
    own_pool: str = ""


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person, the newest of its leads the reader may see, and how many those are."""

    person_id: int
    name: str
    company: str
    lead_id: int
    leads: int
    matched: tuple[Matched, ...]


@dataclass(frozen=True, slots=True)
class AccountHit:
    """A company, and the newest of its leads the reader may see (None: none is known to the index)."""

    account_id: int
    name: str
    region: str
    industry: str
    lead_id: int | None
    matched: tuple[Matched, ...]


@dataclass(frozen=True, slots=True)
class Group(Generic[Hit]):
    """The hits of one kind from `start` on. `counted` were found in all; `more` says that the search stopped there."""

    hits: tuple[Hit, ...]
    counted: int
    more: bool
    start: int = 0

    @property
    def next_start(self) -> int | None:
        """Where the next page begins, None at the end of what was found."""
        end = self.start + len(self.hits)
        return end if self.hits and end < self.counted else None


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found, by group."""

    text: str
    leads: Group[LeadHit]
    people: Group[PersonHit]
    accounts: Group[AccountHit]

    @property
    def is_empty(self) -> bool:
        return not (self.leads.hits or self.people.hits or self.accounts.hits)
