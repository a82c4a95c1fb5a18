"""How far the index is, what it knows to be common, and whether it is what the records say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from gleanry.kit import clock
from gleanry.search.models import Changed, Document, Progress
from gleanry.search.queries.records import account_texts, person_texts
from gleanry.search.queries.store import kept
from gleanry.search.rules.tokens import numbers_of, seed_of, tokens_of_account, tokens_of_person
from gleanry.search.shapes import Kind

COMPARED = 200
"""Documents of each kind that the audit makes again and compares."""

REMEMBERED = timedelta(minutes=1)

_common: dict[tuple[str, int], tuple[datetime, dict[str, dict[int, int]]]] = {}
"""Per process: (database, workspace) -> until when it counts, and kind -> common numbers. Only speed depends on it."""


def is_behind(workspace_id: int) -> bool:
    """Whether something is noted and not indexed, or the index has never been through."""
    done = Progress.objects.of(workspace_id).filter(done=True).count()
    return done < len(Kind) or Changed.objects.of(workspace_id).exists()


def common_of(workspace_id: int, kind: Kind) -> dict[int, int]:
    """The common numbers of a kind, each with how many of 100,000 documents hold it; read once a minute."""
    key, now = (str(connection.settings_dict["NAME"]), workspace_id), clock.now()
    known = _common.get(key)
    if known is None or not known[0] - REMEMBERED <= now < known[0]:
        rows: Any = Progress.objects.of(workspace_id).values_list("kind", "common")
        bodies = {name: {int(number): share for number, share in body.items()} for name, body in rows}
        known = _common[key] = (now + REMEMBERED, bodies)
    return known[1].get(kind, {})


def index_faults(workspace_id: int) -> dict[str, int]:
    """What the index misses, holds too much or holds wrong: code -> how many; empty while it is still being made."""
    if is_behind(workspace_id):
        return {}
    faults = {}
    there = count_documents(workspace_id)
    for kind in Kind:
        faults[f"{kind}_documents_missing_or_too_many"] = abs(_expected(workspace_id, kind) - there[kind])
        faults[f"{kind}_documents_wrong"] = _wrong(workspace_id, kind)
    return {code: count for code, count in faults.items() if count}


def count_documents(workspace_id: int) -> dict[str, int]:
    """Kind -> how many documents there are."""
    rows = Document.objects.of(workspace_id)
    return {kind.value: rows.filter(kind=kind).count() for kind in Kind}


EXPECTED = {
    Kind.PERSON: """
        WITH RECURSIVE up(id, at) AS (
            SELECT id, merged_into_id FROM people_person WHERE workspace_id = %(w)s AND merged_into_id IS NOT NULL
            UNION
            SELECT up.id, p.merged_into_id FROM up JOIN people_person p ON p.id = up.at
            WHERE p.merged_into_id IS NOT NULL
        ),
        root AS (SELECT up.id, up.at FROM up JOIN people_person p ON p.id = up.at AND p.merged_into_id IS NULL)
        SELECT count(DISTINCT coalesce(r.at, l.person_id)) FROM leads_lead l LEFT JOIN root r ON r.id = l.person_id
        WHERE l.workspace_id = %(w)s AND l.person_id IS NOT NULL
    """,
    Kind.ACCOUNT: "SELECT count(*) FROM people_account WHERE workspace_id = %(w)s AND merged_into_id IS NULL",
}
"""Who was merged into another has no document: the other's holds all."""


def _expected(workspace_id: int, kind: Kind) -> int:
    with connection.cursor() as cursor:
        cursor.execute(EXPECTED[kind], {"w": workspace_id})
        return int(cursor.fetchone()[0])


def _wrong(workspace_id: int, kind: Kind) -> int:
    """How many of the newest documents are not what their records make."""
    rows = Document.objects.of(workspace_id).filter(kind=kind).order_by("-record_id")
    known = dict(rows.values_list("record_id", "tokens")[:COMPARED])
    seed = seed_of(workspace_id, kind)
    made: dict[int, Any] = {}
    if kind is Kind.PERSON:
        people = person_texts(workspace_id, list(known))
        made = {key: kept(numbers_of(tokens_of_person(text), seed)) for key, text in people.items()}
    else:
        accounts = account_texts(workspace_id, known)
        made = {key: kept(numbers_of(tokens_of_account(text), seed)) for key, text in accounts.items()}
    return sum(1 for key, tokens in known.items() if made.get(key) != tokens)
