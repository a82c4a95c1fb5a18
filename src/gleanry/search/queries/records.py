"""The records as they are now: what is indexed of them, and what an answer is compared with and shown from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from gleanry.leads.queries import leads_by_person
from gleanry.people.queries import account_cards, accounts_by_id, groups_of, people_by_id, raw_rows, with_members
from gleanry.people.queries import roots_of as merged_into
from gleanry.people.shapes import AccountRow, PersonRow
from gleanry.search.shapes import AccountText, Kind, PersonText
from gleanry.values.company_name import parse_company_name

Companies = Mapping[int, Iterable[int]]
"""Person id -> the ids of the companies its leads name."""


def roots_of(workspace_id: int, kind: Kind, ids: Iterable[int]) -> dict[int, int]:
    """Record id -> the record it is shown as: itself, or what it was merged into. One statement."""
    asked = list(ids)
    merged = merged_into(workspace_id, asked, kind=kind)
    return {record_id: merged.get(record_id, record_id) for record_id in asked}


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
    """One person with the codes of its leads and its companies, each once: of merged ones the whole stands there."""
    named = {account.id: account.name for account in accounts}
    return PersonText(
        person.id,
        person.name,
        person.phones,
        person.emails,
        person.wechats,
        tuple(codes),
        tuple(named.items()),
    )


def account_texts(workspace_id: int, ids: Iterable[int]) -> dict[int, AccountText]:
    """What is indexed of companies; five statements for any number."""
    return texts_of_accounts(workspace_id, accounts_by_id(workspace_id, ids))


def texts_of_accounts(workspace_id: int, shown: Mapping[int, AccountRow]) -> dict[int, AccountText]:
    """Companies with the names they are known by: the one each is shown by, those of all that were merged into it, and
    what they were first called where that is shown no more. Three statements for any number.
    """
    groups = groups_of(workspace_id, shown, kind=Kind.ACCOUNT)
    members = with_members(groups, shown)
    own = raw_rows(workspace_id, members, kind=Kind.ACCOUNT)
    keys = {card.id: card.key for card in account_cards(workspace_id, "id", members)}
    texts = {}
    for key, row in shown.items():
        group = [i for i in groups.get(key, (key,)) if i in own]
        names = dict.fromkeys((row.name, *(own[i].fields["name"] for i in group)))
        told = {parsed.key[:200] for name in names if (parsed := parse_company_name(name)) is not None}
        texts[key] = AccountText(key, (*names, *dict.fromkeys(keys[i] for i in group if keys[i] not in told)))
    return texts


PEOPLE_FROM = (
    "SELECT DISTINCT person_id FROM leads_lead WHERE workspace_id = %s AND person_id > %s ORDER BY person_id LIMIT %s"
)
ACCOUNTS_FROM = "SELECT id FROM people_account WHERE workspace_id = %s AND id > %s ORDER BY id LIMIT %s"


def ids_from(workspace_id: int, kind: Kind, after: int, limit: int) -> list[int]:
    """The next records to be indexed after one, rising: people who have a lead, and all accounts."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE_FROM if kind is Kind.PERSON else ACCOUNTS_FROM, [workspace_id, after, limit])
        return [row[0] for row in cursor.fetchall()]
