"""Add accounts, people and identifiers by the batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from gleanry.kit import bulk
from gleanry.likeness.names.keys import table_keys
from gleanry.likeness.names.parts import split_name, split_plain
from gleanry.likeness.names.writing import plain_all
from gleanry.people.models import Account, AccountLookup, AccountName, Consent, Identifier, Person
from gleanry.people.queries import FIELDS, TABLES
from gleanry.people.shapes import IdentifierKey, NewAccount, NewAccountName, NewConsent, NewPerson


def add_accounts(workspace_id: int, accounts: Sequence[NewAccount], *, at: datetime) -> dict[str, int]:
    """Add accounts with keys not yet known. Returns key -> id."""
    ids = bulk.allocate(Account, len(accounts))
    bulk.insert(
        Account,
        ("id", "workspace_id", "name", "key", "region", "industry", "size", "made_at", "credit_code", "domain"),
        [
            (account_id, workspace_id, a.name, a.key, a.region, a.industry, a.size, at, a.credit_code, a.domain)
            for account_id, a in zip(ids, accounts, strict=True)
        ],
    )
    file_names(workspace_id, [(account_id, account.name) for account_id, account in zip(ids, accounts, strict=True)])
    return {account.key: account_id for account_id, account in zip(ids, accounts, strict=True)}


def file_names(workspace_id: int, names: Sequence[tuple[int, str]]) -> None:
    """File (account id, name) pairs under the keys by which a name that is only alike finds them."""
    folded = plain_all([name for _, name in names])
    bulk.insert(
        AccountLookup,
        ("workspace_id", "key", "account_id"),
        [
            (workspace_id, key, account_id)
            for (account_id, _), name in zip(names, folded, strict=True)
            for key in table_keys(split_plain(name, ""))
        ],
    )


def add_account_names(workspace_id: int, names: Sequence[NewAccountName], *, at: datetime) -> int:
    """Give accounts more names; one that an account has already as this kind is passed over. Returns how many are new.

    Names that were learned (brand, former, english, learned) answer for their account from now on, whatever their
    letters say.
    """
    keyed = {(split_name(name.text).key[:200], name.account_id, name.kind): name for name in names}
    keyed = {which: name for which, name in keyed.items() if which[0]}
    columns = ("key", "account_id", "kind")
    known = bulk.find(
        AccountName, columns, workspace_id=workspace_id, key="key", among=(key for key, _, _ in keyed), lock=True
    )
    new = {which: name for which, name in keyed.items() if which not in set(known)}
    bulk.insert(
        AccountName,
        ("workspace_id", "account_id", "text", "key", "kind", "valid_from", "valid_to", "made_at"),
        [
            (workspace_id, name.account_id, _shown(name.text), key, name.kind, name.valid_from, name.valid_to, at)
            for (key, _, _), name in new.items()
        ],
    )
    file_names(workspace_id, [(name.account_id, name.text) for name in new.values()])
    return len(new)


def _shown(text: str) -> str:
    """A name as it is kept: single spaces, and no character that a database refuses."""
    return " ".join(text.replace("\0", "").split())[:200]


def learn_alias(workspace_id: int, account_id: int, name: str, *, at: datetime) -> bool:
    """Remember that `name` is this account: somebody said so. False if that was known."""
    return add_account_names(workspace_id, [NewAccountName(account_id, name, "learned")], at=at) == 1


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


def update_people(workspace_id: int, people: Sequence[tuple[int, NewPerson]]) -> None:
    """Write what is told of people: (person id, all of it), each person once."""
    rows = [(person_id, told.name, told.job_title, told.account_id) for person_id, told in people]
    bulk.update(Person, ("name", "job_title", "account_id"), rows)


def mark_accounts(workspace_id: int, marks: Sequence[tuple[int, str, str]]) -> None:
    """Write by what accounts are found: (account id, credit code, domain)."""
    bulk.update(Account, ("credit_code", "domain"), marks)


def keep_accounts(
    workspace_id: int, keepers: Iterable[tuple[int, int]], *, at: datetime, anew: bool = False
) -> list[tuple[int, int]]:
    """Say who keeps accounts: (account id, member id). An account somebody keeps stays with them, unless `anew`.

    Returns those that changed hands. Accounts of other workspaces are left alone.
    """
    first: dict[int, int] = {}
    for account_id, owner_id in keepers:
        first.setdefault(account_id, owner_id)
    rows = bulk.find(Account, ("id", "owner_id"), workspace_id=workspace_id, key="id", among=first, lock=True)
    changed = [i for i, owner_id in rows if (anew or owner_id is None) and owner_id != first[i]]
    bulk.update(Account, ("owner_id", "owner_since"), [(i, first[i], at) for i in changed])
    return [(i, first[i]) for i in changed]


def mark_bought(workspace_id: int, bought: Iterable[tuple[int, datetime]]) -> None:
    """Write when accounts bought: (account id, at). The first time stands."""
    first: dict[int, datetime] = {}
    for account_id, at in bought:
        first[account_id] = min(at, first.get(account_id, at))
    rows = bulk.find(Account, ("id", "bought_at"), workspace_id=workspace_id, key="id", among=first, lock=True)
    bulk.update(Account, ("bought_at",), [(i, first[i]) for i, at in rows if at is None or first[i] < at])


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
