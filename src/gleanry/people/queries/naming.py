"""Which accounts a company name may mean."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from gleanry.kit import bulk
from gleanry.likeness.names import Alias, Answer, Conflict, NameParts, conflict_of, split_name
from gleanry.likeness.names.contest import Entry, answer_of, rank
from gleanry.likeness.names.keys import asked_keys
from gleanry.likeness.names.letters import UNLEARNED
from gleanry.likeness.names.parts import split_plain
from gleanry.likeness.names.weights import default_weights
from gleanry.likeness.names.writing import plain_all
from gleanry.people.models import Account, AccountName
from gleanry.people.queries.groups import roots_of
from gleanry.people.shapes import NameCandidate
from gleanry.values.company_name import parse_company_name

MOST_FILED = 200
"""Accounts looked at for one key; a piece of a name that more have tells them no further apart."""
MOST_SCORED = 20
LEAST_VOTES = 0.4
"""An account with fewer of the votes of the best shares a piece that is not the brand, and is not worth scoring."""
NOBODY: Mapping[str, int] = {}


LOOKUP_SQLITE = """
SELECT given.value, t.account_id FROM json_each(%s) AS given CROSS JOIN people_accountlookup t ON t.id IN
  (SELECT x.id FROM people_accountlookup x{kept} WHERE x.workspace_id = %s AND x.key = given.value LIMIT %s)
"""


LOOKUP_POSTGRES = """
SELECT given.key, t.account_id FROM unnest(%s::bigint[]) AS given(key) CROSS JOIN LATERAL
  (SELECT x.account_id FROM people_accountlookup x{kept} WHERE x.workspace_id = %s AND x.key = given.key LIMIT %s) t
"""
KEPT = " JOIN people_account a ON a.id = x.account_id AND a.owner_id IS NOT NULL"
"""Only accounts somebody keeps."""


def account_candidates(
    workspace_id: int,
    names: Iterable[str],
    *,
    on: date | None = None,
    kept: bool = False,
    apart_from: Mapping[str, int] = NOBODY,
) -> dict[str, tuple[NameCandidate, ...]]:
    """Company name -> the accounts it may mean, the most probable first; none where nothing supports any.

    `on` is the day on which they were so called, for accounts that changed their names; `kept` looks only among those
    that somebody keeps. Names that tell two companies from each other are left out, and only what nothing stands
    against is answered with same. `apart_from` names for each name an account (with its group) that is not looked for.
    What was merged is one account, named by its root. Seven statements at most for any number of names.
    """
    if kept and not Account.objects.of(workspace_id).filter(owner_id__isnull=False).exists():
        return {}
    asked = {name: parts for name in dict.fromkeys(names) if not (parts := split_name(name)).names_nobody}
    likely = _likely_accounts(workspace_id, asked, kept=kept, apart_from=apart_from)
    every = {account_id for ids in likely.values() for account_id in ids}
    roots = roots_of(workspace_id, {*every, *apart_from.values()}, kind="account")
    apart = {name: roots.get(own, own) for name, own in apart_from.items()}
    allowed = _kept(workspace_id, {roots.get(i, i) for i in every}) if kept else None
    likely = {
        name: [i for i in ids if (root := roots.get(i, i)) != apart.get(name) and (allowed is None or root in allowed)]
        for name, ids in likely.items()
    }
    entries = _entries(workspace_id, {account_id for ids in likely.values() for account_id in ids}, on)
    weights = default_weights()
    found: dict[str, tuple[NameCandidate, ...]] = {}
    for name, parts in asked.items():
        theirs = [(told, way) for account_id in likely[name] for told, way in entries.get(account_id, ())]
        competing = [
            Entry(at, roots.get(way.account_id, way.account_id), told, way.is_learned and told.key == parts.key)
            for at, (told, way) in enumerate(theirs)
        ]
        competing = [one for one in competing if one.learned or conflict_of(parts, one.parts) != Conflict.APART]
        ranked = rank(parts, competing, UNLEARNED, weights)
        best = answer_of(ranked, weights)
        if best == Answer.SAME and not _is_clear(parts, competing, ranked[0].at):
            best = Answer.ASK
        found[name] = tuple(
            NameCandidate(
                roots.get(theirs[one.at][1].account_id, theirs[one.at][1].account_id),
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


def _is_clear(parts: NameParts, competing: Iterable[Entry], at: int) -> bool:
    """Whether nothing stands against the best entry: it was learned, or the names say nothing else."""
    best = next(one for one in competing if one.at == at)
    return best.learned or conflict_of(parts, best.parts) == Conflict.NONE


def _kept(workspace_id: int, ids: set[int]) -> set[int]:
    where = "t.owner_id IS NOT NULL"
    return {row[0] for row in bulk.find(Account, ("id",), workspace_id=workspace_id, key="id", among=ids, where=where)}


@dataclass(frozen=True, slots=True)
class _Way:
    """One way an account is called."""

    account_id: int
    text: str
    is_learned: bool


def _likely_accounts(
    workspace_id: int, asked: Mapping[str, NameParts], *, kept: bool, apart_from: Mapping[str, int]
) -> dict[str, list[int]]:
    """The accounts worth scoring for each name: of the very key first, then those that share most and rarest keys."""
    keys = {name: asked_keys(parts) for name, parts in asked.items()}
    filed = _filed(workspace_id, {key for own in keys.values() for key in own}, kept=kept)
    exact = _exact_accounts(workspace_id, asked)
    likely = {}
    for name, own in keys.items():
        votes: Counter[int] = Counter()
        for key in own:
            for account_id in filed.get(key, ()):
                votes[account_id] += MOST_FILED + 1 - len(filed[key])
        votes.pop(apart_from.get(name, 0), None)
        least = LEAST_VOTES * max(votes.values(), default=0)
        best = [account_id for account_id, count in votes.most_common(MOST_SCORED) if count >= least]
        likely[name] = list(dict.fromkeys([*exact[name], *best]))
    return likely


def _filed(workspace_id: int, keys: set[int], *, kept: bool) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    statement = LOOKUP_POSTGRES if bulk.is_postgres() else LOOKUP_SQLITE
    wanted = sorted(keys)
    with connection.cursor() as cursor:
        given = wanted if bulk.is_postgres() else json.dumps(wanted)
        cursor.execute(statement.format(kept=KEPT if kept else ""), [given, workspace_id, MOST_FILED])
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
