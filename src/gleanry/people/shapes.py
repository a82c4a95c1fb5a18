"""What others may hold of people and companies."""

from __future__ import annotations

from dataclasses import dataclass


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
class NewPerson:
    name: str
    job_title: str
    account_id: int | None


IdentifierKey = tuple[str, str]
"""(kind, value), such as ("phone", "+8613800138000")."""
