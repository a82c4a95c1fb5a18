"""Find accounts and people, by the batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gleanry.kit import bulk
from gleanry.people.models import Account, Identifier, IdentifierKind, Person
from gleanry.people.shapes import AccountCard, AccountRow, IdentifierKey, NewPerson, PersonRow
from gleanry.values.company_name import parse_company_name
from gleanry.values.phone import parse_phone

TOP = "\U0010ffff"
"""Above every character: `text <= x < text + TOP` is "begins with text", and uses the index on both databases."""


ANY_KIND = "t.kind IN ('phone', 'email', 'wechat', 'visitor', 'external')"
"""All there are: the index of identifiers has the kind before the value, and is used only where the kind is said."""


def accounts_by_key(workspace_id: int, keys: Iterable[str]) -> dict[str, int]:
    """Normalised name -> account id, for those we know."""
    rows = bulk.find(Account, ("key", "id"), workspace_id=workspace_id, key="key", among=keys)
    return dict(rows)


def account_cards(workspace_id: int, field: str, values: Iterable[Any]) -> list[AccountCard]:
    """The accounts with one of `values` in `field` (id, key, credit_code or domain), oldest first; one statement."""
    where = "" if field in ("id", "key") else f"t.{field} > ''"  # says to the database that its index holds them all
    rows = bulk.find(Account, CARD, workspace_id=workspace_id, key=field, among=values, where=where)
    return [AccountCard(*row) for row in rows]


CARD = tuple(AccountCard.__dataclass_fields__)


def profiles_of(workspace_id: int, person_ids: Iterable[int]) -> dict[int, NewPerson]:
    """Person id -> what is told of them; one statement."""
    columns = ("id", "name", "job_title", "account_id")
    rows = bulk.find(Person, columns, workspace_id=workspace_id, key="id", among=person_ids)
    return {person_id: NewPerson(*told) for person_id, *told in rows}


def people_by_identifier(workspace_id: int, identifiers: Iterable[IdentifierKey]) -> dict[IdentifierKey, int]:
    """(kind, value) -> person id, for those we know. One statement for the batch."""
    wanted = set(identifiers)
    rows = bulk.find(
        Identifier,
        ("kind", "value", "person_id"),
        workspace_id=workspace_id,
        key="value",
        among=(value for _, value in sorted(wanted)),
        where=ANY_KIND,
    )
    return {(kind, value): person_id for kind, value, person_id in rows if (kind, value) in wanted}


def accounts_by_id(workspace_id: int, ids: Iterable[int | None]) -> dict[int, AccountRow]:
    """Account id -> account."""
    columns = ("id", "name", "region", "industry", "size", "owner_id", "owner_since", "bought_at")
    wanted = [account_id for account_id in ids if account_id]
    rows = bulk.find(Account, columns, workspace_id=workspace_id, key="id", among=wanted)
    return {row[0]: AccountRow(*row) for row in rows}


def people_by_id(workspace_id: int, ids: Iterable[int | None]) -> dict[int, PersonRow]:
    """Person id -> person with its identifiers; two statements for any number."""
    wanted = [person_id for person_id in ids if person_id]
    columns = ("id", "name", "job_title", "account_id")
    people = bulk.find(Person, columns, workspace_id=workspace_id, key="id", among=wanted)
    known_by: dict[int, dict[str, list[str]]] = {}
    for person_id, kind, value in bulk.find(
        Identifier, ("person_id", "kind", "value"), workspace_id=workspace_id, key="person_id", among=wanted
    ):
        known_by.setdefault(person_id, {}).setdefault(kind, []).append(value)
    found: dict[int, PersonRow] = {}
    for person_id, name, job_title, account_id in people:
        by = known_by.get(person_id, {})
        found[person_id] = PersonRow(
            person_id,
            name,
            job_title,
            account_id,
            phones=tuple(by.get(IdentifierKind.PHONE, ())),
            emails=tuple(by.get(IdentifierKind.EMAIL, ())),
            wechats=tuple(by.get(IdentifierKind.WECHAT, ())),
        )
    return found


SEARCH_LIMIT = 500


def find_people(workspace_id: int, text: str) -> list[int]:
    """People found by a phone, e-mail or WeChat id, or by the beginning of their name or their company's name.

    At most 500: a search is for finding somebody, a filter is for lists.
    """
    forms = [text, text.lower()]
    if (phone := parse_phone(text)) is not None:
        forms.append(phone.e164)
    known = bulk.find(Identifier, ("person_id",), workspace_id=workspace_id, key="value", among=forms, where=ANY_KIND)
    found = [row[0] for row in known]
    named = Person.objects.of(workspace_id).filter(name__gte=text, name__lt=text + TOP)
    found += named.values_list("pk", flat=True)[:SEARCH_LIMIT]
    company = parse_company_name(text)
    if company is not None:
        accounts = Account.objects.of(workspace_id).filter(key__gte=company.key, key__lt=company.key + TOP)
        ids = list(accounts.values_list("pk", flat=True)[:SEARCH_LIMIT])
        theirs = bulk.find(Person, ("id",), workspace_id=workspace_id, key="account_id", among=ids)
        found += [row[0] for row in theirs]
    return list(dict.fromkeys(found))[:SEARCH_LIMIT]
