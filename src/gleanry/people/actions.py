"""Add accounts, people and identifiers by the batch. Open to flow.identify and wiring only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gleanry.kit import bulk
from gleanry.people.models import Account, Consent, Identifier, Person
from gleanry.people.queries import FIELDS, TABLES
from gleanry.people.shapes import IdentifierKey, NewAccount, NewConsent, NewPerson


def add_accounts(workspace_id: int, accounts: Sequence[NewAccount], *, at: datetime) -> dict[str, int]:
    """Add accounts with keys not yet known. Returns key -> id."""
    ids = bulk.allocate(Account, len(accounts))
    bulk.insert(
        Account,
        ("id", "workspace_id", "name", "key", "region", "industry", "size", "made_at"),
        [
            (account_id, workspace_id, a.name, a.key, a.region, a.industry, a.size, at)
            for account_id, a in zip(ids, accounts, strict=True)
        ],
    )
    return {account.key: account_id for account_id, account in zip(ids, accounts, strict=True)}


def add_people(workspace_id: int, people: Sequence[NewPerson], *, at: datetime) -> Sequence[int]:
    """Add people; returns their ids in order."""
    ids = bulk.allocate(Person, len(people))
    bulk.insert(
        Person,
        ("id", "workspace_id", "name", "account_id", "job_title", "made_at"),
        [
            (person_id, workspace_id, person.name, person.account_id, person.job_title, at)
            for person_id, person in zip(ids, people, strict=True)
        ],
    )
    return ids


def add_identifiers(workspace_id: int, identifiers: Sequence[tuple[IdentifierKey, int]]) -> None:
    """Add ((kind, value), person id) pairs that nobody has yet."""
    bulk.insert(
        Identifier,
        ("workspace_id", "kind", "value", "person_id"),
        [(workspace_id, kind, value, person_id) for (kind, value), person_id in identifiers],
    )


def complete_people(workspace_id: int, given: Sequence[tuple[int, NewPerson]]) -> None:
    """Fill what is still empty of people we know; what is known is never overwritten."""
    columns = ("id", "name", "job_title", "account_id")
    known = {
        row[0]: row[1:]
        for row in bulk.find(Person, columns, workspace_id=workspace_id, key="id", among=(i for i, _ in given))
    }
    completed = {}
    for person_id, new in given:
        name, job_title, account_id = known.get(person_id, ("", "", None))
        full = (name or new.name, job_title or new.job_title, account_id or new.account_id)
        if person_id in known and full != (name, job_title, account_id):
            known[person_id] = completed[person_id] = full
    bulk.update(Person, columns[1:], [(person_id, *full) for person_id, full in completed.items()])


def set_pointers(kind: str, pointers: Sequence[tuple[int, int | None]]) -> None:
    """Say what rows are merged into: (id, root id or None for itself). `kind` is "person" or "account"."""
    bulk.update(TABLES[kind], ("merged_into_id",), pointers)


def set_fields(kind: str, rows: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Overwrite the fields of rows: (id, all of their fields); what a merge, an undo or a person decided."""
    names = FIELDS[kind]
    bulk.update(TABLES[kind], names, [(i, *(fields[name] for name in names)) for i, fields in rows])


def record_consents(workspace_id: int, consents: Sequence[NewConsent], *, by: int | None = None) -> None:
    """Append what people said."""
    columns = ("workspace_id", "person_id", "purpose", "state", "at", "source", "by")
    bulk.insert(
        Consent, columns, [(workspace_id, c.person_id, c.purpose, c.state, c.at, c.source, by) for c in consents]
    )
