"""How far the index is, what it knows to be common, and whether it is what the records say."""

from __future__ import annotations

from typing import Any

from django.db import connection

from gleanry.search.models import Changed, Document, Progress
from gleanry.search.queries.records import account_texts, person_texts
from gleanry.search.queries.store import kept
from gleanry.search.rules.tokens import numbers_of, seed_of, tokens_of_account, tokens_of_person
from gleanry.search.shapes import Kind

COMPARED = 200
"""Documents of each kind that the audit makes again and compares."""

_common: dict[tuple[str, int, str], tuple[int, dict[int, int]]] = {}
"""Per process: (database, workspace, kind) -> when it was learnt, and the common numbers."""


def is_behind(workspace_id: int) -> bool:
    """Whether something is noted and not indexed, or the index has never been through."""
    done = Progress.objects.of(workspace_id).filter(done=True).count()
    return done < len(Kind) or Changed.objects.of(workspace_id).exists()


def common_of(workspace_id: int, kind: Kind) -> dict[int, int]:
    """The common numbers of a kind, each with how many of 100,000 documents hold it. One small statement."""
    rows = Progress.objects.of(workspace_id).filter(kind=kind)
    learnt = rows.values_list("learnt", flat=True).first() or 0
    key = (str(connection.settings_dict["NAME"]), workspace_id, kind.value)
    known = _common.get(key)
    if known is None or known[0] != learnt:
        body: Any = rows.values_list("common", flat=True).first() or {}
        known = _common[key] = (learnt, {int(number): share for number, share in body.items()})
    return known[1]


def index_faults(workspace_id: int) -> dict[str, int]:
    """What the index misses, holds too much or holds wrong: code -> how many; empty while it is still being made."""
    if is_behind(workspace_id):
        return {}
    faults = {}
    for kind in Kind:
        there = Document.objects.of(workspace_id).filter(kind=kind).count()
        faults[f"{kind}_documents_missing_or_too_many"] = abs(_expected(workspace_id, kind) - there)
        faults[f"{kind}_documents_wrong"] = _wrong(workspace_id, kind)
    return {code: count for code, count in faults.items() if count}


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
