"""Find accounts and people, by the batch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from gleanry.kit import bulk
from gleanry.people.models import Account, Consent, Identifier, IdentifierKind, Person
from gleanry.people.rules import prevailing
from gleanry.people.shapes import (
    ACCOUNT_FIELDS,
    PERSON_FIELDS,
    AccountCard,
    AccountRow,
    ConsentRow,
    IdentifierKey,
    NewPerson,
    PersonRow,
    RawRow,
)
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


GROUPS = """
WITH RECURSIVE up(id, at, next) AS (
    SELECT t.id, t.id, t.merged_into_id FROM {given} WHERE t.workspace_id = %s
    UNION
    SELECT up.id, t.id, t.merged_into_id FROM up JOIN {table} t ON t.id = up.next AND t.workspace_id = %s
),
root(id) AS (SELECT DISTINCT at FROM up WHERE next IS NULL),
down(root, id) AS (
    SELECT id, id FROM root
    UNION
    SELECT down.root, t.id FROM down JOIN {table} t ON t.merged_into_id = down.id AND t.workspace_id = %s
)
SELECT root, id FROM down ORDER BY root, id
"""
"""From each of the given rows up to the one it was merged into, and from there down to all that were. UNION, not UNION
ALL: a circle, which the audit would name, must not keep a reader for ever."""


def groups_of(workspace_id: int, ids: Iterable[int | None], *, kind: str = "person") -> dict[int, tuple[int, ...]]:
    """Id -> everybody it was merged with and itself, root first; only those merged. One statement for any number.

    Every member of a group that was asked for by any of its ids is a key. `kind` is "person" or "account".
    """
    table = TABLES[kind]._meta.db_table
    wanted = list(dict.fromkeys(i for i in ids if i))
    if not wanted:
        return {}
    if bulk.is_postgres():
        given = f"{table} t JOIN unnest(%s::bigint[]) AS g(id) ON t.id = g.id"
    else:
        given = f"json_each(%s) AS g CROSS JOIN {table} t ON t.id = g.value"
    first: Any = wanted if bulk.is_postgres() else json.dumps(wanted)
    with connection.cursor() as cursor:
        cursor.execute(GROUPS.format(given=given, table=table), [first, workspace_id, workspace_id, workspace_id])
        rows: list[tuple[int, int]] = cursor.fetchall()
    members: dict[int, list[int]] = {}
    for root, member in rows:
        members.setdefault(root, [root])
        if member != root:
            members[root].append(member)
    return {member: tuple(group) for group in members.values() if len(group) > 1 for member in group}


TABLES: Mapping[str, Any] = {"person": Person, "account": Account}


def roots_of(workspace_id: int, ids: Iterable[int | None], *, kind: str = "person") -> dict[int, int]:
    """Id -> the row it was merged into, for those merged into another; one statement."""
    return {i: group[0] for i, group in groups_of(workspace_id, ids, kind=kind).items() if i != group[0]}


def members_of(workspace_id: int, root_ids: Iterable[int], *, kind: str = "person") -> dict[int, tuple[int, ...]]:
    """Root id -> its whole group, itself first; only those with others in it. One statement."""
    return {i: group for i, group in groups_of(workspace_id, root_ids, kind=kind).items() if i == group[0]}


def with_members(groups: Mapping[int, tuple[int, ...]], ids: Iterable[int | None]) -> list[int]:
    """The ids and all that were merged with them, each once, in order."""
    return list(dict.fromkeys(member for i in ids if i for member in groups.get(i, (i,))))


def accounts_by_id(workspace_id: int, ids: Iterable[int | None]) -> dict[int, AccountRow]:
    """Account id -> account; for one that was merged, the account it was merged into. Two statements.

    What the root does not know is shown from the others of its group.
    """
    columns = tuple(AccountRow.__dataclass_fields__)
    wanted = [account_id for account_id in ids if account_id]
    groups = groups_of(workspace_id, wanted, kind="account")
    rows = bulk.find(Account, columns, workspace_id=workspace_id, key="id", among=with_members(groups, wanted))
    by_id = {row[0]: row for row in rows}
    found = {}
    for account_id in wanted:
        group = [by_id[i] for i in groups.get(account_id, (account_id,)) if i in by_id]
        if group:
            found[account_id] = AccountRow(
                *(next((v for v in column if v), column[0]) for column in zip(*group, strict=True))
            )
    return found


def _filled(group: list[RawRow]) -> dict[str, Any]:
    """The fields of the first row, what is empty there from the others in order."""
    names = group[0].fields
    return {name: next((row.fields[name] for row in group if row.fields[name]), names[name]) for name in names}


FIELDS = {"person": PERSON_FIELDS, "account": ACCOUNT_FIELDS}


def raw_rows(workspace_id: int, ids: Iterable[int], *, kind: str = "person", lock: bool = False) -> dict[int, RawRow]:
    """Id -> the row by itself, merged or not; for merging and undoing. `lock` holds them until the transaction ends."""
    names = FIELDS[kind]
    columns = ("id", "made_at", "merged_into_id", *names)
    rows = bulk.find(TABLES[kind], columns, workspace_id=workspace_id, key="id", among=ids, lock=lock)
    return {row[0]: RawRow(row[0], row[1], row[2], dict(zip(names, row[3:], strict=True))) for row in rows}


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


def consents_of(workspace_id: int, person_ids: Iterable[int | None]) -> dict[int, dict[str, ConsentRow]]:
    """Person id -> purpose -> what holds; of a merged person the strictest of its group. Two statements."""
    wanted = [person_id for person_id in person_ids if person_id]
    groups = groups_of(workspace_id, wanted)
    columns = ("person_id", "purpose", "state", "at", "source")
    said: dict[int, list[ConsentRow]] = {}
    for row in bulk.find(
        Consent, columns, workspace_id=workspace_id, key="person_id", among=with_members(groups, wanted)
    ):
        said.setdefault(row[0], []).append(ConsentRow(*row))
    return {i: prevailing([said.get(member, []) for member in groups.get(i, (i,))]) for i in wanted}


def count_consents(workspace_id: int, person_ids: Iterable[int]) -> dict[int, int]:
    """Person id -> how many statements it made by itself, groups apart; one statement."""
    counts: dict[int, int] = {}
    for (person_id,) in bulk.find(
        Consent, ("person_id",), workspace_id=workspace_id, key="person_id", among=person_ids
    ):
        counts[person_id] = counts.get(person_id, 0) + 1
    return counts


def identifiers_of_people(workspace_id: int, person_ids: Iterable[int]) -> dict[int, list[IdentifierKey]]:
    """Person id -> (kind, value) pairs it is itself recognised by, groups apart; one statement."""
    columns = ("person_id", "kind", "value")
    found: dict[int, list[IdentifierKey]] = {}
    for person_id, kind, value in bulk.find(
        Identifier, columns, workspace_id=workspace_id, key="person_id", among=person_ids
    ):
        found.setdefault(person_id, []).append((kind, value))
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
