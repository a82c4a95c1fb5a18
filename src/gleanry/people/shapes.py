"""What others may hold of people and companies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gleanry.likeness.names import Answer, Sign


@dataclass(frozen=True, slots=True)
class AccountRow:
    id: int
    name: str
    region: str
    industry: str
    size: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with what it is recognised by."""

    id: int
    name: str
    job_title: str
    account_id: int | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    wechats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be added; `key` is the normalised name."""

    key: str
    name: str
    region: str = ""
    industry: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class NewAccountName:
    """A name to be added to an account; `kind` is legal, short, brand, former, english or learned."""

    account_id: int
    text: str
    kind: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """An account a company name may mean, with the name that speaks for it.

    `answer` is same for one at most: the best, where no other comes near. `relation`: branch or group. `evidence`: the
    signs, heaviest first, each with what it added to the log-odds.
    """

    account_id: int
    name: str
    probability: float
    evidence: tuple[Sign, ...]
    answer: Answer
    relation: str = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    name: str
    job_title: str
    account_id: int | None


IdentifierKey = tuple[str, str]
"""(kind, value), such as ("phone", "+8613800138000")."""
