"""Find accounts and people, by the batch."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from gleanry.kit import bulk
from gleanry.likeness.names import Alias, Answer, NameParts, split_name
from gleanry.likeness.names.contest import Entry, answer_of, rank
from gleanry.likeness.names.keys import asked_keys
from gleanry.likeness.names.letters import UNLEARNED
from gleanry.likeness.names.parts import split_plain
from gleanry.likeness.names.weights import default_weights
from gleanry.likeness.names.writing import plain_all
from gleanry.people.models import Account, AccountName, Identifier, IdentifierKind, Person
from gleanry.people.shapes import AccountRow, IdentifierKey, NameCandidate, PersonRow
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


MOST_FILED = 200
"""Accounts looked at for one key; a piece of a name that more have tells them no further apart."""
MOST_SCORED = 20
LEAST_VOTES = 0.4
"""An account with fewer of the votes of the best shares a piece that is not the brand, and is not worth scoring."""

LOOKUP_SQLITE = """
SELECT given.value, t.account_id FROM json_each(%s) AS given CROSS JOIN people_accountlookup t ON t.id IN
  (SELECT x.id FROM people_accountlookup x WHERE x.workspace_id = %s AND x.key = given.value LIMIT %s)
"""
LOOKUP_POSTGRES = """
SELECT given.key, t.account_id FROM unnest(%s::bigint[]) AS given(key) CROSS JOIN LATERAL
  (SELECT x.account_id FROM people_accountlookup x WHERE x.workspace_id = %s AND x.key = given.key LIMIT %s) t
"""


def account_candidates(
    workspace_id: int, names: Iterable[str], *, on: date | None = None
) -> dict[str, tuple[NameCandidate, ...]]:
    """Company name -> the accounts it may mean, the most probable first; none where nothing supports any.

    `on` is the day on which they were so called, for accounts that changed their names. Five statements for any number
    of names.
    """
    asked = {name: parts for name in dict.fromkeys(names) if (parts := split_name(name)).key}
    likely = _likely_accounts(workspace_id, asked)
    entries = _entries(workspace_id, {account_id for ids in likely.values() for account_id in ids}, on)
    weights = default_weights()
    found: dict[str, tuple[NameCandidate, ...]] = {}
    for name, parts in asked.items():
        theirs = [(told, way) for account_id in likely[name] for told, way in entries.get(account_id, ())]
        competing = [
            Entry(at, way.account_id, told, way.is_learned and told.key == parts.key)
            for at, (told, way) in enumerate(theirs)
        ]
        ranked = rank(parts, competing, UNLEARNED, weights)
        best = answer_of(ranked, weights)
        found[name] = tuple(
            NameCandidate(
                theirs[one.at][1].account_id,
                theirs[one.at][1].text,
                one.probability,
                one.evidence,
                best if place == 0 else Answer.ASK,
                one.relation,
            )
            for place, one in enumerate(ranked)
            if one.probability >= weights.ask
        )
    return found


@dataclass(frozen=True, slots=True)
class _Way:
    """One way an account is called."""

    account_id: int
    text: str
    is_learned: bool


def _likely_accounts(workspace_id: int, asked: Mapping[str, NameParts]) -> dict[str, list[int]]:
    """The accounts worth scoring for each name: of the very key first, then those that share most and rarest keys."""
    keys = {name: asked_keys(parts) for name, parts in asked.items()}
    filed = _filed(workspace_id, {key for own in keys.values() for key in own})
    exact = _exact_accounts(workspace_id, asked)
    likely = {}
    for name, own in keys.items():
        votes: Counter[int] = Counter()
        for key in own:
            for account_id in filed.get(key, ()):
                votes[account_id] += MOST_FILED + 1 - len(filed[key])
        least = LEAST_VOTES * max(votes.values(), default=0)
        best = [account_id for account_id, count in votes.most_common(MOST_SCORED) if count >= least]
        likely[name] = list(dict.fromkeys([*exact[name], *best]))
    return likely


def _filed(workspace_id: int, keys: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    statement = LOOKUP_POSTGRES if bulk.is_postgres() else LOOKUP_SQLITE
    wanted = sorted(keys)
    with connection.cursor() as cursor:
        given = wanted if bulk.is_postgres() else json.dumps(wanted)
        cursor.execute(statement, [given, workspace_id, MOST_FILED])
        for key, account_id in cursor.fetchall():
            found.setdefault(key, []).append(account_id)
    return found


def _exact_accounts(workspace_id: int, asked: Mapping[str, NameParts]) -> dict[str, list[int]]:
    ways = {
        name: {parts.key, *([own.key] if (own := parse_company_name(name)) else [])} for name, parts in asked.items()
    }
    every = sorted({key for keys in ways.values() for key in keys})
    found: dict[str, list[int]] = {}
    for model, column in ((Account, "id"), (AccountName, "account_id")):
        for key, account_id in bulk.find(model, ("key", column), workspace_id=workspace_id, key="key", among=every):
            found.setdefault(key, []).append(account_id)
    return {name: [i for key in sorted(keys) for i in found.get(key, ())][:MOST_SCORED] for name, keys in ways.items()}


def _entries(workspace_id: int, ids: set[int], on: date | None) -> dict[int, list[tuple[NameParts, _Way]]]:
    """Account id -> its names taken apart: its own, and those that held on the day."""
    wanted = sorted(ids)
    ways = [
        _Way(account_id, text, is_learned=False)
        for account_id, text in bulk.find(Account, ("id", "name"), workspace_id=workspace_id, key="id", among=wanted)
    ]
    columns = ("account_id", "text", "valid_from", "valid_to")
    for account_id, text, since, until in bulk.find(
        AccountName, columns, workspace_id=workspace_id, key="account_id", among=wanted
    ):
        if Alias(text, "", since, until).holds(on):
            ways.append(_Way(account_id, text, is_learned=True))
    found: dict[int, list[tuple[NameParts, _Way]]] = {}
    for way, folded in zip(ways, plain_all([way.text for way in ways]), strict=True):
        found.setdefault(way.account_id, []).append((split_plain(folded, ""), way))
    return found


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
    columns = ("id", "name", "region", "industry", "size")
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
