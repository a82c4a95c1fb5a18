"""The records as they are now: what is indexed of them, and what an answer is compared with and shown from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from gleanry.leads.queries import leads_by_person
from gleanry.people.queries import accounts_by_id, people_by_id
from gleanry.people.shapes import AccountRow, PersonRow
from gleanry.search.shapes import AccountText, Kind, PersonText

Companies = Mapping[int, Iterable[int]]
"""Person id -> the ids of the companies its leads name."""


def roots_of(workspace_id: int, kind: Kind, ids: Iterable[int]) -> dict[int, int]:
    """Record id -> the record it is shown as. The one place that knows of merged records: none are, as yet."""
    return {record_id: record_id for record_id in ids}


def person_texts(workspace_id: int, ids: Sequence[int]) -> dict[int, PersonText]:
    """What is indexed of people; somebody without a lead is left out. Four statements for any number."""
    leads = leads_by_person(workspace_id, ids)
    people = people_by_id(workspace_id, [person_id for person_id in ids if person_id in leads])
    named = {
        person_id: {person.account_id, *(lead.account_id for lead in leads[person_id])} - {None}
        for person_id, person in people.items()
    }
    accounts = accounts_by_id(workspace_id, {account_id for found in named.values() for account_id in found})
    codes = {person_id: [lead.external_id for lead in leads[person_id] if lead.external_id] for person_id in people}
    return {
        person_id: person_text(
            person, codes[person_id], [accounts[i] for i in sorted(ids_of, key=_key) if i in accounts]
        )
        for person_id, person in people.items()
        for ids_of in [named[person_id]]
    }


def _key(account_id: int | None) -> int:
    return account_id or 0


def person_text(person: PersonRow, codes: Sequence[str], accounts: Iterable[AccountRow]) -> PersonText:
    """One person with the codes of its leads and its companies."""
    return PersonText(
        person.id,
        person.name,
        person.phones,
        person.emails,
        person.wechats,
        tuple(codes),
        tuple((account.id, account.name) for account in accounts),
    )


def account_texts(workspace_id: int, ids: Iterable[int]) -> dict[int, AccountText]:
    """What is indexed of companies."""
    return {key: account_text(row) for key, row in accounts_by_id(workspace_id, ids).items()}


def account_text(row: AccountRow) -> AccountText:
    """One company with the names it is known by."""
    return AccountText(row.id, (row.name,))


PEOPLE_FROM = (
    "SELECT DISTINCT person_id FROM leads_lead WHERE workspace_id = %s AND person_id > %s ORDER BY person_id LIMIT %s"
)
ACCOUNTS_FROM = "SELECT id FROM people_account WHERE workspace_id = %s AND id > %s ORDER BY id LIMIT %s"


def ids_from(workspace_id: int, kind: Kind, after: int, limit: int) -> list[int]:
    """The next records to be indexed after one, rising: people who have a lead, and all accounts."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE_FROM if kind is Kind.PERSON else ACCOUNTS_FROM, [workspace_id, after, limit])
        return [row[0] for row in cursor.fetchall()]
