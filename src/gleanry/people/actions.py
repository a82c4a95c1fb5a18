"""Add accounts, people and identifiers by the batch. Open to flow.identify and wiring only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gleanry.kit import bulk
from gleanry.likeness.names.keys import table_keys
from gleanry.likeness.names.parts import split_name, split_plain
from gleanry.likeness.names.writing import plain_all
from gleanry.people.models import Account, AccountLookup, AccountName, Identifier, Person
from gleanry.people.shapes import IdentifierKey, NewAccount, NewAccountName, NewPerson


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
