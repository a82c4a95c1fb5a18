"""What others may hold of people and companies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gleanry.likeness.names import Answer, Sign


@dataclass(frozen=True, slots=True)
class AccountRow:
    id: int
    name: str
    region: str
    industry: str
    size: str
    owner_id: int | None = None
    owner_since: datetime | None = None
    bought_at: datetime | None = None
    parent_id: int | None = None
    relation: str = ""
    deputy_id: int | None = None
    dormant_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountCard:
    """What the batch needs of an account: by what it is found, who keeps it, whether it has bought."""

    id: int
    key: str
    credit_code: str
    domain: str
    owner_id: int | None
    owner_since: datetime | None
    bought_at: datetime | None


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
    credit_code: str = ""
    domain: str = ""


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


PERSON_FIELDS = ("name", "job_title", "account_id")
ACCOUNT_FIELDS = ("name", "region", "industry", "size")
"""What a merge may take from either side, and what an undo gives back."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A person or an account as it stands in the books by itself, whatever it was merged with.

    `fields` are those of PERSON_FIELDS or ACCOUNT_FIELDS; empty ones are "" or None.
    """

    id: int
    made_at: datetime
    merged_into_id: int | None
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """What holds for one purpose, and the statement it comes from. `state` is "granted" or "denied"."""

    person_id: int
    purpose: str
    state: str
    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class NewConsent:
    """A statement to be appended; `source` says how we know it, such as "unsubscribe link"."""

    person_id: int
    purpose: str
    state: str
    at: datetime
    source: str = ""


@dataclass(frozen=True, slots=True)
class AccountFilters:
    """What the list of accounts is narrowed by; empty means not narrowed. `among` are ids, None for all."""

    tier: str = ""
    region: str = ""
    industry: str = ""
    owner_id: int | None = None
    unkept: bool = False
    dormant: bool = False
    among: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """An account as the list shows it."""

    id: int
    name: str
    region: str
    industry: str
    owner_id: int | None
    deputy_id: int | None
    parent_id: int | None
    has_bought: bool
    is_dormant: bool
    tier: str
    abc: str
    rad: str
    rfm: str
