"""Find people, by the batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gleanry.kit import bulk
from gleanry.people.models import Account, Identifier, IdentifierKind, Person
from gleanry.people.queries.groups import groups_of, raw_rows, with_members
from gleanry.people.shapes import IdentifierKey, NewPerson, PersonRow, RawRow
from gleanry.values.company_name import parse_company_name
from gleanry.values.phone import parse_phone

ANY_KIND = "t.kind IN ('phone', 'email', 'wechat', 'visitor', 'external')"
"""All there are: the index of identifiers has the kind before the value, and is used only where the kind is said."""


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


def profiles_of(workspace_id: int, person_ids: Iterable[int]) -> dict[int, NewPerson]:
    """Person id -> what is told of them; one statement."""
    columns = ("id", "name", "job_title", "account_id")
    rows = bulk.find(Person, columns, workspace_id=workspace_id, key="id", among=person_ids)
    return {person_id: NewPerson(*told) for person_id, *told in rows}


def people_by_id(workspace_id: int, ids: Iterable[int | None]) -> dict[int, PersonRow]:
    """Person id -> person with its identifiers; three statements for any number.

    One that was merged is shown as the person it was merged into, with what the whole group is recognised by.
    """
    wanted = [person_id for person_id in ids if person_id]
    groups = groups_of(workspace_id, wanted)
    everybody = with_members(groups, wanted)
    raw = raw_rows(workspace_id, everybody)
    known_by: dict[int, dict[str, list[str]]] = {}
    for person_id, kind, value in bulk.find(
        Identifier, ("person_id", "kind", "value"), workspace_id=workspace_id, key="person_id", among=everybody
    ):
        known_by.setdefault(person_id, {}).setdefault(kind, []).append(value)
    found: dict[int, PersonRow] = {}
    for person_id in wanted:
        group = [raw[i] for i in groups.get(person_id, (person_id,)) if i in raw]
        if group:
            by = [known_by.get(row.id, {}) for row in group]
            found[person_id] = PersonRow(
                group[0].id,
                **_filled(group),
                phones=tuple(value for one in by for value in one.get(IdentifierKind.PHONE, ())),
                emails=tuple(value for one in by for value in one.get(IdentifierKind.EMAIL, ())),
                wechats=tuple(value for one in by for value in one.get(IdentifierKind.WECHAT, ())),
            )
    return found


def _filled(group: list[RawRow]) -> dict[str, Any]:
    """The fields of the first row, what is empty there from the others in order."""
    names = group[0].fields
    return {name: next((row.fields[name] for row in group if row.fields[name]), names[name]) for name in names}


def identifiers_of_people(workspace_id: int, person_ids: Iterable[int]) -> dict[int, list[IdentifierKey]]:
    """Person id -> (kind, value) pairs it is itself recognised by, groups apart; one statement."""
    columns = ("person_id", "kind", "value")
    found: dict[int, list[IdentifierKey]] = {}
    for person_id, kind, value in bulk.find(
        Identifier, columns, workspace_id=workspace_id, key="person_id", among=person_ids
    ):
        found.setdefault(person_id, []).append((kind, value))
    return found


TOP = "\U0010ffff"
"""Above every character: `text <= x < text + TOP` is "begins with text", and uses the index on both databases."""


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
        ids = with_members(groups_of(workspace_id, ids, kind="account"), ids)
        theirs = bulk.find(Person, ("id",), workspace_id=workspace_id, key="account_id", among=ids)
        found += [row[0] for row in theirs]
    return with_members(groups_of(workspace_id, found), found)[:SEARCH_LIMIT]


def people_of_accounts(workspace_id: int, account_ids: Iterable[int]) -> dict[int, list[int]]:
    """Account id -> the people who work there, accounts apart; one statement."""
    found: dict[int, list[int]] = {}
    for person_id, account_id in bulk.find(
        Person, ("id", "account_id"), workspace_id=workspace_id, key="account_id", among=account_ids
    ):
        found.setdefault(account_id, []).append(person_id)
    return found


def people_after(workspace_id: int, person_id: int, limit: int) -> list[int]:
    """The ids of the next people, merged ones too, at most `limit`; one statement."""
    rows = Person.objects.of(workspace_id).filter(pk__gt=person_id).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])
